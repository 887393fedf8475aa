"""The prioritisation workspace, without any door: documents, views, charts, exports, comparison.

A document is what a team works on: a calculator, a table of text cells and further inputs, all
as written. Everything else is computed from it, by the same calculators as everywhere, so that a
document that is exported and read back gives the same numbers. Nothing here does I/O but the
child process that reads workbooks.
"""
