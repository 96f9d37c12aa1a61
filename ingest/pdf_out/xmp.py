"""What a written PDF says of itself, as an XMP packet. Pure text; an existing packet is only added to."""

import re
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

TOOL = "Hoclieu"
_END = "</rdf:RDF>"
_SPACES = {
    "dc": "http://purl.org/dc/elements/1.1/",
    "xmp": "http://ns.adobe.com/xap/1.0/",
    "xmpRights": "http://ns.adobe.com/xap/1.0/rights/",
    "cc": "http://creativecommons.org/ns#",
    "xmpMM": "http://ns.adobe.com/xap/1.0/mm/",
    "stRef": "http://ns.adobe.com/xap/1.0/sType/ResourceRef#",
    "stEvt": "http://ns.adobe.com/xap/1.0/sType/ResourceEvent#",
}
_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_VALUE = r"""(?:"[^"]*"|'[^']*')"""
_ATTRIBUTES = rf"(?:\s+[\w:.-]+\s*=\s*{_VALUE})*\s*"
_CLAIM, _TAGS_CLAIM = (
    re.compile(
        rf"<(?P<name>{spaces}:\w+){_ATTRIBUTES}(?:/>|>[^<]*</(?P=name)\s*>)|\s{spaces}:\w+\s*=\s*{_VALUE}",
    )
    for spaces in ("(?:pdfaid|pdfuaid)", "pdfuaid")
)
# What says under which terms the file may be used; a copy says what its record says, not what the file once said.
_RIGHTS = {
    "xmpRights": "(?:WebStatement|Marked|UsageTerms)",
    "cc": "(?:license|attributionName|attributionURL)",
    "dc": "rights",
}
_LEVEL_A = re.compile(rf"""(pdfaid:conformance(?:\s*=\s*["']|{_ATTRIBUTES}>)\s*)[Aa](?=\s*["'<])""")
_STATEMENTS = ("http://rightsstatements.org/", "https://rightsstatements.org/")  # they license nothing
_NO_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class PdfMetadata:
    """What to write into a PDF; an empty value is not written.

    `language` is a BCP 47 code, `license` the license's address, `terms` what it means in words, `marked` "True" for a
    work under copyright and "False" for one that is not; `source` is the address of the record or the original.
    `derived_from` names the bytes that it was made from ("sha256:…"), `provenance` says how, and by which engine.
    """

    title: str = ""
    creators: tuple[str, ...] = ()
    language: str = ""
    license: str = ""
    source: str = ""
    derived_from: str = ""
    provenance: str = ""
    terms: str = ""
    marked: str = ""


def packet(metadata: PdfMetadata, existing: bytes, keep_claims: bool, words_added: bool = False) -> bytes:
    """An XMP packet with `metadata`, added to `existing` where that is one: what it says already stays, but for the
    license, of which only what `metadata` says is true where it says one.

    Without `keep_claims` it no longer claims to be PDF/A or PDF/UA: nobody has checked the new file. Nor does one
    claim, with `words_added`, what words without tags end: PDF/UA, and level A of PDF/A, of which B is left. Never
    claims them itself.
    """
    before = _readable(existing)
    if metadata.license:
        before = _without_rights(before)
    if not keep_claims:
        before = _CLAIM.sub("", before)
    elif words_added:
        before = _LEVEL_A.sub(r"\1B", _TAGS_CLAIM.sub("", before))
    added = [text for name, text in _properties(metadata) if not re.search(rf"[<\s]{name}[\s=>]", before)]
    if before and not added:
        return before.encode()
    described = _described(added)
    if before:
        at = before.rindex(_END)
        return (before[:at] + described + before[at:]).encode()
    head = '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>\n<x:xmpmeta xmlns:x="adobe:ns:meta/">'
    return f'{head}\n<rdf:RDF xmlns:rdf="{_RDF}">\n{described}{_END}\n</x:xmpmeta>\n<?xpacket end="w"?>'.encode()


def _readable(existing: bytes) -> str:
    """The packet as text, "" when it is none we can add to (another encoding, cut off, other names for RDF)."""
    try:
        text = existing.decode("utf-8")
    except UnicodeDecodeError:
        return ""
    return text if _END in text and f'xmlns:rdf="{_RDF}"' in text else ""


