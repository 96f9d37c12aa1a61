"""What a child can be asked of text layers. Imported in child processes only."""

import signal
from collections.abc import Iterator

from ingest.columns import told
from ingest.errors import Damaged
from ingest.text import layout, mending, order, threads, usable
from ingest.text.layer import Layer
from ingest.verbs import FileRequest, opened

TEXT_PAGE_SECONDS = 25
"""Wall time of one page's text layer (a dense page takes 3 ms); the alarm kills the child."""


class PagesRequest(FileRequest):
    """Pages of a file, from 1."""

    numbers: list[int]


def text(request: PagesRequest) -> Iterator[dict[str, object]]:
    """One value a page, in the order asked: its layer, and whether to keep it or to read the image."""
    reader = opened(request)
    for number in request["numbers"]:
        signal.alarm(TEXT_PAGE_SECONDS)
        try:
            yield _layer_value(next(reader.layers([number])))
        except Damaged as error:
            yield {"number": number, "verdict": "damaged", "params": dict(error.params)}
    signal.alarm(0)


def _layer_value(found: Layer) -> dict[str, object]:
    mended = mending.mend(threads.rethreaded(found))
    layer = mended.layer
    lines = order.in_reading_order(layer.lines)
    if lines is not layer.lines:
        lines = layout.with_paragraphs(lines)
    text = layout.running_text(lines)
    judgement = usable.judge(layer.raw_text, layer.picture_share, mended.lossy)
    return {
        "number": layer.number,
        "verdict": "blank" if layer.empty else judgement.verdict,
        "reason": judgement.reason,
        "encoding": judgement.encoding,
        "width": layer.width,
        "height": layer.height,
        "rotation": layer.rotation,
        "text": text,
        "words": told((word for line in lines for word in line.words), text),
        "mended": {
            "encoding": mended.encoding,
            "share": mended.share,
            "confidence": mended.confidence,
            "letters": mended.letters,
        },
    }
