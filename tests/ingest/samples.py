"""Courses on other subjects, made for the tests: every format, and the oddities of real files."""

from __future__ import annotations

import zipfile
from collections.abc import Sequence
from pathlib import Path

HANDBOOK = """\
THE SOURDOUGH HANDBOOK

LESSON 1: KEEPING A STARTER

What a starter needs

A starter is a culture of wild yeast and bacteria that lives on flour and
water. It has to be fed every day, and it wants a warm place of about 24
degrees.

Feeding follows three rules:

- discard half of the culture first;
- add flour and water in equal weight;
- mark the glass, so that
  the rise can be read off.

Example: Marta feeds 50 g of culture with 50 g of flour. After five hours it
has doubled, and she bakes with it the same evening.

Common mistakes

1. Using chlorinated water.
2. Closing the lid tightly.

LESSON 2: SHAPING AND BAKING

Shaping

Tension on the outside of the loaf keeps it from running flat. Fold the
edges to the middle, turn the loaf, and pull it towards you.

Reflective Prompt: Which of your loaves ran flat, and what would you change?

Baking

Bake at 240 degrees with steam for 20 minutes, then at 210 degrees.

Suggested Question: "My oven is (e.g., 'a small gas oven without steam'). How should I bake [e.g., 'a 900 g rye loaf']?"
"""

SAVED_PAGE = """<!DOCTYPE html>
<html><head><meta charset="utf-8"><title>Pruning roses | Garden School</title>
<style>.x{color:red}</style><script>var tracked = "never a fact";</script></head>
<body class="page menu-open">
<header><a href="/">Garden School</a><nav><ul><li>Home</li><li>Courses</li></ul></nav></header>
<div class="cookie-banner">We use cookies to improve your visit. <button>Accept all</button></div>
<nav aria-label="breadcrumb">Home &gt; Courses &gt; Roses</nav>
<main><article>
<h1>Lesson 3: Pruning roses</h1>
<p>Prune in <strong>late winter</strong>, before the buds break&nbsp;open.</p>
<h2>Which cut for which rose</h2>
<table><caption>Table 1: Cuts by kind of rose</caption>
<tr><th>Kind</th><th>Cut</th><th>When</th></tr>
<tr><td>Hybrid tea</td><td>three to five buds, hard</td><td>March</td></tr>
<tr><td rowspan="2">Climber</td><td>side shoots | laterals</td><td>March</td></tr>
<tr><td>old wood</td><td>August</td></tr></table>
<p>Three tools are enough:</p>
<ul><li>secateurs<ul><li>bypass, never anvil</li></ul></li><li>loppers</li><li>gloves</li></ul>
<blockquote><p>A rose forgives every cut but the blunt one.</p></blockquote>
<dl><dt>Bud eye</dt><dd>the small swelling from which a shoot grows</dd></dl>
</article></main>
<aside class="sidebar"><h2>Related courses</h2><p>Buy our tulip course now!</p></aside>
<footer>&copy; 2024 Garden School. All rights reserved.</footer>
</body></html>
"""


def make_docx(path: Path) -> None:
    """A Word file: headings by style, a bulleted list, a table between paragraphs, bold terms."""
    import docx

    document = docx.Document()
    document.core_properties.title = "First aid at work"
    document.add_heading("Module 2: Burns and cuts", level=1)
    document.add_paragraph("Cool a burn under running water for twenty minutes.")
    document.add_heading("Materials", level=2)
    document.add_paragraph("Keep these things in the box:")
    document.add_paragraph("sterile dressings", style="List Bullet")
    document.add_paragraph("a pair of scissors", style="List Bullet")
    table = document.add_table(rows=1, cols=3)
    for cell, text in zip(table.rows[0].cells, ("Injury", "First step", "Never"), strict=True):
        cell.text = text
    for row in (("Burn", "Cool it", "Ice, butter"), ("Cut", "Press on it", "Tourniquet")):
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    paragraph = document.add_paragraph()
    paragraph.add_run("Shock:").bold = True
    paragraph.add_run(" a state in which too little blood reaches the organs.")
    document.save(str(path))


def make_pptx(path: Path) -> None:
    """Two slides: a title, bullets on two levels, a table, speaker notes."""
    import pptx
    from pptx.util import Inches

    deck = pptx.Presentation()
    first = deck.slides.add_slide(deck.slide_layouts[0])
    first.shapes.title.text = "Week 4: Negotiation"
    second = deck.slides.add_slide(deck.slide_layouts[1])
    second.shapes.title.text = "Before you sit down"
    body = second.placeholders[1].text_frame
    body.text = "Know your best alternative"
    line = body.add_paragraph()
    line.text = "Write it on paper"
    line.level = 1
    line = body.add_paragraph()
    line.text = "Know theirs"
    table = second.shapes.add_table(2, 2, Inches(1), Inches(5), Inches(6), Inches(1)).table
    for row, words in enumerate((("Move", "Answer"), ("Anchor high", "Name a standard"))):
        for column, text in enumerate(words):
            table.cell(row, column).text = text
    second.notes_slide.notes_text_frame.text = "Silence is the cheapest tool at the table."
    deck.save(str(path))


