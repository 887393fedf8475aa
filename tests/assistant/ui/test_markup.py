"""Escaping, Markdown, panes."""

from __future__ import annotations

import re

import pytest

from assistant.ui.markup import attributes, markdown, pane, tag, with_markers


def test_attributes_are_escaped_and_bare_names_follow_true() -> None:
    assert attributes(class_="a", data_x='"><b>', hidden=True, open=False, id=None) == (
        ' class="a" data-x="&quot;&gt;&lt;b&gt;" hidden'
    )


@pytest.mark.parametrize(
    "source",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "[x](javascript:alert(1))",
        "[x](data:text/html,1)",
        "[x](//elsewhere.example/)",
        "[x](vbscript:1)",
        "![p](https://elsewhere.example/p.png)",
        "![p][1]\n\n[1]: https://elsewhere.example",
        "<https://elsewhere.example>",
        "[a][b]\n\n[b]: javascript:alert(1)",
        "<style>*{display:none}</style>",
        '<a href="javascript:1">x</a>',
    ],
)
def test_markdown_lets_nothing_act(source: str) -> None:
    html = markdown(source)
    assert not re.search(r"<(?:script|img|style|iframe|form)\b", html)
    assert not re.search(r"<[^>]*(?:href|src|on\w+)=", html)


def test_markdown_keeps_the_usual() -> None:
    html = markdown("# A\n\n**b** `c`\n\n| x | y |\n| - | - |\n| 1 | 2 |\n\n[l](https://a.example)")
    assert "<h3>A</h3>" in html
    assert "<strong>b</strong>" in html
    assert "<td>2</td>" in html
    assert 'href="https://a.example"' in html
    assert "noopener" in html


def test_markers_become_chips_in_text_only() -> None:
    html = markdown("One [1], two [2][9], [link](https://a.example/[1]).")
    marked = with_markers(html, lambda n: f"<i>{n}</i>" if n < 3 else None)
    assert "One <i>1</i>, two <i>2</i>[9]" in marked
    assert 'href="https://a.example/%5B1%5D"' in marked


def test_a_pane_keeps_each_block_on_one_line() -> None:
    value = pane([tag("p", "a\n\nb"), "", tag("p", "c")])
    assert value == "<p>a&#10;&#10;b</p>\n\n<p>c</p>"
