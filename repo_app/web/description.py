"""The description as a form sends it, and the metadata it stands for: nothing is lost on the way there and back.

A row of a field sends its text as ``<key>`` and each of its parts as ``<key>.<part>``, one for each row and in the
same order. Fields of terms send ids as ``<key>`` and texts of people's own as ``<key>.text``. ``was.<key>`` says what
the field held when it was shown, ``whole.<key>`` a whole list of values as JSON, ``use.<key>`` the suggestion that a
button takes up. Who sends ``<key>`` alone means the first value: the others stay.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from flask import request

from repo_app.errors import BadRequest
from repo_app.values import Metadata, SuggestionView, Value, edtf
from repo_app.values.schema import BY_NAME
from repo_app.web import choices
from repo_app.web.api.requests import decoded
from repo_app.web.arguments import DIGITS
from repo_app.web.fields import FIELDS, ORDER, TERMS, TONGUE, Control, Field

USE = "use."
WAS = "was."
WHOLE = "whole."
MORE = "more"  # the button that asks for one more row, with the name that the row's text is sent as
LESS = "less"  # the button that takes a row away: that name and the number of the row
OWN = "text"  # what a field of terms sends a text of one's own as
PRINTED = "printed"  # the part of a linked name that a form carries along
ONE_OF_A_WORK = frozenset({"title", "issued", "created", "description", "tableOfContents"})  # two are no compromise
REPLACED = frozenset({"title", "description", "tableOfContents", "issued", "created", "license"})  # by a suggestion

Values = list[dict[str, str]]
Typed = Mapping[str, Values]


def as_shown(metadata: Metadata) -> dict[str, Values]:
    """What the form shows of ``metadata``: all of it."""
    return {key: [value.as_json() for value in metadata.get(key)] for key in ORDER}


def sent(held: Metadata, suggestions: Iterable[SuggestionView] = ()) -> Typed:
    """The fields that were changed in the form; a pressed "use" button adds to what stands in its field.

    The form also says what each field held when it was shown: reading may find a better title in the meantime, and
    whoever changes the description only must not put the old title back.
    """
    typed = {
        key: _typed(FIELDS[key], held.get(key)) for key in ORDER if key in request.form or WHOLE + key in request.form
    }
    changed = {key: values for key, values in typed.items() if stamp(key, values) != request.form.get(WAS + key)}
    for key in (key for key in ORDER if USE + key in request.form):
        standing = typed.get(key, as_shown(held)[key])
        changed[key] = _with(key, standing, _suggested(key, _text(request.form[USE + key]), suggestions))
    return changed


def patch(held: Metadata, wanted: Typed) -> dict[str, Values]:
    """The keys in which ``wanted`` differs from what is ``held``, as a metadata object."""
    now = as_shown(held)
    return {key: list(values) for key, values in wanted.items() if not _alike(key, values, now[key])}


def conflicts(current: Metadata, yours: Metadata) -> tuple[tuple[str, tuple[Value, ...], tuple[Value, ...]], ...]:
    """The fields in which two versions differ: key, the current values, yours."""
    one, other = as_shown(current), as_shown(yours)
    differ = (key for key in ORDER if not _alike(key, one[key], other[key]))
    return tuple((key, current.get(key), yours.get(key)) for key in differ)


def both(key: str, current: tuple[Value, ...], yours: tuple[Value, ...]) -> tuple[Value, ...]:
    """The values of two versions of ``key`` together; none where a work has one, or one version holds all of them."""
    together = (*current, *(value for value in yours if value not in current))
    several = BY_NAME[key].repeatable and key not in ONE_OF_A_WORK
    return together if several and len(together) > max(len(current), len(yours)) else ()


def whole(values: Iterable[Value]) -> str:
    """Values as ``whole.<key>`` sends them."""
    return json.dumps([value.as_json() for value in values], ensure_ascii=False)


def stamp(key: str, values: Sequence[Mapping[str, str]]) -> str:
    """A short name of these values of ``key``, the same for all that the form shows alike."""
    return hashlib.sha256(json.dumps(_settled(key, values)).encode()).hexdigest()[:16]


def _alike(key: str, one: Sequence[Mapping[str, str]], other: Sequence[Mapping[str, str]]) -> bool:
    return _settled(key, one) == _settled(key, other)


def _settled(key: str, values: Sequence[Mapping[str, str]]) -> list[list[tuple[str, str]]]:
    """Values to be compared: of ticks neither the order nor how often something is ticked says anything."""
    rows = [sorted(value.items()) for value in values]
    return sorted(row for at, row in enumerate(rows) if row not in rows[:at]) if _ticked(key) else rows


def _ticked(key: str) -> bool:
    return FIELDS[key].control is Control.TICKS


def _typed(field: Field, held: Sequence[Value]) -> Values:
    if WHOLE + field.key in request.form:
        return _whole(request.form[WHOLE + field.key])
    return _terms(field, held) if field.control in TERMS else _rows(field, held)


def _whole(raw: str) -> Values:
    found: Any = decoded(raw.encode())
    if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
        raise BadRequest
    if not all(isinstance(held, str) for one in found for held in one.values()):
        raise BadRequest
    return found


def _rows(field: Field, held: Sequence[Value]) -> Values:
    texts = [_dated(field, text) for text in _texts(field.key)]
    parts = {part: _parts(field.key, part) for part in field.parts}
    parts = {part: column for part, column in parts.items() if column or part != PRINTED}  # which nobody types
    if any(len(column) != len(texts) for column in parts.values()) or (not field.parts and len(texts) == 1):
        return _bare(field, texts, held)
    rows = ({"value": text, **{part: column[at] for part, column in parts.items()}} for at, text in enumerate(texts))
    own = {value.value for value in held if value.value}
    return [_row(field, row, own) for row in rows if row["value"] or row.get("volume")]


def _row(field: Field, row: dict[str, str], own: set[str]) -> dict[str, str]:
    """One value: a term or a name of ours where the row says so and still reads as it does, else text.

    Of a name of ours that reads otherwise than it is shown, but is one of its names, that is kept as what is printed.
    """
    found = {part: text for part, text in row.items() if text or part == "value"}
    text, linked, printed = found["value"], found.pop("id", None), found.pop(PRINTED, None)
    if linked is not None and text != printed and text not in choices.names(field.key, linked):
        if field.control is Control.NAME and choices.answers_to(field.key, linked, text):
            printed = text
        else:
            linked = None
    if linked is None and field.control is Control.PLACE and text not in own:
        linked = choices.called(field.key, text)
    if linked is None:
        return found
    beside = {part: held for part, held in found.items() if part not in {"value", "lang"}}
    return {"id": linked, **beside, **({PRINTED: printed} if printed == text else {})}


def _bare(field: Field, texts: Sequence[str], held: Sequence[Value]) -> Values:
    """What is meant by texts without their parts: names one a line, of anything else the first value."""
    known = {value.value: value.as_json() for value in held if value.value}
    if field.control is Control.NAME:
        texts = [line.strip() for text in texts for line in text.split("\n")]
    elif len(texts) == 1:
        rest = [value.as_json() for value in held[1:]]
        first = held[0].as_json() if held and held[0].value else {}
        return [{**first, "value": texts[0]}, *rest] if texts[0] else rest
    return [known.get(text, {"value": text}) for text in texts if text]


def _dated(field: Field, text: str) -> str:
    """A date as EDTF writes it, where it was typed as people here do."""
    return edtf.from_local(text) or text if field.control is Control.DATE else text


def _terms(field: Field, held: Sequence[Value]) -> Values:
    ids, own = [one for one in _texts(field.key) if one], f"{field.key}.{OWN}"
    now = [value.as_json() for value in held]
    if BY_NAME[field.key].kind != "term" and own not in request.form:  # the key alone
        return [*({"id": one} for one in ids), *now[1:]]
    rows = [*({"id": one} for one in ids), *_own(own)]
    if rows == [*(one for one in now if "id" in one), *(one for one in now if "id" not in one)]:
        return now
    return _in_order(rows, now) if field.control is Control.TICKS else rows


def _own(name: str) -> Iterator[dict[str, str]]:
    texts, tongues = _texts(name), _parts(name, "lang")
    for at, text in enumerate(texts):
        tongue = tongues[at] if len(tongues) == len(texts) else ""
        if text:
            yield {"value": text, "lang": tongue} if tongue else {"value": text}


def _in_order(rows: Values, now: Values) -> Values:
    """What is there already in its order, then what is new."""
    left, kept = list(rows), []
    for one in now:
        if one in left:
            left.remove(one)
            kept.append(one)
    return [*kept, *left]


def _suggested(key: str, value: str, suggestions: Iterable[SuggestionView]) -> dict[str, str]:
    if choices.is_term(key, value):
        return {"id": value}
    found = next((one for one in suggestions if (one.field, one.value) == (key, value)), None)
    parts = {part: getattr(found, part, None) for part in ("role", "scheme", "volume", "lang")}
    return {"value": value, **{part: held for part, held in parts.items() if held}}


def _with(key: str, standing: Values, used: dict[str, str]) -> Values:
    if key in REPLACED:
        kept = {"lang": standing[0]["lang"]} if standing and "lang" in standing[0] and "value" in used else {}
        return [{**kept, **used}, *standing[1:]]
    there = {one.get("id") or one.get("value") for one in standing}
    return standing if (used.get("id") or used.get("value")) in there else [*standing, used]


def _parts(name: str, part: str) -> list[str]:
    """The parts of the rows of ``name``; a language may be called by its name."""
    held = _texts(f"{name}.{part}")
    return [choices.called(TONGUE, one) or one for one in held] if part == "lang" else held


def _texts(name: str) -> list[str]:
    """All that was sent as ``name``, one for each row; of a row whose "remove" button was pressed an empty text."""
    row, _, number = request.form.get(LESS, "").rpartition(".")
    of_row = name == row or (name.rpartition(".")[0] == row and not name.endswith(f".{OWN}"))
    gone = int(number) - 1 if of_row and number.isascii() and number.isdigit() and len(number) <= DIGITS else None
    return ["" if at == gone else _text(raw) for at, raw in enumerate(request.form.getlist(name))]


def _text(raw: str) -> str:
    return raw.replace("\r\n", "\n").strip()
