"""What can be wrong with a run of the evals that its user can mend."""

from __future__ import annotations


class EvalsError(Exception):
    """A case file, a baseline or a course cannot be used; the message says which and why."""
