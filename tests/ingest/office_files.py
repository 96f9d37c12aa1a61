"""Office documents, e-books and their bombs, written part by part from text of our own."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
A = "http://schemas.openxmlformats.org/drawingml/2006/main"
P = "http://schemas.openxmlformats.org/presentationml/2006/main"
S = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
KINDS = f"{R}/"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
OFFICE = "application/vnd.openxmlformats-officedocument."
NS_ODF = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{path}:1.0"'
    for name, path in (
        ("office", "office"), ("text", "text"), ("table", "table"), ("style", "style"), ("draw", "drawing"),
        ("presentation", "presentation"), ("meta", "meta"), ("fo", "xsl-fo-compatible"),
        ("svg", "svg-compatible"),
    )
) + ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xlink="http://www.w3.org/1999/xlink"'  # fmt: skip

Parts = Mapping[str, str | bytes]


def archive(path: Path, parts: Parts, stored: Sequence[str] = ()) -> Path:
    """A zip archive of `parts`; those named in `stored` are not packed."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as out:
        for name, data in parts.items():
            how = zipfile.ZIP_STORED if name in stored else zipfile.ZIP_DEFLATED
            out.writestr(name, data, compress_type=how)
    return path


def relations(*found: tuple[str, str, str] | tuple[str, str, str, str]) -> str:
    """A part of relationships: id, kind, target, and "External" where it leads outside."""
    inner = "".join(
        f'<Relationship Id="{one[0]}" Type="{KINDS}{one[1]}" Target={quoteattr(one[2])}'
        + (f' TargetMode="{one[3]}"' if len(one) == 4 else "")
        + "/>"
        for one in found
    )
    return f'<Relationships xmlns="{PACKAGE}/relationships">{inner}</Relationships>'


def package(
    main: str, content_type: str, parts: Parts, properties: Mapping[str, str] | None = None
) -> dict[str, str | bytes]:
    """The parts of an OPC package around those of the document."""
    types = (
        f'<Types xmlns="{PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/{main}" ContentType="{content_type}"/>'
        "</Types>"
    )
    about = () if properties is None else (("r2", "metadata/core-properties", "docProps/core.xml"),)
    held: dict[str, str | bytes] = {
        "[Content_Types].xml": types,
        "_rels/.rels": relations(("r1", "officeDocument", main), *about),
        **parts,
    }
    if properties is not None:
        held["docProps/core.xml"] = (
            f'<cp:coreProperties xmlns:cp="{PACKAGE}/metadata/core-properties" '
            'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/">'
            + "".join(f"<{name}>{escape(value)}</{name}>" for name, value in properties.items())
            + "</cp:coreProperties>"
        )
    return held


def run(text: str, font: str = "", more: str = "") -> str:
    """A run of a Word document."""
    named = f'<w:rPr><w:rFonts w:ascii="{font}" w:hAnsi="{font}"/></w:rPr>' if font else ""
    return f'<w:r>{named}{more}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def paragraph(*runs: str, style: str = "", more: str = "") -> str:
    """A paragraph of a Word document; plain texts become runs."""
    inner = "".join(one if one.startswith("<") else run(one) for one in runs)
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    return f"<w:p><w:pPr>{named}{more}</w:pPr>{inner}</w:p>"


STYLES = f"""<w:styles xmlns:w="{W}">
<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>
<w:style w:type="paragraph" w:styleId="T"><w:name w:val="Title"/><w:basedOn w:val="Normal"/></w:style>
<w:style w:type="paragraph" w:styleId="H1"><w:name w:val="heading 1"/><w:basedOn w:val="Normal"/>
<w:pPr><w:outlineLvl w:val="0"/></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="H2"><w:name w:val="heading 2"/><w:basedOn w:val="H1"/>
<w:pPr><w:outlineLvl w:val="1"/></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="Old"><w:name w:val="Old"/><w:rPr><w:rFonts w:hAnsi=".VnTime"/></w:rPr></w:style>
</w:styles>"""
NUMBERING = f"""<w:numbering xmlns:w="{W}">
<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/>
<w:lvlText w:val="Bài %1."/></w:lvl><w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="lowerLetter"/>
<w:lvlText w:val="%2)"/></w:lvl></w:abstractNum>
<w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/><w:lvlText w:val="x"/></w:lvl>
</w:abstractNum>
<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>
</w:numbering>"""


