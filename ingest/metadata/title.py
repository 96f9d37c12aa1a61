"""The title of a work, from cover, title page or the head of a paper. Pure.

On a cover the title is what is printed largest once the names of bodies, series and kinds of works are left out; on the
papers of schools and authorities its place is known by the words around it.
"""

import re
from collections.abc import Iterator
from difflib import SequenceMatcher

from ingest.metadata.bodies import body_cased
from ingest.metadata.candidates import MAX_TITLE, PREFIXED, Candidate, candidates
from ingest.metadata.found import found
from ingest.metadata.kinds import genre_named
from ingest.metadata.lines import plain
from ingest.metadata.material import Chosen, Material
from ingest.metadata.names import key
from ingest.metadata.spelling import in_sentence, mended, readable
from ingest.model import Suggestion
from ingest.text.language import guess_language
from ingest.text.mending import put_letters_right

_TAIL = re.compile(r"\s*[(\[](?:tiet|tiết|tiếp|\d+ tiết)[^)\]]*[)\]]\s*$", re.IGNORECASE)
_COMPARED = 20
_SAME = 0.83
"""How alike the plain letters of two readings of one title are, by difflib's ratio."""

_QUOTES = str.maketrans("", "", '“”"«»')


def title(material: Material) -> Iterator[Suggestion]:
    """The title, in the language of its words."""
    text = title_of(material)
    if material.title is None or sum(map(str.isalpha, text)) < 3:
        return
    language = guess_language(text).code or guess_language(" ".join(row.text for row in material.rows())).code or None
    yield found("title", text, material.title.confidence, material.title.rows, lang=language)


def title_of(material: Material) -> str:
    """The title as it is proposed, "" without one."""
    return _finished(material.title.text, material) if material.title is not None else ""


def _finished(text: str, material: Material) -> str:
    text = _TAIL.sub("", text.translate(_QUOTES) if text.strip()[:1] in '“"«' else text).strip(" .-–:;*|_")
    text = text if len(text) <= MAX_TITLE else text[:MAX_TITLE].rsplit(" ", 1)[0]
    words = text.split(" ")
    put_letters_right(words)
    if (subject := _as_subject(" ".join(words), material)) is not None:
        return subject
    if material.genre == "bulletin" and plain(words[0]) == "tap":  # "Tạp chí": of a body, and called like one
        return body_cased(" ".join(words), material)
    shown = in_sentence(" ".join(words), material.usage, material.names, school=material.school)
    return _with_kind(shown) if material.genre in PREFIXED else shown


def _with_kind(text: str) -> str:
    """ "Giáo trình Tâm lí học": the name of a work begins with a capital after the word for its kind."""
    words = text.split(" ")
    if len(words) > 2 and genre_named(plain(" ".join(words[:2]))):
        words[2] = words[2][:1].upper() + words[2][1:]
    return " ".join(words)


def _as_subject(text: str, material: Material) -> str | None:
    """ "TIẾNG VIẸT 4": a title that is a subject and a grade is written as the vocabulary writes the subject."""
    match = re.fullmatch(r"(.+?)(\s+\d{1,2})?", text)
    term = material.names.id_of("subjects", match[1]) if match is not None else None
    if match is None or term is None:
        return None
    called = material.names.terms["subjects"][term]
    name = next((one for one in called if one.casefold() == match[1].casefold()), None)
    name = name or next((one for one in called if key(one) == key(match[1])), called[0])
    return name + (match[2] or "")


def best_title(material: Material) -> Chosen | None:
    """The best candidate of all pages in front; what several pages show is taken from where it was read best."""
    found_: list[Candidate] = []
    for at, leaf in enumerate(material.faces):
        for candidate in candidates(leaf, material):
            found_.append(Candidate(candidate.rows, candidate.text, candidate.score - 0.3 * at, candidate.confidence))
    found_ = sorted(found_, key=lambda one: (-one.score, one.rows[0].page))[:_COMPARED]
    best = next(iter(found_), None)
    if best is None:
        return None
    alike = [one for one in found_ if _same_print(one, best)]
    clear = max(
        alike,
        key=lambda one: (round(readable(one.text), 1), len(one.rows) > len(best.rows), one.rows[0].trust, one.score),
    )
    sure = min(0.97, best.confidence + 0.08 * (len({one.rows[0].page for one in alike}) - 1))
    printed = any(leaf.printed for leaf in material.leaves if leaf.number == clear.rows[0].page)
    text = clear.text if printed else mended(clear.text, material.usage)
    return Chosen(clear.rows, text, sure)


def _same_print(one: Candidate, best: Candidate) -> bool:
    """Whether both are readings of the same words, or `one` has, on another page, a further row of them."""
    first, second = _letters(one.text[:MAX_TITLE]), _letters(best.text[:MAX_TITLE])
    if one.rows[0].page != best.rows[0].page and len(one.rows) > len(best.rows):
        first = first[: len(second)]
    if first == second:
        return True
    alike = SequenceMatcher(None, first, second, autojunk=False)
    return alike.quick_ratio() > _SAME and alike.ratio() > _SAME  # the second takes the square of their lengths


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, plain(text)))
