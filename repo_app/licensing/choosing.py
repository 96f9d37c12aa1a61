"""Choosing a license by at most three plain questions; for what somebody else made, who holds the rights.

The terms of protection are those of Viet Nam (Law on Intellectual Property 50/2005, article 27 as amended in 2009 and
2022): fifty years after the death of the last author; seventy-five years after the first publication of films,
photographs, works of applied art and works without a named author; either ends on 31 December.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from repo_app.licensing.reading import LicenseFault, read
from repo_app.licensing.values import CC0, IN_COPYRIGHT, NOT_EVALUATED, PDM
from repo_app.values import Message

AFTER_DEATH = 50  # years; article 27.2 b
AFTER_PUBLICATION = 75  # years; article 27.2 a
EARLIEST = 1000  # a year before is a slip of the keyboard
OPEN_ACCESS = "open-access"

# What is asked, with its answers; a text is asked where there are none.
QUESTIONS: Mapping[str, tuple[str, ...]] = {
    "who": ("mine", "other", "official", "nobody"),
    "changes": ("anything", "yes", "same", "no"),
    "business": ("yes", "no"),
    "known": ("license", "old", "permission", "protected", "nothing"),
    "said": (),
    "age": ("author", "published"),
}
_KINDS = {"yes": "by", "same": "by-sa", "no": "by-nd"}
_KINDS_NC = {"yes": "by-nc", "same": "by-nc-sa", "no": "by-nc-nd"}


@dataclass(frozen=True, slots=True)
class Question:
    """What is to be asked next: its name, its answers (none: a text), which of three it is, and what was wrong with
    the answer that came.
    """

    name: str
    answers: tuple[str, ...]
    number: int
    fault: Message | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """The license that the answers lead to and why; ``access`` is an access right that goes with it, and needs a note
    of who allowed it. ``note`` belongs into the rights of the record: what the license alone would tell wrongly.
    """

    license: str
    reason: Message
    access: str | None = None
    needs: tuple[Message, ...] = field(default=())
    note: Message | None = None


def step(answers: Mapping[str, str], year: int) -> Question | Outcome:
    """The next question, or the outcome, after these answers (by the names of questions, ``year`` for ``age``).

    ``year`` is this one, by the calendar of Viet Nam. Answers to questions that do not come up are passed over.
    """
    who = _answer(answers, "who")
    if who == "official":
        needs = (Message("choose.official_here"),)
        return Outcome(PDM, Message("choose.official"), needs=needs, note=Message("choose.note_official"))
    if who == "nobody":
        return Outcome(NOT_EVALUATED, Message("choose.nobody_knows"))
    if who == "mine":
        return _own(answers)
    if who == "other":
        return _of_others(answers, year)
    return Question("who", QUESTIONS["who"], 1)


def _own(answers: Mapping[str, str]) -> Question | Outcome:
    changes, business = _answer(answers, "changes"), _answer(answers, "business")
    if changes is None:
        return Question("changes", QUESTIONS["changes"], 2)
    needs = (Message("choose.all_yours"), Message("choose.for_ever"))
    if changes == "anything":
        return Outcome(CC0, Message("choose.gives_all"), needs=needs)
    if business is None:
        return Question("business", QUESTIONS["business"], 3)
    kinds = _KINDS if business == "yes" else _KINDS_NC
    return Outcome(f"cc-{kinds[changes]}-4.0", Message(f"choose.{kinds[changes].replace('-', '_')}"), needs=needs)


def _of_others(answers: Mapping[str, str], year: int) -> Question | Outcome:
    known = _answer(answers, "known")
    if known == "license":
        return _said(answers)
    if known == "old":
        return _age(answers, year)
    if known == "permission":
        needs = (Message("choose.write_who_allowed"),)
        return Outcome(IN_COPYRIGHT, Message("choose.allowed"), access=OPEN_ACCESS, needs=needs)
    if known == "protected":
        return Outcome(IN_COPYRIGHT, Message("choose.protected"))
    if known == "nothing":
        return Outcome(NOT_EVALUATED, Message("choose.nobody_knows"))
    return Question("known", QUESTIONS["known"], 2)


def _said(answers: Mapping[str, str]) -> Question | Outcome:
    """The license that is printed on the work, as somebody copied it."""
    text = answers.get("said", "").strip()
    if not text:
        return Question("said", (), 3)
    try:
        return Outcome(read(text).id, Message("choose.as_said"))
    except LicenseFault as fault:
        return Question("said", (), 3, Message(fault.code, fault.params))


def _age(answers: Mapping[str, str], year: int) -> Question | Outcome:
    kind, given = _answer(answers, "age"), answers.get("year", "").strip()
    if kind is None:
        return Question("age", QUESTIONS["age"], 3)
    since = int(given) if given.isascii() and given.isdecimal() and len(given) == 4 else 0
    if not EARLIEST <= since <= year:
        return Question("age", QUESTIONS["age"], 3, Message("choose.bad_year", {"year": given[:20], "this": str(year)}))
    until = since + (AFTER_DEATH if kind == "author" else AFTER_PUBLICATION)
    told = {"year": str(since), "until": str(until)}
    if year > until:
        needs = (Message("choose.here_only"), Message("choose.still_named"))
        return Outcome(PDM, Message(f"choose.old_{kind}", told), needs=needs, note=Message(f"choose.note_{kind}", told))
    return Outcome(IN_COPYRIGHT, Message(f"choose.not_old_{kind}", told))


def _answer(answers: Mapping[str, str], name: str) -> str | None:
    given = answers.get(name)
    return given if given in QUESTIONS[name] else None
