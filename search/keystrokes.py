"""Words typed for an input method that was off: Telex ("giaos ducj") and VNI ("giao1 duc5") read as syllables.

The keys are taken one after another as an input method takes them: a shape or tone key works on the letters before it,
wherever it stands after them. Only syllables that can be Vietnamese come out.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

from search.vietnamese import exact, fold

LONGEST = 12  # keys of the longest syllable, "nghiêng" typed in full, with some to spare

_TELEX_TONES = {"s": "\u0301", "f": "\u0300", "r": "\u0309", "x": "\u0303", "j": "\u0323"}
_VNI_TONES = {"1": "\u0301", "2": "\u0300", "3": "\u0309", "4": "\u0303", "5": "\u0323"}
_TONES = frozenset(_TELEX_TONES.values())
_ROOFS = {"a": "â", "e": "ê", "o": "ô"}
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_VOWELS = frozenset("aăâeêioôơuưy")
_SPELLED = (
    "(?:ngh(?=[eêi])|gh(?=[eêi])|ng(?![eêi])|g(?![eê])|c(?![eêiy])|nh|gi|kh|ph|qu|th|tr|ch|[bdđhklmnprstvx])?"
    "(?:(?P<stop>(?:oa|oă|oe|uâ|uê|uô|uơ|uy|iê|yê|ươ|[aăâeêioôơuưy]|uyê|oo)[cpt]|(?:oa|uê|uy|[aêiy])ch)"
    "|(?:oa|oă|oe|uâ|uê|uô|uy|iê|yê|ươ|[aăâeêioôơuưy]|uyê|oo)(?:ng|[mn])|(?:oa|uê|uy|[aêiy])nh"
    "|oai|oay|oeo|uyu|uya|uây|uôi|ươi|ươu|iêu|yêu|ai|ao|au|âu|ay|ây|eo|êu|ia|iu|oa|oe|oi|ôi|ơi|ua|uê|ui|uơ|uy|ưa|ưi|ưu"
    "|[aeêioôơuưy])"
)
_SYLLABLE = re.compile(_SPELLED)
_UNACCENTED = re.compile(_SPELLED.translate({ord(letter): fold(letter) for letter in _SPELLED if letter > "~"}))
State = tuple[list[str], str]  # the letters so far, each with its shape, and the tone


def readings(word: str) -> tuple[str, ...]:
    """The syllables that `word` may have been meant as, in their exact spelling; nothing for a word without keys."""
    return _readings(word, any_letters=False)


def _readings(word: str, *, any_letters: bool) -> tuple[str, ...]:
    lower = unicodedata.normalize("NFC", word.lower())
    if not 1 < len(lower) <= LONGEST:
        return ()
    found: list[str] = []
    for step in (_telex, _vni):
        typed = exact(_typed(lower, step, any_letters=any_letters))
        if typed not in {"", exact(lower), *found}:
            found.append(typed)
    return tuple(found)


def foreign_readings(word: str) -> tuple[str, ...]:
    """What `word` makes that is no syllable, as names in minority languages are (Đắk, Krông); some are no words."""
    return tuple(one for one in _readings(word, any_letters=True) if not is_syllable(one))


def is_syllable(word: str) -> bool:
    """Whether the word, in any spelling of its tone, may be a syllable of Vietnamese."""
    letters, tone = _taken_apart(word)
    return _fits(letters, tone)


def is_unaccented_syllable(key: str) -> bool:
    """Whether some spelling of the folded word may be a syllable of Vietnamese."""
    return _UNACCENTED.fullmatch(key) is not None


def one_fault_away(key: str) -> set[str]:
    """Every spelling one fault away: a letter left out, added, wrong, or two of them swapped."""
    parts = [(key[:at], key[at:]) for at in range(len(key) + 1)]
    left_out = {before + after[1:] for before, after in parts if after}
    swapped = {before + after[1] + after[0] + after[2:] for before, after in parts if len(after) > 1}
    wrong = {before + letter + after[1:] for before, after in parts if after for letter in _LETTERS}
    added = {before + letter + after for before, after in parts for letter in _LETTERS}
    return (left_out | swapped | wrong | added) - {key}


def _typed(word: str, step: Callable[[State, str], State | None], *, any_letters: bool) -> str:
    """The syllable, or row of any letters, that these keys make; an empty text where they make none."""
    state: State = ([], "")
    for key in word:
        taken = step(state, key)
        if taken is None:
            return ""
        state = taken
    letters, tone = state
    letters = list("".join(letters).replace("ưo", "ươ"))  # one horn is enough, input methods add the other
    if not (any_letters or _fits(letters, tone)):
        return ""
    place = max((at for at, letter in enumerate(letters) if letter in _VOWELS), default=0)
    return unicodedata.normalize("NFC", "".join(letters[: place + 1]) + tone + "".join(letters[place + 1 :]))


def _fits(letters: list[str], tone: str) -> bool:
    fit = _SYLLABLE.fullmatch("".join(letters))
    return fit is not None and (not fit["stop"] or tone in {"", "\u0301", "\u0323"})


def _taken_apart(word: str) -> State:
    letters: list[str] = []
    tone = ""
    for char in unicodedata.normalize("NFD", word.lower()):
        if char in _TONES:
            tone = char
        elif unicodedata.combining(char) and letters:
            letters[-1] = unicodedata.normalize("NFC", letters[-1] + char)
        else:
            letters.append(char)
    return letters, tone


def _telex(state: State, key: str) -> State | None:
    letters, tone = state
    if key in _TELEX_TONES and any(letter in _VOWELS for letter in letters):
        return None if tone == _TELEX_TONES[key] else (letters, _TELEX_TONES[key])  # pressed twice it is a letter
    if key == "w":
        horned = _horned(letters) or _breved(letters)
        return (horned, tone) if horned else ([*letters, "ư"], tone)
    if key in _ROOFS and key in letters:
        return _reshaped(letters, key, _ROOFS[key]), tone
    if key == "d" and letters[:1] == ["d"]:
        return ["đ", *letters[1:]], tone
    return _letter(state, key)


def _vni(state: State, key: str) -> State | None:
    letters, tone = state
    if not key.isdigit():
        return _letter(state, key)
    if key in _VNI_TONES:
        vowel = any(letter in _VOWELS for letter in letters)
        return (letters, _VNI_TONES[key]) if vowel and tone != _VNI_TONES[key] else None
    if key == "6":
        shaped = next((_reshaped(letters, one, roof) for one, roof in _ROOFS.items() if one in letters), None)
    elif key == "9":
        shaped = ["đ", *letters[1:]] if letters[:1] == ["d"] else None
    else:
        shaped = {"7": _horned, "8": _breved}[key](letters) if key in "78" else None
    return (shaped, tone) if shaped else None


def _letter(state: State, key: str) -> State | None:
    """One more letter; what is written with accents already brings its tone along."""
    letters, tone = state
    more, own = _taken_apart(key)
    if not key.isalpha() or (tone and own):
        return None
    return [*letters, *more], own or tone


def _horned(letters: list[str]) -> list[str] | None:
    """With horns on the last u and o, both where they stand together."""
    for at in range(len(letters) - 1, -1, -1):
        before = letters[at - 1] if at else ""
        if letters[at] == "o" and before in {"u", "ư"} and letters[:1] != ["q"]:
            return [*letters[: at - 1], "ư", "ơ", *letters[at + 1 :]]
        if letters[at] == "a" and before == "u" and letters[:1] != ["q"]:
            return [*letters[: at - 1], "ư", *letters[at:]]
        if letters[at] == "o":
            return _reshaped(letters, "o", "ơ")
        if letters[at] == "u" and not (at == 1 and letters[0] == "q"):
            return [*letters[:at], "ư", *letters[at + 1 :]]
    return None


def _breved(letters: list[str]) -> list[str] | None:
    return _reshaped(letters, "a", "ă") if "a" in letters else None


def _reshaped(letters: list[str], plain: str, shaped: str) -> list[str]:
    at = len(letters) - 1 - letters[::-1].index(plain)
    return [*letters[:at], shaped, *letters[at + 1 :]]
