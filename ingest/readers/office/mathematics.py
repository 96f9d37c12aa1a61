"""Formulas on one line, as people type them: x=(-b±√Δ)/(2a). OMML (ECMA-376, part 1, 22.1) and MathML 3. Pure.

Letters and numbers stand apart as they do on paper, so that a drawing of the formula has the same words.
"""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple
from xml.etree.ElementTree import Element

from ingest.readers.xml import attribute, child, local, value_of

_LEFT_OUT = frozenset(("del", "moveFrom", "annotation", "annotation-xml", "mphantom"))
_TOKENS = frozenset(("mi", "mn", "mo", "mtext", "ms"))
_STRUCTURES = frozenset(("f", "rad", "sSup", "sSub", "sSubSup", "sPre", "limLow", "limUpp", "nary", "func"))
_LISTS = frozenset(("d", "m", "eqArr"))
_BUILT = frozenset(("mfrac", "mroot", "msup", "msub", "msubsup", "munder", "mover", "munderover", "mfenced", "mtable",
                    "mtr"))  # fmt: skip
_SIMPLE = re.compile(r"[^\W\d_]+|\d+(?:[.,]\d+)?|\S|√(?:\w|\([^()]*\))")
_SUM = re.compile(r"[^\w√^/.]")
_ROOTS = {"3": "∛", "4": "∜"}
_INTEGRAL = "∫"
_OFF = frozenset(("0", "false", "off"))
_DEEPEST = 60
"""Levels of a formula that are built; each takes up to six calls within each other. Below them letters and signs only
follow each other.
"""


class _Piece(NamedTuple):
    """A part of a line; before or after it white space parts letters and numbers."""

    text: str
    before: bool = False
    after: bool = False


def omml(element: Element, depth: int = 0) -> str:
    """What stands inside `element`, a formula of a Word document or a part of one."""
    return _line(_of_word(element, depth))


def mathml(element: Element, depth: int = 0) -> str:
    """What stands inside `element`, a formula in MathML or a part of one."""
    return _line(_of_mathml(element, depth))


def _of_word(element: Element, depth: int) -> Iterator[_Piece]:
    if depth >= _DEEPEST:
        yield from _in_a_row(element)
        return
    for inner in element:
        name = local(inner)
        if name == "t":
            yield _Piece(inner.text or "")
        elif name in _LISTS:
            yield _Piece(_list_of_word(inner, name, depth + 1), after=True)
        elif name in _STRUCTURES:
            yield _Piece(_structure_of_word(inner, name, depth + 1), after=True)
        elif not _is_left_out(inner, name):
            yield from _of_word(inner, depth + 1)


def _structure_of_word(element: Element, name: str, depth: int) -> str:
    parts = {local(inner): omml(inner, depth + 1).strip() for inner in element}
    inner, low, high = (parts.get(part, "") for part in ("e", "sub", "sup"))
    if name == "f":
        return _fraction(parts.get("num", ""), parts.get("den", ""))
    if name == "rad":
        return _root(inner, parts.get("deg", ""))
    if name == "nary":
        return f"{_scripts(_said(element, 'naryPr', 'chr', _INTEGRAL), low, high)} {inner}"
    if name == "func":
        return _line((_Piece(parts.get("fName", ""), after=True), _Piece(inner)))
    if name == "limLow":
        low = parts.get("lim", "")
    if name == "limUpp":
        high = parts.get("lim", "")
    return _scripts(inner, low, high)


def _list_of_word(element: Element, name: str, depth: int) -> str:
    """What has any number of parts: brackets, a matrix and its rows, equations below each other."""
    if name == "m":
        rows = ([part for part in row if local(part) == "e"] for row in element if local(row) == "mr")
        return "; ".join(" ".join(omml(part, depth + 2) for part in row) for row in rows)
    parts = [omml(inner, depth + 1) for inner in element if local(inner) == "e"]
    if name == "d":
        inside = _said(element, "dPr", "sepChr", "|").join(parts)
        return f"{_said(element, 'dPr', 'begChr', '(')}{inside}{_said(element, 'dPr', 'endChr', ')')}"
    return "; ".join(parts)


