"""What a page asks of the database does not grow with the names in it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from sqlalchemy import event

from repo_app.services import records
from repo_app.services.authorities import agents
from repo_app.values.authorities import AgentText
from tests.house import LICENSE, House, title
from tests.web.browser import Browser


def asked(house: House, act: Callable[[], object]) -> int:
    """How many statements the database is asked while ``act`` runs."""
    seen: list[str] = []

    def listen(*told: object) -> None:
        seen.append(str(told[2]))

    event.listen(house.library.db.engine, "before_cursor_execute", listen)
    try:
        act()
    finally:
        event.remove(house.library.db.engine, "before_cursor_execute", listen)
    return len(seen)


def test_sixty_linked_authors_cost_no_more_than_two(house: House, visitor: Browser, reviewer: Browser) -> None:
    ids = [
        agents.create(house.library, house.reviewer, AgentText(f"Nguyễn Văn Lượng {number}")).id for number in range(60)
    ]

    def costs(number: int) -> list[int]:
        made: list[str] = []

        def create() -> None:
            by = [{"id": one, "role": "author"} for one in ids[:number]]
            metadata = {"title": title(f"Của {number} người"), "creator": by, **LICENSE}
            made.append(records.create(house.library, house.reviewer, metadata).id)

        creating = asked(house, create)
        records.publish(house.library, house.reviewer, made[0])
        revision = records.view(house.library, house.reviewer, made[0]).revision
        patch = {"contributor": [{"id": one, "role": "editor"} for one in ids[:number]]}
        editing = asked(house, lambda: records.edit(house.library, house.reviewer, made[0], patch, revision))
        paths = (f"/deposit/{made[0]}", f"/deposit/{made[0]}/history")
        pages = [asked(house, partial(reviewer.text, path)) for path in paths]
        return [creating, editing, asked(house, lambda: visitor.text(f"/records/{made[0]}")), *pages]

    few, many = costs(2), costs(60)
    assert all(more <= less + 2 for less, more in zip(few, many, strict=True)), (few, many)
