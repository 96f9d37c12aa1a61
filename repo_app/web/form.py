"""The form of a description as its template shows it: groups of fields, each with its rows and what may be chosen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from repo_app.values.schema import BY_NAME, ROLES, SCHEMES, SCOPES
from repo_app.web import choices, description
from repo_app.web.choices import Choices
from repo_app.web.description import OWN, Typed
from repo_app.web.fields import GROUPS, LINKED, ORDER, TERMS, TONGUE, Control, Field, Group

ROOM = 80_000  # characters that the form carries in all: a letter may take nine bytes of the megabyte a form may have
LEVELS = "educationLevel"  # the key whose terms say which subjects are meant first
ROW = 40  # what a row takes besides its text
SPARE = {"role": ROLES, "scheme": SCHEMES, "scope": SCOPES}  # what may be chosen for a part of a row


@dataclass(frozen=True, slots=True)
class Row:
    """One value of a field: its text (the label of a term, where it stands for one) and its parts by name."""

    text: str
    parts: Mapping[str, str]

    @property
    def long(self) -> bool:
        """Whether the text has several lines."""
        return "\n" in self.text


@dataclass(frozen=True, slots=True)
class FieldView:
    """One field: ``rows`` of text or of chosen terms, ``own`` texts beside terms, ``groups`` of terms to choose from.

    ``was`` names what it held when it was first shown; ``fault`` is the sentence of what is wrong with it; ``locked``
    that a form cannot carry all of it, so that it is shown only.
    """

    field: Field
    rows: tuple[Row, ...]
    own: tuple[Row, ...]
    groups: tuple[Choices, ...]
    was: str
    fault: str
    filled: int
    own_open: bool
    locked: bool = False

    @property
    def key(self) -> str:
        """The metadata key: the name of the field."""
        return self.field.key

    @property
    def repeatable(self) -> bool:
        """Whether it may have several values."""
        return BY_NAME[self.key].repeatable

    @property
    def replaced(self) -> bool:
        """Whether a suggestion takes the place of what stands there."""
        return self.key in description.REPLACED

    @property
    def takes_text(self) -> bool:
        """Whether something else than a term may stand in it."""
        return BY_NAME[self.key].kind != "term"

    @property
    def takes_own(self) -> bool:
        """Whether a text beside the terms is asked for: not where the list has all there is, unless one is held."""
        return self.takes_text and (self.field.own or self.own_open)

    @property
    def spare(self) -> Mapping[str, tuple[str, ...]]:
        """The parts of a row that are chosen from a list, with what may be chosen."""
        return SPARE


@dataclass(frozen=True, slots=True)
class GroupView:
    """A group of fields, open where something stands in it or is wrong, or where a row was asked for."""

    name: str
    fields: tuple[FieldView, ...]
    open: bool

    @property
    def filled(self) -> int:
        """How many of its fields hold something."""
        return sum(1 for field in self.fields if field.filled)


def view(
    typed: Typed,
    locale: str,
    *,
    faults: Mapping[str, str] | None = None,
    was: Mapping[str, str] | None = None,
    more: str = "",
) -> tuple[GroupView, ...]:
    """The form with these values in it; ``more`` names the rows to which an empty one is added."""
    locked = _too_much(typed)
    groups = (_group(group, typed, locale, faults or {}, was or {}, more) for group in GROUPS)
    return tuple(
        replace(group, fields=tuple(replace(field, locked=field.key in locked) for field in group.fields))
        for group in groups
    )


def _too_much(typed: Typed) -> frozenset[str]:
    """The keys for which there is no room any more, the last of the form first."""
    left, locked = ROOM, set()
    for key in ORDER:
        needed = sum(ROW + len(text) for value in typed.get(key, []) for text in value.values())
        if needed > left:
            locked.add(key)
        else:
            left -= needed
    return frozenset(locked)


def _group(
    group: Group, typed: Typed, locale: str, faults: Mapping[str, str], was: Mapping[str, str], more: str
) -> GroupView:
    fields = tuple(
        _field(field, typed, locale, faults.get(field.key, ""), was.get(field.key), more) for field in group.fields
    )
    asked = any(more in {field.key, f"{field.key}.{OWN}"} for field in group.fields)
    return GroupView(group.name, fields, asked or any(field.filled or field.fault for field in fields))


def _field(field: Field, typed: Typed, locale: str, fault: str, was: str | None, more: str) -> FieldView:
    values = typed.get(field.key, [])
    levels = frozenset(value["id"] for value in typed.get(LEVELS, []) if "id" in value)
    ids = [value["id"] for value in values if "id" in value]
    chosen = ids if field.control is Control.TICKS else ()
    terms = field.control in TERMS
    rows = [Row(one, {}) for one in ids] if terms else [_row(field, value, locale) for value in values]
    own = [_row(field, value, locale) for value in values if terms and "value" in value]
    groups = choices.offered(field.key, locale, chosen, levels) if terms or field.control is Control.PLACE else ()
    return FieldView(
        field,
        _and_empty(rows, more == field.key),
        _and_empty(own, more == f"{field.key}.{OWN}"),
        groups,
        was or description.stamp(field.key, values),
        fault,
        len(values),
        bool(own) or more == f"{field.key}.{OWN}" or not groups,
    )


def _row(field: Field, value: Mapping[str, str], locale: str) -> Row:
    linked = value.get("id") if field.control in LINKED else None
    label = choices.label(field.key, linked, locale) if linked else value.get("value", "")
    text = value.get("printed") or label
    parts = {part: value.get(part, "") for part in field.parts}
    if field.tongue and parts["lang"]:
        parts["lang"] = choices.label(TONGUE, parts["lang"], locale)
    return Row(text, parts)


def _and_empty(rows: Sequence[Row], wanted: bool) -> tuple[Row, ...]:
    return (*rows, Row("", {})) if wanted or not rows else tuple(rows)
