"""ODT, ODP and EPUB: what is read of them."""

import zipfile
from pathlib import Path

import pytest

import ingest
from ingest.detect import PDF
from ingest.metadata.office import from_office
from ingest.readers.office.html_text import chapter
from ingest.readers.office.opening import OpenedText, open_text
from repo_app.services.suggested import known_names
from tests.ingest.office_files import archive, epub, odf

STYLES = """<style:style style:name="New" style:family="paragraph" style:parent-style-name="Base">
<style:paragraph-properties fo:break-before="page"/></style:style>
<style:style style:name="Old" style:family="text"><style:text-properties style:font-name="F1"/></style:style>
<style:style style:name="Gone" style:family="text"><style:text-properties text:display="none"/></style:style>
<style:style style:name="Off" style:family="drawing-page">
<style:drawing-page-properties presentation:visibility="hidden"/></style:style>
<text:list-style style:name="L"><text:list-level-style-number text:level="1" style:num-format="1"/>
<text:list-level-style-bullet text:level="2"/></text:list-style>"""
FACES = (
    '<office:font-face-decls><style:font-face style:name="F1" svg:font-family="\'.VnTime\'"/></office:font-face-decls>'
)


def opened(path: Path) -> OpenedText:
    return open_text(path, path.suffix, 2000)


def texts(path: Path) -> list[str]:
    found = opened(path)
    return [found.page(number).text for number in range(1, len(found.pages.pages) + 1)]


def test_a_text_document_in_reading_order(tmp_path: Path) -> None:
    body = (
        "<text:tracked-changes><text:p>đã xóa</text:p></text:tracked-changes>"
        '<text:p text:style-name="Title">Cây lúa</text:p>'
        '<text:h text:outline-level="2">Gieo  mạ</text:h><text:list text:style-name="L"><text:list-item>'
        "<text:p>chọn</text:p>"
        "<text:list><text:list-item><text:p>giống</text:p></text:list-item></text:list></text:list-item>"
        "<text:list-item><text:p>ngâm</text:p></text:list-item></text:list>"
        '<text:p>a<text:tab/>b<text:s text:c="3"/>c<text:line-break/>d <office:annotation><text:p>góp ý</text:p>'
        '</office:annotation><text:span text:style-name="Gone">ẩn</text:span><text:span text:style-name="Old">gi¸o dôc '
        "ViÖt Nam</text:span><text:note><text:note-citation>1</text:note-citation><text:note-body>"
        "<text:p>Chú thích</text:p>"
        "</text:note-body></text:note></text:p><table:table><table:table-header-rows><table:table-row>"
        "<table:table-cell>"
        "<text:p>Vụ</text:p></table:table-cell><table:table-cell><text:p>Tháng</text:p></table:table-cell>"
        '<table:table-cell table:number-columns-repeated="16000"/></table:table-row>'
        "</table:table-header-rows></table:table>"
        '<text:p text:style-name="New">trang hai<text:soft-page-break/>trang ba<draw:frame><draw:text-box>'
        "<text:p>hộp</text:p>"
        "</draw:text-box></draw:frame></text:p>"
    )
    path = odf(tmp_path / "a.odt", "text", body, STYLES, styles=FACES)
    assert texts(path) == [
        "Cây lúa\n\nGieo mạ\n1. chọn\n• giống\n2. ngâm\n\na\tb   c\nd giáo dục Việt"
        " Nam[1]\n\nVụ\tTháng\n\n[1] Chú thích",
        "trang hai",
        "trang ba\n\nhộp",
    ]
    assert [(item.title, item.page, item.level) for item in opened(path).outline()] == [("Gieo mạ", 1, 1)]
    assert opened(path).title() == ("Cây lúa", True)


def test_slides_of_an_open_presentation(tmp_path: Path) -> None:
    def frame(text: str, kind: str = "") -> str:
        named = f' presentation:class="{kind}"' if kind else ""
        return f"<draw:frame{named}><draw:text-box><text:p>{text}</text:p></draw:text-box></draw:frame>"

    notes = f"<presentation:notes>{frame('nhắc bài', 'notes')}</presentation:notes>"
    body = (
        f"<draw:page>{frame('nội dung')}{frame('Quang hợp', 'title')}{notes}</draw:page>"
        f'<draw:page draw:style-name="Off">{frame("giấu")}</draw:page><draw:page>{frame("cuối")}</draw:page>'
    )
    path = odf(tmp_path / "a.odp", "presentation", body, STYLES)
    assert texts(path) == ["Quang hợp\n\nnội dung\n\nnhắc bài", "cuối"]
    assert opened(path).hidden == 1


def test_the_title_of_a_book_comes_before_that_of_its_first_chapter(tmp_path: Path, tools: ingest.Tools) -> None:
    path = epub(
        tmp_path / "a.epub",
        ["<h1>Đêm giao thừa</h1><p>Trời rét căm căm.</p>"],
        "<dc:title>Truyện cổ An-đéc-xen tuyển chọn</dc:title>",
    )
    found = ingest.read_file(path, ingest.Options(), tools, 1, lambda done, total: None)
    titles = sorted((one for one in found.suggestions if one.field == "title"), key=lambda one: -one.confidence)
    assert [one.value for one in titles] == ["Truyện cổ An-đéc-xen tuyển chọn", "Đêm giao thừa"]


