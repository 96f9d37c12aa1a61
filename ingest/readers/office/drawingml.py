"""The words of DrawingML, the language of shapes, charts and diagrams in Word, PowerPoint and Excel files."""

from collections.abc import Iterator, Mapping
from xml.etree.ElementTree import Element

from ingest.errors import Damaged
from ingest.readers.office.flow import Block, Run
from ingest.readers.office.mathematics import omml
from ingest.readers.office.opc import Package
from ingest.readers.xml import attribute, child, local

GRAPHICS = {"chart": "id", "relIds": "dm"}
"""Elements that name a part with words by a relationship, and the attribute that holds it."""

_ROOTS = frozenset(("chartSpace", "dataModel"))


def paragraph(element: Element, level: int = 0, tight: bool = True) -> Iterator[Block]:
    """A paragraph of a shape with its fonts, unless it has no words."""
    runs: list[Run] = []
    formula: set[Element] = set()
    for inner in element.iter():
        name = local(inner)
        if inner in formula:
            continue
        if name == "oMath":
            formula.update(inner.iter())
            runs.append(Run(omml(inner)))
        elif name == "br":
            runs.append(Run("\n"))
        elif name in ("r", "fld") and attribute(inner, "type") != "slidenum":
            text = child(inner, "t")
            face = child(inner, "rPr", "latin")
            if text is not None:
                runs.append(Run(text.text or "", attribute(face, "typeface") if face is not None else ""))
    if any(run.text.strip() for run in runs):
        yield Block(tuple(runs), level, title=level == 1, tight=tight)


def graphic(package: Package, links: Mapping[str, str], element: Element) -> Iterator[Block]:
    """The words of the chart or diagram that `element` names, which lie in a part of their own; `links` are those of
    the part it stands in. One that is broken has none.
    """
    try:
        root = package.part(links.get(attribute(element, GRAPHICS[local(element)]), ""))
    except Damaged:
        return
    if root is None or local(root) not in _ROOTS:
        return
    seen: set[str] = set()  # each row of a chart repeats the names below it
    for inner in root.iter():
        if local(inner) == "p":
            yield from paragraph(inner)
        elif local(inner) == "strCache":
            names = "\t".join(value.text or "" for value in inner.iter() if local(value) == "v")
            if names not in seen:
                yield Block((Run(names),), tight=True)
            seen.add(names)
