"""What a word of a text is to a question: one judge for passages, the text of a page and the boxes on its image.

A word is marked for its folded spelling, unless the accents that were typed occur in the text themselves; of a quoted
row the row is marked, and its words elsewhere are not. Excluded words and words of fields are nothing to a text.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

from search.hyphenation import cut_words
from search.parsed import Parsed, Word, Words
from search.vietnamese import Token, tokens
from search.weighing import ON_PAGES

Span = tuple[int, int]
_Fits = Callable[[Token, Word], bool]


class Marker:
    """A question made ready to be marked in many texts."""

    def __init__(self, parsed: Parsed) -> None:
        options = [option for clause in parsed.clauses for option in clause.options if option.part in ON_PAGES]
        self.words = tuple(dict.fromkeys(word for option in options if not option.row for word in option.words))
        """The words that are marked wherever they stand."""
        self.rows = tuple(dict.fromkeys(option.words for option in options if option.row))
        """The words that are marked where they follow one another."""

    def spans(self, text: str) -> tuple[Span, ...]:
        """The characters `[start:end]` of `text` that answer, word by word and in order."""
        if not (self.words or self.rows):
            return ()
        found = tuple(tokens(text))
        return tuple(
            (token.start, token.end) for token, marked in zip(found, self.marks(text, found), strict=True) if marked
        )

    def marks(self, text: str, found: Sequence[Token], elsewhere: Collection[str] = ()) -> list[bool]:
        """For each of the tokens `found` in `text` whether it answers.

        Both halves of a word that a line's end cuts are marked for the whole word. `elsewhere` are typed spellings that
        stand in the work around `text`, so that other accents count for nothing here either.
        """
        sheet = _Sheet(found, cut_words(text, found))
        marks = [False] * len(found)
        spelled = {token.exact for token in (*found, *sheet.whole.values())}.union(elsewhere)
        typed = {word.exact for word in self.words if word.accented and word.exact in spelled}
        loose = {word.folded for word in self.words if word.exact not in typed}
        for at, token in enumerate(found):
            marks[at] = token.exact in typed or token.folded in loose
        for at, token in sheet.whole.items():
            if token.exact in typed or token.folded in loose:
                marks[at] = marks[at + 1] = True
        for row in self.rows:
            for first, end in sheet.rows(row):
                marks[first:end] = [True] * (end - first)
        return marks


class _Sheet:
    """The tokens of a text, with the words whose halves two neighbours are, by the place of the first."""

    def __init__(self, found: Sequence[Token], whole: Mapping[int, Token]) -> None:
        self._found = found
        self.whole = whole

    def rows(self, row: Words) -> Sequence[tuple[int, int]]:
        """Where the row stands, from first token to past the last: with the typed accents, or else with any.

        Where it does not stand at all, the end of it at the beginning of the text and its beginning at the end, for a
        row may run over the end of a page.
        """
        return tuple(self._rows(row, _as_typed)) or tuple(self._rows(row, _folded)) or tuple(self._halves(row))

    def _rows(self, row: Words, fits: _Fits) -> Iterator[tuple[int, int]]:
        first = row[0].folded
        for at, token in enumerate(self._found):
            if token.folded == first or at in self.whole:
                end = self._end(row, at, fits)
                if end is not None:
                    yield at, end

    def _end(self, row: Words, at: int, fits: _Fits) -> int | None:
        for word in row:
            if at < len(self._found) and fits(self._found[at], word):
                at += 1
            elif at in self.whole and fits(self.whole[at], word):
                at += 2
            else:
                return None
        return at

    def _halves(self, row: Words) -> Iterator[tuple[int, int]]:
        length = len(self._found)
        for part in range(len(row) - 1, 0, -1):
            if part <= length and self._end(row[-part:], 0, _folded) == part:
                yield 0, part
                break
        for part in range(len(row) - 1, 0, -1):
            if part <= length and self._end(row[:part], length - part, _folded) == length:
                yield length - part, length
                break


def _as_typed(token: Token, word: Word) -> bool:
    return token.exact == word.exact if word.accented else token.folded == word.folded


def _folded(token: Token, word: Word) -> bool:
    return token.folded == word.folded