def docx(
    path: Path, *blocks: str, properties: Mapping[str, str] | None = None, more: Parts | None = None, kind: str = ""
) -> Path:
    """A Word document of these blocks (`paragraph`, tables as XML); `more` parts and their relationships beside it."""
    body = f'<w:document xmlns:w="{W}" xmlns:r="{R}"><w:body>{"".join(blocks)}<w:sectPr/></w:body></w:document>'
    parts: dict[str, str | bytes] = {
        "word/document.xml": body,
        "word/styles.xml": STYLES,
        "word/numbering.xml": NUMBERING,
        "word/_rels/document.xml.rels": relations(("s", "styles", "styles.xml"), ("n", "numbering", "numbering.xml")),
        **(more or {}),
    }
    content_type = kind or f"{OFFICE}wordprocessingml.document.main+xml"
    return archive(path, package("word/document.xml", content_type, parts, properties))


def table(rows: Sequence[Sequence[str]]) -> str:
    """A table of a Word document; a cell that is XML stands as it is."""
    cells = (
        "".join(f"<w:tc>{cell if cell.startswith('<') else paragraph(cell)}</w:tc>" for cell in row) for row in rows
    )
    return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in cells)}</w:tbl>"


def shape(text: str, placeholder: str = "") -> str:
    """A shape of a slide."""
    kind = f'<p:ph type="{placeholder}"/>' if placeholder else ""
    paragraphs = "".join(f"<a:p><a:r><a:t>{escape(line)}</a:t></a:r></a:p>" for line in text.split("\n"))
    return (
        f'<p:sp><p:nvSpPr><p:cNvPr id="2" name="s"/><p:cNvSpPr/><p:nvPr>{kind}</p:nvPr></p:nvSpPr><p:spPr><a:xfrm>'
        f'<a:off x="500000" y="{400_000 if placeholder else 2_000_000}"/><a:ext cx="8000000" cy="1200000"/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></p:spPr>'
        f"<p:txBody><a:bodyPr/>{paragraphs}</p:txBody></p:sp>"
    )


def slide(*shapes: str, hidden: bool = False, name: str = "sld") -> str:
    """The part of a slide, or of notes."""
    show = ' show="0"' if hidden else ""
    return (
        f'<p:{name} xmlns:p="{P}" xmlns:a="{A}" xmlns:r="{R}"{show}><p:cSld><p:spTree><p:nvGrpSpPr>'
        '<p:cNvPr id="1" name=""/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr><p:grpSpPr/>'
        f"{''.join(shapes)}</p:spTree></p:cSld></p:{name}>"
    )


def _empty_tree(name: str, more: str = "") -> str:
    return (
        f'<p:{name} xmlns:p="{P}" xmlns:a="{A}" xmlns:r="{R}"><p:cSld><p:spTree><p:nvGrpSpPr><p:cNvPr id="1" name=""/>'
        f"<p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr><p:grpSpPr/></p:spTree></p:cSld>{more}</p:{name}>"
    )


