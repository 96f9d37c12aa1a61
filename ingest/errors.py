"""Why a file or a page could not be read: codes and figures; the sentences are made where they are shown."""

# ruff: noqa: N818  a name says what is the matter ("Locked"); what callers catch is IngestError

from ingest.model import Notice, Params


class IngestError(Exception):
    """Reading failed. `code` is lower-case and dotted; `retryable`: the same bytes may succeed later."""

    code = "file.failed"
    retryable = False

    def __init__(self, code: str | None = None, params: Params | None = None, retryable: bool | None = None) -> None:
        self.code = code or type(self).code
        self.params: Params = dict(params or {})
        self.retryable = type(self).retryable if retryable is None else retryable
        super().__init__(f"{self.code} {dict(self.params)}" if self.params else self.code)

    def notice(self) -> Notice:
        """The same fact as a value, to stand among a page's or file's warnings."""
        return Notice(self.code, self.params)


class Unsupported(IngestError):
    """The bytes are of no type we read."""

    code = "file.unsupported"


class EmptyFile(IngestError):
    """The file has no bytes."""

    code = "file.empty"


class Damaged(IngestError):
    """The signature is right, the rest cannot be read."""

    code = "file.damaged"


class Locked(IngestError):
    """The file opens only with a password."""

    code = "file.locked"


class TooLarge(IngestError):
    """More pages, frames or pixels than we agree to read; `params` carry `limit` and `found`."""

    code = "file.too_large"


class TimedOut(IngestError):
    """A call used up its CPU or wall time."""

    code = "page.timed_out"


class OutOfMemory(IngestError):
    """A call needed more memory than it was given."""

    code = "page.out_of_memory"


class Crashed(IngestError):
    """The child died by a signal; `params["signal"]` names it."""

    code = "page.crashed"


class BadAnswer(IngestError):
    """The child answered with something that is no answer (not JSON, wrong shape, another page, too long)."""

    code = "page.bad_answer"


class EngineMissing(IngestError):
    """The OCR program or one of its languages is not installed; the same file can be read once it is."""

    code = "ocr.engine_missing"
    retryable = True


class Sealed(IngestError):
    """A signed PDF that any change would break: nothing may be added to it."""

    code = "file.sealed"


class NotWritten(IngestError):
    """A file we make could not be written; `params["reason"]` is the system's word (a full disk)."""

    code = "file.not_written"
    retryable = True


class NoRoom(IngestError):
    """The disk that a child works on is full, faulty or away; `params["reason"]` is the system's word."""

    code = "reading.no_room"
    retryable = True


class Cancelled(IngestError):
    """The caller's `cancelled()` said so; nothing is wrong with the file."""

    code = "reading.cancelled"
    retryable = True


_KINDS: dict[str, type[IngestError]] = {
    kind.code: kind
    for kind in (
        IngestError,
        Unsupported,
        EmptyFile,
        Damaged,
        Locked,
        TooLarge,
        TimedOut,
        OutOfMemory,
        Crashed,
        BadAnswer,
        EngineMissing,
        Sealed,
        NotWritten,
        Cancelled,
        NoRoom,
    )
} | {
    "file.heic_unsupported": Unsupported,
    "file.too_many_pages": TooLarge,
    "file.too_many_pixels": TooLarge,
    "file.unpacks_too_large": TooLarge,
    "file.unsafe": Damaged,
    "page.damaged": Damaged,
    "file.properties_unreadable": Damaged,
}


def from_code(code: str, params: Params) -> IngestError:
    """The error of our own that `code` names; BadAnswer for a code nobody here gives."""
    kind = _KINDS.get(code)
    return BadAnswer() if kind is None else kind(code, params)


CODES: tuple[str, ...] = (
    "file.bad_answer", "file.crashed", "file.damaged", "file.drawing_failed", "file.empty", "file.encoding_unknown",
    "file.extension_differs",
    "file.failed", "file.heic_unsupported", "file.hidden_left_out", "file.locked", "file.macros", "file.no_pictures",
    "file.not_written", "file.old_fonts", "file.old_office", "file.out_of_memory",
    "file.properties_unreadable", "file.sealed",
    "file.timed_out", "file.too_large", "file.too_many_pages", "file.too_many_pixels", "file.tracked_changes",
    "file.unpacks_too_large",
    "file.unsafe", "file.unsupported", "file.words_not_compared",
    "ocr.engine_missing", "page.bad_answer", "page.crashed", "page.damaged",
    "page.language_without_model", "page.legacy_encoding", "page.letters_mended", "page.no_picture",
    "page.out_of_memory", "page.text_layer_unusable", "page.text_repaired", "page.timed_out", "page.words_not_drawn",
    "reading.cancelled", "reading.no_room",
)  # fmt: skip
"""Every code an error or a notice of this package can carry: each wants a sentence where it is shown."""
