"""What the tests of the queue do all the time."""

from repo_app.jobs import Claim, Queue, ask, view
from repo_app.values import JobView


def asked(queue: Queue, key: str = "1", **more: object) -> int:
    with queue.db.writing() as session:
        return ask(session, "read", key, at=queue.clock(), **more)  # type: ignore[arg-type]


def claimed(queue: Queue, worker: str = "w") -> Claim:
    claim = queue.claim(worker)
    assert claim is not None
    return claim


def seen(queue: Queue, job: int) -> JobView:
    with queue.db.reading() as session:
        found = view(session, job)
    assert found is not None
    return found
