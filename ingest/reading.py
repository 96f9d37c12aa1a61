"""One page from its text layer or its image: which of the two, and what becomes of a page that fails."""

import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TypeAlias

from ingest.answers import LayerAnswer, read_layer, read_ocr
from ingest.calls import FileCalls
from ingest.errors import BadAnswer, Crashed, Damaged, IngestError, OutOfMemory, TimedOut
from ingest.model import PAGE_FAILURES, Notice, Page
from ingest.ocr.languages import choose
from ingest.sandbox import Json

Layered: TypeAlias = "Page | LayerAnswer"
"""A page that is done (or has failed), or a layer whose image must be read."""

LAYER_SECONDS = 20.0
"""How long layers are read before the first of them are finished: 128 ordinary ones take a quarter of a second."""

LEAST_SECONDS = 1.0
"""What recognition gets in any case of the time that it shares with its page's layer."""

_PAGE_FAULTS = (TimedOut, OutOfMemory, Crashed, BadAnswer, Damaged)
_REASONS = {"lost": "page.text_layer_unusable", "broken": "page.text_layer_unusable", "legacy": "page.legacy_encoding"}


def layered(calls: FileCalls, numbers: Sequence[int]) -> list[Layered]:
    """The text layers of `numbers` or of the first of them, at least one, judged, in the order asked.

    Of images, and with `force_ocr`, nothing but the number. Pages that take long are told before others are looked at.
    A page is only blamed for a call's end when it was that call's first; otherwise the call is made again from it,
    so a page pays for no other's time or memory.
    """
    if calls.file_type.family != "pdf" or calls.options.force_ocr:
        return [_bare(number) for number in numbers]
    found: list[Layered] = []
    until = time.monotonic() + LAYER_SECONDS
    while len(found) < len(numbers) and (not found or time.monotonic() < until):
        fault: IngestError | None = BadAnswer()
        before, since = len(found), time.monotonic()
        try:
            for answer in _layer_answers(calls, numbers[before:], until):
                found.append(_settled(answer, calls.drawn))
                since = time.monotonic()
            fault = None if len(found) > before else fault
        except _PAGE_FAULTS as error:
            fault = _of_page(error)
        if fault is not None and (len(found) == before or time.monotonic() - since >= LAYER_SECONDS):
            found.append(_failed(numbers[len(found)], fault))
        if isinstance(fault, TimedOut):
            break  # what took so long is told first
    return found


def finish(calls: FileCalls, page: Layered) -> Page:
    """The page itself: recognised from its image in one child call where its layer does not do."""
    if isinstance(page, Page):
        return page
    layer = page.page
    choice = choose(calls.options.languages, calls.options.record_languages)
    request: dict[str, Json] = {
        "number": layer.number,
        "languages": choice.models,
        "engine": calls.options.engine,
    }
    render = calls.tools.render
    limits = replace(render, wall=max(LEAST_SECONDS, render.wall - page.seconds))
    try:
        read = read_ocr(calls.one("ocr", request, limits), layer.number)
    except _PAGE_FAULTS as error:
        return _without_image(page, _of_page(error))
    return _without_model(_chosen(page, read), choice.lacking)


def _without_model(page: Page, lacking: Sequence[str]) -> Page:
    """The page, with a word about the record's languages that no model knows where it was recognised without them."""
    if page.origin != "ocr" or not lacking:
        return page
    return replace(
        page, warnings=(*page.warnings, Notice("page.language_without_model", {"languages": "+".join(lacking)}))
    )


def _layer_answers(calls: FileCalls, numbers: Sequence[int], until: float) -> Iterator[LayerAnswer]:
    """Layers with the seconds that each took, the first of them that comes after `until` being the last."""
    asked: dict[str, Json] = {"numbers": list(numbers)}
    since = time.monotonic()
    for number, value in zip(numbers, calls.many("text", asked, calls.tools.parse), strict=False):
        now = time.monotonic()
        yield replace(read_layer(value, number), seconds=now - since)
        if now > until:
            return
        since = now


def _settled(answer: LayerAnswer, drawn: bool) -> Layered:
    """Words that a drawing cuts off, or shows in another font than theirs, its image would tell no better."""
    right = drawn and answer.reason in ("broken", "legacy")
    return answer if answer.verdict == "ocr" and not right else answer.page


def _bare(number: int) -> LayerAnswer:
    return LayerAnswer(Page(number, "", "none", 0.0, 1, 1), "ocr", "empty", "")


def _chosen(layer: LayerAnswer, read: Page) -> Page:
    """The recognised page; its thin or legacy layer when nothing was recognised, for that is better than nothing."""
    notices = _notices(layer)
    if not read.text and layer.page.text and layer.reason != "lost":
        return replace(layer.page, warnings=(*layer.page.warnings, *notices))
    return replace(read, warnings=notices)


def _without_image(layer: LayerAnswer, fault: IngestError) -> Page:
    """What is left when the image could not be read: the layer if it says anything, and the reason."""
    notices = (*_notices(layer), fault.notice())
    if layer.page.text and layer.reason == "thin":
        return replace(layer.page, warnings=(*layer.page.warnings, *notices))
    return replace(layer.page, text="", words=(), origin="none", confidence=0.0, warnings=notices)


def _notices(layer: LayerAnswer) -> tuple[Notice, ...]:
    code = _REASONS.get(layer.reason)
    if code is None:
        return ()
    return (Notice(code, {"encoding": layer.encoding} if layer.encoding else {}),)


def _failed(number: int, fault: IngestError) -> Page:
    return Page(number, "", "none", 0.0, 1, 1, warnings=(fault.notice(),))


def _of_page(error: IngestError) -> IngestError:
    """`error` when it is a fault of one page; a fault of the whole file is raised again."""
    if error.code not in PAGE_FAILURES:
        raise error
    return error