def _masters() -> dict[str, str | bytes]:
    """A master and a layout without anything on them, and a theme: no program opens slides without."""
    colors = ("bg1", "lt1", "tx1", "dk1", "bg2", "lt2", "tx2", "dk2")
    pairs = [f'{a}="{b}"' for a, b in zip(colors[::2], colors[1::2], strict=True)]
    accents = [f'accent{at}="accent{at}"' for at in range(1, 7)]
    mapped = " ".join((*pairs, *accents, 'hlink="hlink"', 'folHlink="folHlink"'))
    layouts = '<p:sldLayoutIdLst><p:sldLayoutId id="2147483649" r:id="l"/></p:sldLayoutIdLst>'
    names = ("dk1", "lt1", "dk2", "lt2", *(f"accent{at}" for at in range(1, 7)), "hlink", "folHlink")
    scheme = "".join(
        f'<a:{name}><a:srgbClr val="{"FFFFFF" if name[:2] == "lt" else "000000"}"/></a:{name}>' for name in names
    )
    font = '<a:latin typeface="DejaVu Sans"/><a:ea typeface=""/><a:cs typeface=""/>'
    fill = '<a:solidFill><a:schemeClr val="phClr"/></a:solidFill>'
    formats = (
        f"<a:fillStyleLst>{fill * 3}</a:fillStyleLst><a:lnStyleLst>{f'<a:ln>{fill}</a:ln>' * 3}</a:lnStyleLst>"
        f"<a:effectStyleLst>{'<a:effectStyle><a:effectLst/></a:effectStyle>' * 3}</a:effectStyleLst>"
        f"<a:bgFillStyleLst>{fill * 3}</a:bgFillStyleLst>"
    )
    return {
        "ppt/slideMasters/slideMaster1.xml": _empty_tree("sldMaster", f"<p:clrMap {mapped}/>{layouts}"),
        "ppt/slideMasters/_rels/slideMaster1.xml.rels": relations(
            ("l", "slideLayout", "../slideLayouts/slideLayout1.xml"), ("t", "theme", "../theme/theme1.xml")
        ),
        "ppt/slideLayouts/slideLayout1.xml": _empty_tree("sldLayout"),
        "ppt/slideLayouts/_rels/slideLayout1.xml.rels": relations(
            ("m", "slideMaster", "../slideMasters/slideMaster1.xml")
        ),
        "ppt/theme/theme1.xml": f'<a:theme xmlns:a="{A}" name="x"><a:themeElements><a:clrScheme name="x">{scheme}'
        f'</a:clrScheme><a:fontScheme name="x"><a:majorFont>{font}</a:majorFont><a:minorFont>{font}</a:minorFont>'
        f'</a:fontScheme><a:fmtScheme name="x">{formats}</a:fmtScheme></a:themeElements></a:theme>',
    }


def pptx(path: Path, slides: Sequence[str], notes: Mapping[int, str] | None = None) -> Path:
    """A presentation of these slides; `notes` by the number of the slide."""
    notes = notes or {}
    ids = "".join(f'<p:sldId id="{256 + at}" r:id="r{at}"/>' for at in range(len(slides)))
    parts: dict[str, str | bytes] = {
        "ppt/presentation.xml": f'<p:presentation xmlns:p="{P}" xmlns:r="{R}"><p:sldMasterIdLst>'
        f'<p:sldMasterId id="2147483648" r:id="m"/></p:sldMasterIdLst><p:sldIdLst>{ids}</p:sldIdLst>'
        '<p:sldSz cx="9144000" cy="6858000"/><p:notesSz cx="6858000" cy="9144000"/></p:presentation>',
        "ppt/_rels/presentation.xml.rels": relations(
            ("m", "slideMaster", "slideMasters/slideMaster1.xml"),
            *((f"r{at}", "slide", f"slides/slide{at + 1}.xml") for at in range(len(slides))),
        ),
        **_masters(),
    }
    for at, held in enumerate(slides, start=1):
        parts[f"ppt/slides/slide{at}.xml"] = held
        noted = (("n", "notesSlide", f"../notesSlides/notesSlide{at}.xml"),) if at in notes else ()
        parts[f"ppt/slides/_rels/slide{at}.xml.rels"] = relations(
            ("l", "slideLayout", "../slideLayouts/slideLayout1.xml"), *noted
        )
        if noted:
            parts[f"ppt/notesSlides/notesSlide{at}.xml"] = slide(shape(notes[at], "body"), name="notes")
    return archive(path, package("ppt/presentation.xml", f"{OFFICE}presentationml.presentation.main+xml", parts))