def _without_rights(text: str) -> str:
    """The packet without what it says of rights, whatever it calls the namespaces of that."""
    for space, properties in _RIGHTS.items():
        bound = re.findall(rf"""xmlns:([\w.-]+)\s*=\s*["']{re.escape(_SPACES[space])}["']""", text)
        prefixes = "|".join(re.escape(prefix) for prefix in {space, *bound})
        name = rf"(?:{prefixes}):{properties}"
        said = rf"<(?P<name>{name}){_ATTRIBUTES}(?:/>|>.*?</(?P=name)\s*>)|\s{name}\s*=\s*{_VALUE}"
        text = re.sub(said, "", text, flags=re.DOTALL)
    return text


def _properties(metadata: PdfMetadata) -> list[tuple[str, str]]:
    found = [("xmp:CreatorTool", f"<xmp:CreatorTool>{TOOL}</xmp:CreatorTool>")]
    if metadata.title:
        text = f'<rdf:li xml:lang="x-default">{_text(metadata.title)}</rdf:li>'
        found.append(("dc:title", f"<dc:title><rdf:Alt>{text}</rdf:Alt></dc:title>"))
    if metadata.creators:
        items = "".join(f"<rdf:li>{_text(name)}</rdf:li>" for name in metadata.creators)
        found.append(("dc:creator", f"<dc:creator><rdf:Seq>{items}</rdf:Seq></dc:creator>"))
    if metadata.language:
        text = f"<rdf:li>{_text(metadata.language)}</rdf:li>"
        found.append(("dc:language", f"<dc:language><rdf:Bag>{text}</rdf:Bag></dc:language>"))
    if metadata.license:
        web = f"<xmpRights:WebStatement>{_text(metadata.license)}</xmpRights:WebStatement>"
        found.append(("xmpRights:WebStatement", web))
        if not metadata.license.startswith(_STATEMENTS):
            found.append(("cc:license", f"<cc:license rdf:resource={quoteattr(_NO_XML.sub('', metadata.license))}/>"))
        found += _credited(metadata)
    if metadata.source:
        found.append(("dc:source", f"<dc:source>{_text(metadata.source)}</dc:source>"))
    if metadata.derived_from:
        reference = f"<stRef:documentID>{_text(metadata.derived_from)}</stRef:documentID>"
        held = f'<xmpMM:DerivedFrom rdf:parseType="Resource">{reference}</xmpMM:DerivedFrom>'
        found.append(("xmpMM:DerivedFrom", held))
    if metadata.provenance:
        agent = f"<stEvt:action>converted</stEvt:action><stEvt:softwareAgent>{_text(metadata.provenance)}"
        event = f'<rdf:li rdf:parseType="Resource">{agent}</stEvt:softwareAgent></rdf:li>'
        found.append(("xmpMM:History", f"<xmpMM:History><rdf:Seq>{event}</rdf:Seq></xmpMM:History>"))
    return found


def _credited(metadata: PdfMetadata) -> list[tuple[str, str]]:
    """What goes with a license: its meaning, and whom and what to name."""
    found = []
    if metadata.marked:
        found.append(("xmpRights:Marked", f"<xmpRights:Marked>{_text(metadata.marked)}</xmpRights:Marked>"))
    if metadata.terms:
        text = f'<rdf:li xml:lang="x-default">{_text(metadata.terms)}</rdf:li>'
        found.append(
            ("xmpRights:UsageTerms", f"<xmpRights:UsageTerms><rdf:Alt>{text}</rdf:Alt></xmpRights:UsageTerms>")
        )
    if metadata.creators:
        names = _text(", ".join(metadata.creators))
        found.append(("cc:attributionName", f"<cc:attributionName>{names}</cc:attributionName>"))
    if metadata.source:
        source = quoteattr(_NO_XML.sub("", metadata.source))
        found.append(("cc:attributionURL", f"<cc:attributionURL rdf:resource={source}/>"))
    return found


def _described(properties: list[str]) -> str:
    spaces = " ".join(f"xmlns:{name}={quoteattr(address)}" for name, address in _SPACES.items())
    return f'<rdf:Description rdf:about="" {spaces}>\n' + "\n".join(properties) + "\n</rdf:Description>\n"


def _text(value: str) -> str:
    return escape(_NO_XML.sub("", value))
