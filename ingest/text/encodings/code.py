"""Where code stands in Markdown: signs in it are its own, and its back-ticks no accents."""

import re
from collections.abc import Callable, Iterator

_FENCE = re.compile(r"^[ \t]*(?:(`{3,})[^`\n]*|(~{3,})[^\n]*)$", re.MULTILINE)
_TEXT_SHARE = 0.25
"""People drew lines of tildes between pieces of text too: of its words about half are surely text, of code hardly any.
"""

_OPENED = re.compile(
    r"(?<!\S)[\[({\"'*_|<,;:>-]*(?P<ticks>`+)(?!`)(?:(?P<code>[^\n]{0,200}?[^`\n])(?P=ticks)(?![\w`'\u2019]))?"
)
"""Back-ticks at the beginning of a word, where no accent stands, and, if there is one, the end of code after them."""

_DOUBTFUL = re.compile(r"[aeiouy][\^(+*]?\Z", re.IGNORECASE)
"""What a back-tick after it makes a letter with a grave accent."""


def code_in(text: str, surely_text: Callable[[str], bool]) -> list[tuple[int, int]]:
    """Beginning and end of each piece of code in `text`, with its back-ticks, in order.

    Typewriters had a back-tick for a quotation mark too ("`la` gi`?'"). So in a text with one that nothing closes, and
    before a word that is `surely_text`, a back-tick closes code only where it is no accent.
    """
    fenced = list(_fenced(text, surely_text))
    free = zip([0, *(end for _, end in fenced)], [*(start for start, _ in fenced), len(text)], strict=True)
    opened = [match for start, end in free for match in _OPENED.finditer(text, start, end)]
    quoting = any(match["code"] is None for match in opened)
    closed = [match for match in opened if match["code"] is not None and not _is_quotation(match, quoting, surely_text)]
    return sorted(fenced + [match.span() for match in closed])


def _fenced(text: str, surely_text: Callable[[str], bool]) -> Iterator[tuple[int, int]]:
    """What stands between a line of three back-ticks or tildes or more and the next one of as many."""
    opened: re.Match[str] | None = None
    for match in _FENCE.finditer(text):
        if opened is None:
            opened = match
        elif (
            len(match[match.lastindex or 0]) < len(opened[opened.lastindex or 0]) or match.lastindex != opened.lastindex
        ):
            continue
        elif opened[2] and _is_text(text[opened.end() : match.start()].split(), surely_text):
            opened = match
        else:
            yield opened.start(), match.end()
            opened = None


def _is_text(words: list[str], surely_text: Callable[[str], bool]) -> bool:
    return sum(map(surely_text, words)) > _TEXT_SHARE * len(words)


def _is_quotation(match: re.Match[str], quoting: bool, surely_text: Callable[[str], bool]) -> bool:
    words = match["code"].split()
    return _DOUBTFUL.search(match["code"]) is not None and (quoting or any(map(surely_text, words[:-1])))
