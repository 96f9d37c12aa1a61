"""What a written PDF says of itself, and what it no longer says."""

import re
from dataclasses import replace
from xml.etree import ElementTree

import pytest

from ingest.pdf_out.xmp import PdfMetadata, packet

RDF = 'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"'


def told(body: str, attributes: str = "") -> bytes:
    return (
        f'<x><rdf:RDF {RDF}><rdf:Description rdf:about=""{attributes}>{body}</rdf:Description></rdf:RDF></x>'.encode()
    )


ELEMENTS = (
    "<pdfaid:part>2</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance><pdfuaid:part>1</pdfuaid:part>"
    "<dc:format>application/pdf</dc:format>"
)
ATTRIBUTES = " pdfaid:part='2' pdfaid:conformance=\"A\" pdfuaid:part='1' dc:format='application/pdf'"

SPACED = (
    "<pdfaid:part rdf:datatype='a>b'>2</pdfaid:part ><pdfaid:conformance xml:lang=\"en\"\n> A </pdfaid:conformance>"
    "<pdfuaid:part rdf:datatype='x' >1</pdfuaid:part><pdfuaid:amd /><dc:format>application/pdf</dc:format>"
)
SPACED_ATTRIBUTES = " pdfaid:part = '2'\npdfaid:conformance =\n\" A \" pdfuaid:part\t= '1' dc:format='application/pdf'"
PACKETS = [told(ELEMENTS), told("", ATTRIBUTES), told(SPACED), told("", SPACED_ATTRIBUTES)]


@pytest.mark.parametrize("existing", PACKETS)
def test_words_without_tags_end_the_claims_that_want_tags_and_no_other(existing: bytes) -> None:
    without = packet(PdfMetadata(), existing, keep_claims=True).decode()
    assert "pdfuaid:part" in without
    assert re.search(r"[>\"] ?A ?[<\"]", without)
    kept = packet(PdfMetadata(), existing, keep_claims=True, words_added=True).decode()
    assert "pdfuaid" not in kept
    assert "pdfaid:part" in kept
    assert re.search(r"[>\"] ?B ?[<\"]", kept)
    assert not re.search(r"[>\"] ?A ?[<\"]", kept)
    assert "application/pdf" in kept


@pytest.mark.parametrize("existing", PACKETS)
def test_a_file_written_anew_claims_nothing(existing: bytes) -> None:
    kept = packet(PdfMetadata(), existing, keep_claims=False).decode()
    assert "pdfuaid" not in kept
    assert "pdfaid" not in kept
    assert "application/pdf" in kept


def test_levels_that_want_no_tags_stay() -> None:
    existing = told("<pdfaid:part>2</pdfaid:part><pdfaid:conformance>U</pdfaid:conformance>")
    kept = packet(PdfMetadata(), existing, keep_claims=True, words_added=True)
    assert b"<pdfaid:conformance>U</pdfaid:conformance>" in kept


LICENSED = PdfMetadata(
    creators=("Nguyễn <An>",),
    license="https://creativecommons.org/licenses/by/4.0/",
    terms="Ghi công 4.0 & hơn",
    marked="True",
    source='https://thuvien.example/records/a"b',
)
OLD_RIGHTS = (
    "<xmpRights:Marked>False</xmpRights:Marked><xmpRights:UsageTerms><rdf:Alt><rdf:li xml:lang='x-default'>old terms"
    "</rdf:li></rdf:Alt></xmpRights:UsageTerms><cc:license rdf:resource='http://old.example/'/>"
    "<dc:rights>of old</dc:rights>"
)


@pytest.mark.parametrize(
    "existing",
    [b"", told(OLD_RIGHTS), told("", " xmpRights:WebStatement='http://old.example/' xmpRights:Marked=\"False\"")],
)
def test_a_copy_says_the_license_that_its_record_says_and_no_other(existing: bytes) -> None:
    spaces = 'xmlns:xmpRights="http://ns.adobe.com/xap/1.0/rights/" xmlns:cc="http://creativecommons.org/ns#" '
    spaces += 'xmlns:dc="http://purl.org/dc/elements/1.1/"'
    made = packet(LICENSED, existing.replace(b"<x>", f"<x {spaces}>".encode()), keep_claims=True)
    tree = ElementTree.fromstring(re.sub(rb"<\?xpacket[^>]*\?>", b"", made))
    rights, cc = "{http://ns.adobe.com/xap/1.0/rights/}", "{http://creativecommons.org/ns#}"
    resource = f"{{{RDF[11:-1]}}}resource"
    assert [held.text for held in tree.iter(f"{rights}Marked")] == ["True"]
    assert [held.text for held in tree.iter(f"{rights}WebStatement")] == [LICENSED.license]
    assert ["".join(held.itertext()).strip() for held in tree.iter(f"{rights}UsageTerms")] == ["Ghi công 4.0 & hơn"]
    assert [held.get(resource) for held in tree.iter(f"{cc}license")] == [LICENSED.license]
    assert [held.text for held in tree.iter(f"{cc}attributionName")] == ["Nguyễn <An>"]
    assert [held.get(resource) for held in tree.iter(f"{cc}attributionURL")] == [LICENSED.source]
    assert b"old.example" not in made
    assert b"of old" not in made


def test_a_rights_statement_is_told_and_is_no_license() -> None:
    statement = "http://rightsstatements.org/vocab/NoC-NC/1.0/"
    made = packet(replace(LICENSED, license=statement), b"", keep_claims=True).decode()
    assert f"<xmpRights:WebStatement>{statement}</xmpRights:WebStatement>" in made
    assert "cc:license" not in made


def test_old_rights_go_whatever_their_namespace_is_called() -> None:
    old = OLD_RIGHTS.replace("xmpRights:", "xr:").replace("cc:", "k:").replace("dc:", "d:")
    spaces = b"xmlns:xr=\"http://ns.adobe.com/xap/1.0/rights/\" xmlns:k='http://creativecommons.org/ns#' "
    spaces += b'xmlns:d="http://purl.org/dc/elements/1.1/"'
    made = packet(LICENSED, told(old).replace(b"<x>", b"<x " + spaces + b">"), keep_claims=True)
    assert not any(word in made for word in (b"old terms", b"old.example", b"of old", b"<xr:", b"<k:"))
    ElementTree.fromstring(re.sub(rb"<\?xpacket[^>]*\?>", b"", made))


def test_without_a_license_what_the_file_says_of_its_own_stays() -> None:
    made = packet(PdfMetadata(title="Sách"), told(OLD_RIGHTS), keep_claims=True)
    assert b"old terms" in made
    assert b"http://old.example/" in made
