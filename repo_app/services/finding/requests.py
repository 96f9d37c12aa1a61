"""What may be asked, and the limits of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from repo_app.errors import BadRequest
from repo_app.services.facets import ASKED
from search import SORTS, Sort

MAX_SIZE = 100
LAST_PAGE = 10_000
MAX_VALUES = 50  # of one facet in one question; nobody chooses more by hand
MAX_VALUE = 200  # characters


@dataclass(frozen=True, slots=True)
class SearchRequest:
    """A question as it came in: values of one facet are alternatives, facets add up; pages count from 1.

    A value is an id, or any name of one; years and grades also come as ranges (``2010..2020``, ``6..9``), open
    (``2010..``) where one end is left out.
    """

    text: str = ""
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    page: int = 1
    size: int = 20
    sort: str = "relevance"

    def asked(self, facet: str) -> tuple[str, ...]:
        """The values of one facet that are worth looking at, each once."""
        given = (value.strip()[:MAX_VALUE] for value in self.filters.get(facet, ()))
        return tuple(dict.fromkeys(value for value in given if value))[:MAX_VALUES]


def check(request: SearchRequest) -> Sort:
    """The wanted order; BadRequest with a reason for a facet, an order or a page that there is not."""
    unknown = sorted(set(request.filters) - set(ASKED))
    if unknown:
        raise BadRequest("search.unknown_facet", facet=unknown[0][:40])
    if not 1 <= request.page <= LAST_PAGE or not 1 <= request.size <= MAX_SIZE:
        raise BadRequest("search.bad_page")
    for sort in SORTS:
        if sort == request.sort:
            return sort
    raise BadRequest("search.unknown_sort", sort=request.sort[:40])
