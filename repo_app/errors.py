"""What can go wrong, as codes with parameters; the sentence is made where it is shown, by ``repo_app.messages``.

A :class:`Problem` crosses every layer unchanged: the web turns it into a page or ``application/problem+json``
(RFC 9457), the command line into a line on stderr, the worker asks only whether it is worth trying again.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

Params = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong in what somebody sent: the metadata key or form field, and a message code with its parameters."""

    field: str
    code: str
    params: Params


class Problem(Exception):
    """An outcome that somebody must be told about.

    ``status`` is the HTTP status, ``retryable`` says whether the same request may succeed later without any change.
    """

    status: ClassVar[int] = 500
    retryable: ClassVar[bool] = False
    default_code: ClassVar[str] = "problem.internal"

    def __init__(self, code: str | None = None, **params: object) -> None:
        self.code = code or self.default_code
        self.params: Params = params
        super().__init__(f"{self.code} {dict(params)!r}")


class NotFound(Problem):
    """There is no such thing, or the asker may not know that there is."""

    status = 404
    default_code = "problem.not_found"


class NotSignedIn(Problem):
    """The asker must say who they are first."""

    status = 401
    default_code = "problem.not_signed_in"


class Forbidden(Problem):
    """The asker is known and may not do this."""

    status = 403
    default_code = "problem.forbidden"


class Gone(Problem):
    """The record was withdrawn; ``reason`` and ``title`` are for its tombstone."""

    status = 410
    default_code = "problem.gone"


class Conflict(Problem):
    """The thing is not in a state that allows this."""

    status = 409
    default_code = "problem.conflict"


class EditConflict(Problem):
    """Somebody else changed it since it was read; both versions travel with the problem, nothing is lost.

    ``code`` where it is no record.
    """

    status = 412
    default_code = "problem.edit_conflict"

    def __init__(self, current: object, yours: object, revision: int, code: str | None = None) -> None:
        super().__init__(code)
        self.current = current
        self.yours = yours
        self.revision = revision


class ProposalConflict(EditConflict):
    """What waits for review was proposed of keys that others changed since; ``yours`` is the proposal."""

    default_code = "problem.proposal_conflict"


class PreconditionRequired(Problem):
    """A change must name the version it is based on."""

    status = 428
    default_code = "problem.precondition_required"


class Invalid(Problem):
    """What was sent cannot be taken as it is; ``faults`` names each field and why."""

    status = 422
    default_code = "problem.invalid"

    def __init__(self, *faults: Fault, code: str | None = None, **params: object) -> None:
        super().__init__(code or (faults[0].code if faults else None), **(params or _first(faults)))
        self.faults = faults


class BadRequest(Problem):
    """The request itself is malformed."""

    status = 400
    default_code = "problem.bad_request"


class TooLarge(Problem):
    """More bytes than the site takes."""

    status = 413
    default_code = "problem.too_large"


class UnsupportedType(Problem):
    """Bytes of a kind that this site does not take in."""

    status = 415
    default_code = "file.unsupported"


class TooManyRequests(Problem):
    """The asker must wait ``retry_after`` seconds."""

    status = 429
    retryable = True
    default_code = "problem.too_many_requests"

    def __init__(self, retry_after: int, code: str | None = None) -> None:
        super().__init__(code, seconds=retry_after)
        self.retry_after = retry_after


class Unavailable(Problem):
    """Something this needs (database, storage, index) does not answer now; ``retry_after`` is in seconds."""

    status = 503
    retryable = True
    default_code = "problem.unavailable"
    retry_after = 30


class StorageFull(Problem):
    """There is no room left on the disk or in the bucket; what was stored before is safe."""

    status = 507
    default_code = "problem.storage_full"


class UsageFault(Problem):
    """A command was called wrongly; the command line exits with 2."""

    status = 400
    default_code = "problem.usage"


def _first(faults: tuple[Fault, ...]) -> dict[str, object]:
    return dict(faults[0].params) if faults else {}
