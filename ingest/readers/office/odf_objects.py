"""The words of what OpenDocument holds as a document of its own: formulas in MathML, charts."""

from xml.etree.ElementTree import Element

from ingest.readers.office.mathematics import mathml
from ingest.readers.xml import local, text_in


def object_words(root: Element) -> list[str]:
    """The formula on one line, or each name in a chart once; nothing for any other object."""
    if local(root) == "math":
        formula = mathml(root).strip()
        return [formula] if formula else []
    if not any(local(element) == "chart" for element in root.iter()):
        return []
    names = (text_in(element) for element in root.iter() if local(element) == "p")
    return list(dict.fromkeys(name for name in names if any(map(str.isalpha, name))))
