"""Typesetting a material as a born-digital PDF on A4, by reportlab.

The output is the same bytes each time for the same text, fonts and reportlab: it carries no date and no random id.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase.pdfmetrics import registerFont, registerFontFamily, stringWidth
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import (
    CondPageBreak,
    HRFlowable,
    ListFlowable,
    ListItem,
    PageBreak,
    Paragraph,
    SimpleDocTemplate,
    Spacer,
    Table,
    TableStyle,
)

from repo_app.sample.fonts import FontFiles
from repo_app.sample.texts import Block, Kind, Material

INK, ACCENT, MUTED, WASH, RULE = (HexColor(v) for v in ("#1c2321", "#0b5c63", "#5a6664", "#eef5f4", "#c3d3d1"))
MARGIN = 20 * mm
TEXT_WIDTH = A4[0] - 2 * MARGIN

PADDING = 6  # reportlab's frames keep this many points around the text
BODY_SIZE = 9.8  # points
ISSUED = "D:20261124000000Z"  # the date in the file; without it reportlab writes the year 2000

# reportlab ships no types: a flowable is whatever its paragraphs, tables and lists have in common.
Flowable = Any


@dataclass(frozen=True, slots=True)
class Styles:
    """The paragraph styles of one typeface; sizes in points."""

    title: ParagraphStyle
    byline: ParagraphStyle
    heading: ParagraphStyle
    subheading: ParagraphStyle
    body: ParagraphStyle
    item: ParagraphStyle
    note: ParagraphStyle
    cell: ParagraphStyle
    head_cell: ParagraphStyle


def write(material: Material, fonts: FontFiles, target: Path) -> int:
    """Write the PDF of ``material`` to ``target`` and return its number of pages."""
    regular, bold = _register(material.face, fonts)
    styles = _styles(regular, bold, material.size)
    # Twice, because "page 1 of 3" needs the number of pages before the first page is drawn.
    pages = _build(material, styles, regular, target, of=None)
    return _build(material, styles, regular, target, of=pages)


def _register(name: str, fonts: FontFiles) -> tuple[str, str]:
    regular, bold = f"sample-{name}", f"sample-{name}-bold"
    registerFont(TTFont(regular, str(fonts.regular)))
    registerFont(TTFont(bold, str(fonts.bold)))
    # These families come without slanted letters; emphasis is told by colour instead.
    registerFontFamily(regular, normal=regular, bold=bold, italic=regular, boldItalic=bold)
    return regular, bold


def _styles(regular: str, bold: str, size: float) -> Styles:
    scale = size / BODY_SIZE

    def style(name: str, points: float, leading: float, font: str = regular, **more: object) -> ParagraphStyle:
        return ParagraphStyle(
            name, fontName=font, fontSize=points * scale, leading=leading * scale,
            **{"textColor": INK, "spaceAfter": 0, "allowWidows": 0, "allowOrphans": 0, **more},
        )  # fmt: skip

    title_to_text: dict[str, object] = {"textColor": ACCENT, "keepWithNext": 1}
    return Styles(
        title=ParagraphStyle("title", fontName=bold, fontSize=16, leading=22, spaceAfter=5, textColor=INK),
        byline=ParagraphStyle("byline", fontName=regular, fontSize=8.6, leading=13, textColor=MUTED),
        heading=style("heading", 12.6, 17, bold, spaceBefore=11, spaceAfter=5, **title_to_text),
        subheading=style("subheading", 10, 14, bold, spaceBefore=6, spaceAfter=2.5, **title_to_text),
        body=style("body", BODY_SIZE, 15.2, spaceAfter=6.5),
        item=style("item", BODY_SIZE, 15.2, spaceAfter=2.8),
        note=style("note", BODY_SIZE, 14.6),
        cell=style("cell", 8.9, 13),
        head_cell=style("head_cell", 8.9, 13, bold, textColor=ACCENT),
    )


def _build(material: Material, styles: Styles, font: str, target: Path, *, of: int | None) -> int:
    document = SimpleDocTemplate(
        str(target), pagesize=A4, leftMargin=MARGIN - PADDING, rightMargin=MARGIN - PADDING,
        topMargin=17 * mm, bottomMargin=21 * mm,
        title=material.first("title"), author=material.first("creator"), subject=material.first("description"),
        creator="Hoclieu", lang=material.first("language"), invariant=1, displayDocTitle=True,
    )  # fmt: skip

    def footer(canvas: Any, doc: Any) -> None:
        canvas.setDateFormatter(lambda *_: ISSUED)
        _footer(canvas, font, material.first("title"), f"{doc.page}/{of}" if of else str(doc.page))

    def add_to_outline(flowable: Flowable) -> None:
        style = getattr(flowable, "style", None)
        if getattr(style, "name", "") == "heading":
            text, canvas = flowable.getPlainText(), document.canv
            key = f"{canvas.getPageNumber()}-{text}"
            canvas.bookmarkHorizontal(key, 0, document.frame._y + flowable.height + 6)
            canvas.addOutlineEntry(text, key, 0)

    document.afterFlowable = add_to_outline
    document.build(_story(material, styles), onFirstPage=footer, onLaterPages=footer)
    return int(document.page)


def _footer(canvas: Any, font: str, title: str, number: str) -> None:
    canvas.saveState()
    canvas.setStrokeColor(RULE)
    canvas.setLineWidth(0.5)
    canvas.line(MARGIN, 15 * mm, A4[0] - MARGIN, 15 * mm)
    canvas.setFont(font, 7.6)
    canvas.setFillColor(MUTED)
    canvas.drawString(MARGIN, 10.5 * mm, f"Hoclieu  ·  {title}")
    canvas.drawRightString(A4[0] - MARGIN, 10.5 * mm, number)
    canvas.restoreState()


def _story(material: Material, styles: Styles) -> list[Flowable]:
    story: list[Flowable] = [_title(material.first("title"), styles)]
    second = material.first("alternative") or _second_title(material)
    credit = f"{material.first('creator')}  ·  {material.first('issued')}  ·  CC BY 4.0"
    story += [Paragraph(_inline(line), styles.byline) for line in (second, credit) if line]
    story.append(HRFlowable(width="100%", thickness=1.6, color=ACCENT, spaceBefore=5, spaceAfter=9))
    for block in material.blocks:
        story += _FLOWABLES[block.kind](block, styles)
    while isinstance(story[-1], Spacer):  # one that no longer fits would make an empty page
        story.pop()
    return story


def _title(text: str, styles: Styles) -> Paragraph:
    """The title on one line when somewhat smaller letters allow it, so that no last word stands alone."""
    style = styles.title
    natural = stringWidth(text, style.fontName, style.fontSize)
    fitting = style.fontSize * TEXT_WIDTH / natural
    if 0.84 * style.fontSize <= fitting < style.fontSize:
        style = ParagraphStyle("title-fitted", parent=style, fontSize=fitting - 0.05)
    return Paragraph(_inline(text), style)


def _second_title(material: Material) -> str:
    titles = material.metadata["title"]
    return titles[1]["value"] if len(titles) > 1 else ""


def _heading(block: Block, styles: Styles) -> list[Flowable]:
    return [CondPageBreak(28 * mm), Paragraph(_inline(block.rows[0][0]), styles.heading)]


def _subheading(block: Block, styles: Styles) -> list[Flowable]:
    return [Paragraph(_inline(block.rows[0][0]), styles.subheading)]


def _paragraph(block: Block, styles: Styles) -> list[Flowable]:
    return [Paragraph(_inline(block.rows[0][0]), styles.body)]


def _list(block: Block, styles: Styles) -> list[Flowable]:
    if all(re.match(r"[a-z]\) ", row[0]) for row in block.rows):  # "a) ..." brings its own mark
        return [*(Paragraph(_inline(row[0]), styles.item) for row in block.rows), Spacer(0, 5)]
    numbered = block.kind == "numbers"
    items = [ListItem(Paragraph(_inline(row[0]), styles.item)) for row in block.rows]
    bullets = {"bulletType": "1", "bulletFormat": "%s."} if numbered else {"bulletType": "bullet", "start": "•"}
    whole = ListFlowable(
        items, **bullets, bulletFontName=styles.body.fontName, bulletFontSize=styles.body.fontSize,
        bulletColor=ACCENT, leftIndent=17 if numbered else 13, bulletDedent=17 if numbered else 11,
    )  # fmt: skip
    return [whole, Spacer(0, 5)]


def _note(block: Block, styles: Styles) -> list[Flowable]:
    box = Table([[Paragraph(_inline(block.rows[0][0]), styles.note)]], colWidths=[TEXT_WIDTH])
    box.setStyle(
        TableStyle([
            ("BACKGROUND", (0, 0), (-1, -1), WASH),
            ("LINEBEFORE", (0, 0), (0, -1), 2.4, ACCENT),
            ("LEFTPADDING", (0, 0), (-1, -1), 10),
            ("RIGHTPADDING", (0, 0), (-1, -1), 10),
            ("TOPPADDING", (0, 0), (-1, -1), 6),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 8),
        ])
    )  # fmt: skip
    return [Spacer(0, 3), box, Spacer(0, 8)]


def _table(block: Block, styles: Styles) -> list[Flowable]:
    rows = [
        [Paragraph(_inline(cell), styles.cell if number else styles.head_cell) for cell in row]
        for number, row in enumerate(block.rows)
    ]
    table = Table(rows, colWidths=_column_widths(block), repeatRows=1)
    table.setStyle(
        TableStyle([
            ("VALIGN", (0, 0), (-1, -1), "TOP"),
            ("BACKGROUND", (0, 0), (-1, 0), WASH),
            ("LINEBELOW", (0, 0), (-1, -1), 0.5, RULE),
            ("LINEBELOW", (0, 0), (-1, 0), 1, ACCENT),
            ("LEFTPADDING", (0, 0), (-1, -1), 6),
            ("RIGHTPADDING", (0, 0), (-1, -1), 6),
            ("TOPPADDING", (0, 0), (-1, -1), 3.5),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 5),
        ])
    )  # fmt: skip
    return [Spacer(0, 3), table, Spacer(0, 9)]


def _column_widths(block: Block) -> list[float]:
    """Widths in points: each column by its longest cell, but none under a sixth of the line or three times another."""
    longest = [min(max(len(cell) for cell in column), 60) for column in zip(*block.rows, strict=True)]
    weights = [max(length, max(longest) / 3) for length in longest]
    return [TEXT_WIDTH * weight / sum(weights) for weight in weights]


def _lines(block: Block, styles: Styles) -> list[Flowable]:
    number = int(block.rows[0][0])
    rules = [HRFlowable(width="100%", thickness=0.5, color=RULE, spaceBefore=24) for _ in range(number)]
    return [*rules, Spacer(0, 12)]


def _page_break(block: Block, styles: Styles) -> list[Flowable]:
    return [PageBreak()]


_RAISED, _LOWERED = '<super rise="30%" size="80%">', '<sub rise="13%" size="80%">'

_FLOWABLES: dict[Kind, Callable[[Block, Styles], list[Flowable]]] = {
    "heading": _heading,
    "subheading": _subheading,
    "paragraph": _paragraph,
    "bullets": _list,
    "numbers": _list,
    "note": _note,
    "table": _table,
    "lines": _lines,
    "page-break": _page_break,
}


def _inline(text: str) -> str:
    """The markup inside a line as reportlab's own; runs of blanks become a gap that a line may break after."""
    text = escape(text)
    text = re.sub(r" {3,}", "\u00a0" * 5 + " ", text)
    text = re.sub(r"\*\*(.+?)\*\*", r"<b>\1</b>", text)
    text = re.sub(r"\[\[(.+?)\]\]", r"<b>\1</b>", text)
    text = re.sub(r"\*(\S.*?)\*", rf'<font color="{ACCENT.hexval().replace("0x", "#")}">\1</font>', text)
    return re.sub(r"\{(\d+)/(\d+)\}", rf"{_RAISED}\1</super>⁄{_LOWERED}\2</sub>", text)