def test_a_book_is_read_by_its_spine_with_its_own_table_of_contents(tmp_path: Path) -> None:
    chapters = [
        '<?xml version="1.0"?><!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.1//EN" "http://www.w3.org/TR/xhtml11.dtd">'
        "<html><head><title>x</title><style>p{}</style></head><body><h1>Chương&nbsp;một</h1><p>Đêm   tối\n như mực.</p>"
        "<ul><li>một</li><li>hai</li></ul><table><tr><th>Vụ</th><td><p>Chiêm</p></td></tr><tr><td>a</td><td>b</td></tr>"
        "</table><script>alert(1)</script><p hidden>ẩn</p><pre>giữ\n  nguyên</pre></body></html>",
        "<html><body><p>không đóng <b>thẻ<br>xuống dòng</body>",
        '<html><body><img src="http://example.vn/x.png"/></body></html>',
    ]
    ncx = (
        '<?xml version="1.0"?><!DOCTYPE ncx PUBLIC "-//NISO//DTD ncx 2005-1//EN" "http://www.daisy.org/ncx-2005-1.dtd">'
        '<ncx xmlns="http://www.daisy.org/z3986/2005/ncx/"><navMap><navPoint><navLabel><text>Một</text></navLabel>'
        '<content src="text/c1.xhtml#a"/><navPoint><navLabel><text>Hai</text></navLabel><content src="text/c2.xhtml"/>'
        "</navPoint></navPoint></navMap></ncx>"
    )
    path = epub(tmp_path / "a.epub", chapters, more={"OEBPS/toc.ncx": ncx})
    assert texts(path) == [
        "Chương một\n\nĐêm tối như mực.\n• một\n• hai\nVụ\tChiêm\na\tb\n\ngiữ\n  nguyên",
        "không đóng thẻ\nxuống dòng",
    ]
    assert [(item.title, item.page, item.level) for item in opened(path).outline()] == [("Một", 1, 0), ("Hai", 2, 1)]


@pytest.mark.parametrize(
    "html",
    [
        "<p><ruby>漢<rp>(</rp><rt>hán</rt><rp>)</rp>字<rt>tự</rt></ruby> nôm</p><p>sau</p>",
        "<p><ruby>漢<rp>(<rt>hán<rp>)<rb>字<rt>tự</ruby> nôm</p><p>sau</p>",
        "<p hidden>ẩn<p><ruby><rb>漢<rt>hán<rb>字<rt>tự</ruby> nôm<p>sau",
    ],
    ids=["all ends written", "only those that must be", "rb"],
)
def test_how_letters_are_read_is_left_out_and_what_follows_stays(html: str) -> None:
    assert [block.text for block in chapter(html)[0]] == ["漢字 nôm", "sau"]


def test_the_navigation_document_of_epub_3(tmp_path: Path) -> None:
    nav = (
        '<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops">'
        '<body><nav epub:type="toc"><ol><li><a href="text/c1.xhtml">Đầu</a><ol><li>'
        '<a href="text/c2.xhtml#x">Giữa</a></li></ol></li></ol>'
        "</nav></body></html>"
    )
    path = epub(tmp_path / "a.epub", ["<p>một</p>", "<p>hai</p>"], more={"OEBPS/nav.xhtml": nav})
    with zipfile.ZipFile(path) as held:
        parts = {name: held.read(name) for name in held.namelist()}
    item = b'<item id="nav" href="nav.xhtml" properties="nav" media-type="application/xhtml+xml"/></manifest>'
    parts["OEBPS/book.opf"] = parts["OEBPS/book.opf"].replace(b"</manifest>", item)
    found = opened(archive(tmp_path / "b.epub", parts, ("mimetype",)))
    assert [(one.title, one.page, one.level) for one in found.outline()] == [("Đầu", 1, 0), ("Giữa", 2, 1)]


def test_all_of_dublin_core_is_proposed_with_its_evidence(tmp_path: Path) -> None:
    metadata = (
        '<dc:title>Truyện đọc lớp 3</dc:title><dc:creator id="a">Nguyễn Văn An</dc:creator><dc:creator opf:role="ill">'
        "Trần Bình</dc:creator><dc:contributor>Lê Chi</dc:contributor><dc:publisher>NXB Trẻ</dc:publisher>"
        "<dc:date>2021-05-04</dc:date><dc:language>vi-VN</dc:language>"
        "<dc:identifier>urn:isbn:9786041234567</dc:identifier>"
        "<dc:identifier>urn:uuid:1234</dc:identifier><dc:subject>Truyện thiếu nhi</dc:subject>"
        "<dc:rights>https://creativecommons.org/licenses/by-sa/4.0/deed.vi</dc:rights>"
        "<dc:description>Những câu chuyện ngắn cho học sinh tiểu học.</dc:description>"
    )
    held = opened(epub(tmp_path / "a.epub", ["<p>một</p>"], metadata)).properties
    told = from_office(held.info, held.more, "a.epub", published=True)
    found = {(one.field, one.value, one.role or one.scheme) for one in told}
    assert found == {
        ("title", "Truyện đọc lớp 3", None), ("creator", "Nguyễn Văn An", "author"),
        ("creator", "Trần Bình", "illustrator"),
        ("contributor", "Lê Chi", "contributor"), ("publisher", "NXB Trẻ", None), ("issued", "2021-05-04", None),
        ("language", "vi", None), ("identifier", "9786041234567", "isbn"), ("subject", "Truyện thiếu nhi", None),
        ("rights", "https://creativecommons.org/licenses/by-sa/4.0/deed.vi", None),
        ("description", "Những câu chuyện ngắn cho học sinh tiểu học.", None),
    }  # fmt: skip
    proposed = ingest.suggest(ingest.Inspection(PDF, 1, suggestions=told), [], known_names())
    assert [(one.value, one.confidence) for one in proposed if one.field == "license"] == [("cc-by-sa-4.0", 0.8)]
    assert all(one.evidence and "PDF" not in one.evidence for one in from_office(held.info, held.more, "a.epub"))
