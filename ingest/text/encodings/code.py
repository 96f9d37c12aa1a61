"""Where code stands in Markdown: signs in it are its own, and its back-ticks no accents."""

import re
from collections.abc import Callable, Iterator

_FENCE = re.compile(r"^[ \t]*(`{3,})[^`\n]*$", re.MULTILINE)
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
    fenced = list(_fenced(text))
    free = zip([0, *(end for _, end in fenced)], [*(start for start, _ in fenced), len(text)], strict=True)
    opened = [match for start, end in free for match in _OPENED.finditer(text, start, end)]
    quoting = any(match["code"] is None for match in opened)
    closed = [match for match in opened if match["code"] is not None and not _is_quotation(match, quoting, surely_text)]
    return sorted(fenced + [match.span() for match in closed])


def _fenced(text: str) -> Iterator[tuple[int, int]]:
    """What stands between a line of three back-ticks or more and the next one of as many."""
    opened: re.Match[str] | None = None
    for match in _FENCE.finditer(text):
        if opened is None:
            opened = match
        elif len(match[1]) >= len(opened[1]):
            yield opened.start(), match.end()
            opened = None


def _is_quotation(match: re.Match[str], quoting: bool, surely_text: Callable[[str], bool]) -> bool:
    words = match["code"].split()
    return _DOUBTFUL.search(match["code"]) is not None and (quoting or any(map(surely_text, words[:-1])))
