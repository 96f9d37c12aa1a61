"""What a written PDF says of itself, and what it no longer says."""

import re

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
