"""The package that DOCX, PPTX and XLSX share: parts, their relationships, their own properties (ECMA-376, part 2)."""

import posixpath
from xml.etree.ElementTree import Element

from ingest.errors import Damaged
from ingest.readers.archive import Archive
from ingest.readers.office.flow import Properties
from ingest.readers.xml import attribute, local, parse, text_in, value_of

_INFO = {
    "title": "title",
    "creator": "creator",
    "description": "subject",
    "keywords": "keywords",
    "created": "created",
    "language": "language",
}
_LICENSE = ("license", "licence", "rights", "copyright", "giấy phép", "giay phep", "bản quyền")
MAIN = "officeDocument"


class Package:
    """The parts of an office file. Relationships that lead outside the package are never followed."""

    def __init__(self, archive: Archive) -> None:
        self.archive = archive

    def main(self) -> str:
        """The name of the part that the document begins with. Raises Damaged when there is none."""
        found = self.related("", MAIN)
        if not found:
            raise Damaged(params={"part": MAIN})
        return found[0]

    def part(self, name: str) -> Element | None:
        """The root of an XML part; None when it is missing (an ornament), Damaged when it is broken."""
        return parse(self.archive.read(name)) if name and self.archive.has(name) else None

    def links(self, name: str) -> dict[str, str]:
        """Relationship ids of a part ("" is the package) to the names of the parts they lead to."""
        return {at: target for at, (_, target) in self._relations(name).items()}

    def related(self, name: str, kind: str) -> list[str]:
        """The parts that `name` is related to by a relationship whose type ends with `kind`."""
        return [target for found, target in self._relations(name).values() if found == kind]

    def _relations(self, name: str) -> dict[str, tuple[str, str]]:
        folder, base = posixpath.split(name)
        root = self.part(posixpath.join(folder, "_rels", f"{base}.rels"))
        found: dict[str, tuple[str, str]] = {}
        for relation in root if root is not None else ():
            target = attribute(relation, "Target")
            if local(relation) == "Relationship" and attribute(relation, "TargetMode") != "External" and target:
                kind = attribute(relation, "Type").rpartition("/")[2]
                found[attribute(relation, "Id")] = (kind, posixpath.normpath(posixpath.join("/", folder, target))[1:])
        return found

    def properties(self) -> Properties:
        """Title, creator and the like, and what stands under custom names for a license."""
        found = Properties()
        for name in self.related("", "core-properties"):
            root = self.part(name)
            for element in root if root is not None else ():
                key, value = _INFO.get(local(element), ""), text_in(element)
                if key and value:
                    found.info.setdefault(key, value)
                if local(element) == "subject" and value:
                    found.more.append(("subject", value, "", "subject"))
        for name in self.related("", "custom-properties"):
            root = self.part(name)
            for element in root if root is not None else ():
                label = attribute(element, "name")
                if any(word in label.casefold() for word in _LICENSE) and text_in(element):
                    found.more.append(("rights", text_in(element), "", label))
        return found


def is_on(element: Element | None, name: str) -> bool:
    """Whether a switch is set inside `element`: there, and not said to be off."""
    held = next((one for one in element if local(one) == name), None) if element is not None else None
    return held is not None and attribute(held, "val").lower() not in ("0", "false", "off", "none")


def font_of(properties: Element | None) -> str:
    """The font that run properties of a Word document name for letters beyond ASCII, "" where they name none."""
    fonts = next((one for one in properties if local(one) == "rFonts"), None) if properties is not None else None
    return (attribute(fonts, "hAnsi") or attribute(fonts, "ascii")) if fonts is not None else ""


def style_of(properties: Element | None, name: str) -> str:
    """The id of the style that `properties` name in their child `name`."""
    return value_of(properties, name)