def xlsx(path: Path, sheets: Sequence[tuple[str, str, str]], strings: Sequence[str] = (), styles: str = "") -> Path:
    """A workbook of sheets: name, state ("" is visible), and the XML inside the sheet."""
    names = "".join(
        f'<sheet name="{name}" sheetId="{at}" r:id="r{at}"' + (f' state="{state}"' if state else "") + "/>"
        for at, (name, state, _) in enumerate(sheets, start=1)
    )
    shared = "".join(f"<si><t>{escape(text)}</t></si>" for text in strings)
    parts: dict[str, str | bytes] = {
        "xl/workbook.xml": f'<workbook xmlns="{S}" xmlns:r="{R}"><sheets>{names}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": relations(
            *((f"r{at}", "worksheet", f"worksheets/sheet{at}.xml") for at in range(1, len(sheets) + 1)),
            ("s", "sharedStrings", "sharedStrings.xml"),
            ("t", "styles", "/xl/styles.xml"),
        ),
        "xl/sharedStrings.xml": f'<sst xmlns="{S}">{shared}</sst>',
        "xl/styles.xml": styles or f'<styleSheet xmlns="{S}"/>',
    }
    for at, (_, _, inner) in enumerate(sheets, start=1):
        parts[f"xl/worksheets/sheet{at}.xml"] = f'<worksheet xmlns="{S}">{inner}</worksheet>'
    return archive(path, package("xl/workbook.xml", f"{OFFICE}spreadsheetml.sheet.main+xml", parts))


def odf(
    path: Path, kind: str, body: str, automatic: str = "", styles: str = "", meta: str = "", manifest: str = ""
) -> Path:
    """An OpenDocument file; `kind` is "text" or "presentation"."""
    media = f"application/vnd.oasis.opendocument.{kind}"
    listed = f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{media}"/>{manifest}'
    parts: dict[str, str | bytes] = {
        "mimetype": media,
        "content.xml": f"<office:document-content {NS_ODF}><office:automatic-styles>{automatic}"
        f"</office:automatic-styles><office:body><office:{kind}>{body}</office:{kind}></office:body>"
        "</office:document-content>",
        "styles.xml": f"<office:document-styles {NS_ODF}>{styles}</office:document-styles>",
        "meta.xml": f"<office:document-meta {NS_ODF}><office:meta>{meta}</office:meta></office:document-meta>",
        "META-INF/manifest.xml": "<manifest:manifest "
        f'xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">{listed}</manifest:manifest>',
    }
    return archive(path, parts, stored=("mimetype",))


def epub(path: Path, chapters: Sequence[str], metadata: str = "", more: Parts | None = None, spine: str = "") -> Path:
    """An EPUB of these chapters (HTML); without `more` it has no table of contents."""
    items = "".join(
        f'<item id="c{at}" href="text/c{at}.xhtml" media-type="application/xhtml+xml"/>'
        for at in range(1, len(chapters) + 1)
    )
    refs = "".join(f'<itemref idref="c{at}"/>' for at in range(1, len(chapters) + 1))
    extra = '<item id="ncx" href="toc.ncx" media-type="application/x-dtbncx+xml"/>' if more else ""
    parts: dict[str, str | bytes] = {
        "mimetype": "application/epub+zip",
        "META-INF/container.xml": '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container" version="1.0">'
        '<rootfiles><rootfile full-path="OEBPS/book.opf" media-type="application/oebps-package+xml"/></rootfiles>'
        "</container>",
        "OEBPS/book.opf": '<package xmlns="http://www.idpf.org/2007/opf" version="3.0">'
        '<metadata xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:opf="http://www.idpf.org/2007/opf">'
        f'{metadata}</metadata><manifest>{items}{extra}</manifest><spine toc="ncx">{spine or refs}</spine></package>',
        **{f"OEBPS/text/c{at}.xhtml": html for at, html in enumerate(chapters, start=1)},
        **(more or {}),
    }
    return archive(path, parts, stored=("mimetype",))
