"""Why a file or a page could not be read: codes and figures, no sentences (those are made where they are shown)."""

from ingest.model import Notice, Params


class IngestError(Exception):
    """Reading failed. `code` is lower-case and dotted; `retryable` says whether the same bytes may succeed later."""

    code = "file.failed"
    retryable = False

    def __init__(
        self, code: str | None = None, params: Params | None = None, retryable: bool | None = None
    ) -> None:
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
    """More pages, frames or pixels than we agree to read; `params` carry `limit` and, where known, `found`."""

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


class Cancelled(IngestError):
    """The caller's `cancelled()` said so; nothing is wrong with the file."""

    code = "reading.cancelled"
    retryable = True
