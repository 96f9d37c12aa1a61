"""What a service needs of the job it runs in; ``repo_app.worker`` gives it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from sqlalchemy.orm import Session


class Work(Protocol):
    """A held job: its arguments, and the calls that keep and end it inside the service's own transactions."""

    @property
    def args(self) -> Mapping[str, object]:
        """What the job was asked with."""
        ...

    @property
    def priority(self) -> int:
        """How urgent it is; the lower number goes first."""
        ...

    def hold(self, session: Session) -> None:
        """Fail the transaction unless the job is still ours."""
        ...

    def progress(self, session: Session, done: int, total: int | None) -> None:
        """Hold, and tell how far it is."""
        ...

    def change(self, session: Session, args: Mapping[str, object]) -> None:
        """Hold, and let later attempts be asked with these arguments."""
        ...

    def finish(self, session: Session) -> None:
        """Mark the job done with the results of this transaction."""
        ...

    def stopping(self) -> bool:
        """Whether to leave off now."""
        ...


def number(work: Work, name: str) -> int:
    """A whole number among the job's arguments."""
    value = work.args[name]
    if not isinstance(value, int):
        raise TypeError(f"job argument {name} is no number: {value!r}")
    return value