def _of_mathml(element: Element, depth: int) -> Iterator[_Piece]:
    if depth >= _DEEPEST:
        yield from _in_a_row(element)
        return
    for inner in element:
        name = local(inner)
        if name in _TOKENS:
            text = _token(inner, name)
            yield _Piece(text, before=len(text) > 1, after=len(text) > 1)
        elif name == "msqrt":
            yield _Piece(_root(mathml(inner, depth + 1), ""), after=True)
        elif name in _BUILT:
            yield _Piece(_built(inner, name, depth + 1), after=True)
        elif name not in _LEFT_OUT:
            yield from _of_mathml(inner, depth + 1)


def _in_a_row(element: Element) -> Iterator[_Piece]:
    """Letters, numbers and signs without what is built of them, however deep they lie."""
    waiting = list(reversed(element))
    while waiting:
        inner = waiting.pop()
        name = local(inner)
        if name == "t" or name in _TOKENS:
            yield _Piece(_token(inner, name), before=True, after=True)
        elif not _is_left_out(inner, name):
            waiting.extend(reversed(inner))


def _token(element: Element, name: str) -> str:
    text = "".join(element.itertext())
    return text if name in ("t", "mtext") else "".join(text.split())


def _is_left_out(element: Element, name: str) -> bool:
    """Whether it is not on paper. A phantom of Word's only has other measures there, unless it says it is not shown."""
    return name in _LEFT_OUT or (name == "phant" and value_of(element, "phantPr", "show").lower() in _OFF)


def _built(element: Element, name: str, depth: int) -> str:
    """What MathML makes of operands that stand in their order."""
    parts = [_operand(inner, depth) for inner in element if local(inner) not in _LEFT_OUT]
    first, second, third = (*parts, "", "", "")[:3]
    if name == "mfrac":
        return _fraction(first, second)
    if name == "mroot":
        return _root(first, second)
    if name == "mfenced":
        signs = "".join(element.get("separators", ",").split())
        between = [signs[min(at, len(signs) - 1)] if signs and at >= 0 else "" for at in range(-1, len(parts) - 1)]
        inside = "".join(sign + part for sign, part in zip(between, parts, strict=True))
        return f"{element.get('open', '(')}{inside}{element.get('close', ')')}"
    if name in ("mtable", "mtr"):
        return ("; " if name == "mtable" else " ").join(parts)
    if name == "mover":  # an arrow or a bar over letters is no power of them
        return _scripts(first, "", second if any(map(str.isalnum, second)) else "")
    return _scripts(first, "", second) if name == "msup" else _scripts(first, second, third)


def _operand(element: Element, depth: int) -> str:
    holder = Element("mrow")
    holder.append(element)
    return mathml(holder, depth).strip()


def _line(pieces: Iterable[_Piece]) -> str:
    line = ""
    last = _Piece("")
    for piece in pieces:
        if piece.text:
            apart = (last.after or piece.before) and line[-1:].isalnum() and piece.text[0].isalnum()
            line += f" {piece.text}" if apart else piece.text
            last = piece
    return line


def _scripts(base: str, low: str, high: str) -> str:
    if low.strip() or high.strip():
        base = _group(base)
    return base + (f"_{_group(low)}" if low.strip() else "") + (f"^{_group(high)}" if high.strip() else "")


def _root(inner: str, degree: str) -> str:
    sign = _ROOTS.get(degree.strip(), f"{_group(degree)}√" if degree.strip() else "√")
    return f"{sign}{_group(inner)}"


def _fraction(above: str, below: str) -> str:
    above = f"({above})" if _SUM.search(above) and not _is_grouped(above) else above
    return f"{above}/{_group(below)}"


def _group(text: str) -> str:
    """In brackets where it is more than a number, a word or a sign."""
    text = text.strip()
    return text if not text or _SIMPLE.fullmatch(text) or _is_grouped(text) else f"({text})"


def _is_grouped(text: str) -> bool:
    """Whether the bracket that begins the text ends with it."""
    depth = 0
    for at, sign in enumerate(text):
        depth += (sign == "(") - (sign == ")")
        if depth == 0:
            return at == len(text) - 1 and text[0] == "("
    return False


def _said(element: Element, properties: str, name: str, usual: str) -> str:
    """A sign that the properties of a structure name, which may be none."""
    found = child(element, properties, name)
    return attribute(found, "val") if found is not None else usual
