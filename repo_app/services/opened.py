"""The page that somebody has open: read next, and those that follow it, while hundreds of others wait."""

from __future__ import annotations

from repo_app.jobs import Priority
from repo_app.models import File, Page
from repo_app.services.finishing import OLD
from repo_app.services.library import Library
from repo_app.services.ranges import page_wish

FOLLOWING = 3  # pages that a reader will turn to before long


def note_opened(library: Library, file: File, number: int, held: Page | None) -> None:
    """Wish for the page, if its file is being read and it was not yet; writes nothing itself."""
    if file.state != "reading" or (held is not None and not held.recipe.startswith(OLD)):
        return
    last = min(number + FOLLOWING, file.pages_total or 0)
    following = (page_wish(file.id, page, Priority.AHEAD) for page in range(number + 1, last + 1))
    library.wishes.make(page_wish(file.id, number, Priority.READER), *following)
