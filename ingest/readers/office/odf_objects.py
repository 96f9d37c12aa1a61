"""The words of what OpenDocument holds as a document of its own: formulas in MathML, charts."""

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from ingest.readers.xml import DEEPEST, local, text_in

_ROOT = "√"
_SIGNS = {"mfrac": "/", "msup": "^", "msqrt": _ROOT}
_LEFT_OUT = frozenset(("annotation", "annotation-xml"))


def object_words(root: Element) -> list[str]:
    """The formula on one line, or each name in a chart once; nothing for any other object."""
    if local(root) == "math":
        formula = _on_a_line(_symbols(root))
        return [formula] if formula else []
    if not any(local(element) == "chart" for element in root.iter()):
        return []
    names = (text_in(element) for element in root.iter() if local(element) == "p")
    return list(dict.fromkeys(name for name in names if any(map(str.isalpha, name))))


def _symbols(element: Element, depth: int = 0) -> Iterator[str]:
    """Letters, numbers and signs in their order; how another program writes the formula is left out."""
    sign = _SIGNS.get(local(element), "")
    if sign == _ROOT:
        yield sign
    for at, inner in enumerate(element):
        if at == 1 and sign != _ROOT:
            yield sign
        if local(inner) not in _LEFT_OUT and depth < DEEPEST:
            yield "".join((inner.text or "").split()) if local(inner) != "mtext" else inner.text or ""
            yield from _symbols(inner, depth + 1)


def _on_a_line(symbols: Iterator[str]) -> str:
    """The symbols one after another, words and numbers of several letters apart from each other."""
    line = last = ""
    for symbol in symbols:
        if symbol:
            apart = max(len(last), len(symbol)) > 1 and last[-1:].isalnum() and symbol[0].isalnum()
            line += f" {symbol}" if apart else symbol
            last = symbol
    return line.strip()