def make_pdf(path: Path, pages: Sequence[Sequence[tuple[str, int, str]]]) -> None:
    """A PDF from lines of (font, size, text): font ``F1`` Helvetica, ``F2`` its bold."""
    placed = []
    for page in pages:
        y, lines = 780, []
        for font, size, text in page:
            y -= size + 4 if text else 12
            if text:
                lines.append((font, size, 72, y, text))
        placed.append(lines)
    make_placed_pdf(path, placed)


def make_placed_pdf(path: Path, pages: Sequence[Sequence[tuple[str, int, int, int, str]]]) -> None:
    """A PDF from pieces of text at their places: (font, size, x, y, text), in the order given."""
    streams = []
    for page in pages:
        parts = ["BT"]
        for font, size, x, y, text in page:
            escaped = text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
            parts.append(f"/{font} {size} Tf 1 0 0 1 {x} {y} Tm ({escaped}) Tj")
        parts.append("ET")
        streams.append("\n".join(parts).encode("cp1252"))
    fonts = "<< /F1 3 0 R /F2 4 0 R >>"
    kids = " ".join(f"{5 + 2 * i} 0 R" for i in range(len(pages)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode(),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica-Bold /Encoding /WinAnsiEncoding >>",
    ]
    for i, stream in enumerate(streams):
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {6 + 2 * i} 0 R "
            f"/Resources << /Font {fonts} >> >>".encode()
        )
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream))
    data = bytearray(b"%PDF-1.4\n")
    places = []
    for number, body in enumerate(objects, start=1):
        places.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(data)
    data += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    data += b"".join(b"%010d 00000 n \n" % place for place in places)
    data += b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (
        len(objects) + 1,
        start,
    )
    path.write_bytes(bytes(data))


PDF_PAGES: tuple[tuple[tuple[str, int, str], ...], ...] = tuple(
    (
        ("F1", 8, "Sailing School - Course notes"),
        ("F1", 11, ""),
        *body,
        ("F1", 11, ""),
        ("F1", 8, f"Page {number} of 3"),
    )
    for number, body in enumerate(
        (
            (
                ("F2", 18, "Chapter 1: Wind"),
                (
                    "F1",
                    11,
                    "A boat cannot sail straight into the wind. It has to tack, which means to sail",
                ),
                (
                    "F1",
                    11,
                    "a zigzag course with the wind first on one side and then on the other side of",
                ),
                ("F1", 11, "the boat."),
                ("F1", 11, ""),
                ("F2", 13, "Points of sail"),
                ("F1", 11, "Four courses have a name:"),
                ("F1", 11, "\u2022 close-hauled, as near to the wind as the boat goes"),
                ("F1", 11, "\u2022 beam reach, with the wind from the side"),
            ),
            (
                ("F2", 18, "Chapter 2: Knots"),
                (
                    "F1",
                    11,
                    "The bowline makes a loop that neither slips nor jams. Every sailor ties it with",
                ),
                ("F1", 11, "closed eyes, since it may be dark when it mat-"),
                ("F1", 11, "ters."),
            ),
            (
                ("F2", 18, "Chapter 3: Safety"),
                (
                    "F1",
                    11,
                    "Wear the vest before you cast off, not when the weather has turned bad.",
                ),
            ),
        ),
        start=1,
    )
)


def make_cartridge(path: Path) -> None:
    """A small IMS Common Cartridge: two pages in the manifest's order, a discussion topic."""
    manifest = """<?xml version="1.0" encoding="UTF-8"?>
<manifest identifier="m" xmlns="http://www.imsglobal.org/xsd/imsccv1p1/imscp_v1p1">
<organizations><organization identifier="o"><item identifier="root">
<item identifier="i1" identifierref="r2"><title>Lesson 1: Clay</title></item>
<item identifier="i2" identifierref="r1"><title>Lesson 2: Glaze</title></item>
<item identifier="i3" identifierref="r3"><title>Your first pot</title></item>
</item></organization></organizations>
<resources>
<resource identifier="r1" type="webcontent" href="web/a.html"><file href="web/a.html"/></resource>
<resource identifier="r2" type="webcontent" href="web/b.html"><file href="web/b.html"/></resource>
<resource identifier="r3" type="imsdt_xmlv1p1"><file href="topic.xml"/></resource>
</resources></manifest>"""
    topic = """<?xml version="1.0"?><topic xmlns="http://www.imsglobal.org/xsd/imsdt_v1p1">
<title>Your first pot</title>
<text texttype="text/html">&lt;p&gt;What broke, and why do you think it did?&lt;/p&gt;</text></topic>"""
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("imsmanifest.xml", manifest)
        archive.writestr("web/a.html", "<h1>Lesson 2: Glaze</h1><p>Glaze is glass on clay.</p>")
        archive.writestr(
            "web/b.html", "<h1>Lesson 1: Clay</h1><p>Wedge the clay to drive out the air.</p>"
        )
        archive.writestr("topic.xml", topic)
        archive.writestr("web/logo.png", b"\x89PNG")
