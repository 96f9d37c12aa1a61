"""Finding records by words and by what they are: questions, facets, and what there is to browse."""

from repo_app.services.facets import ASKED, BROWSED, FACETS
from repo_app.services.finding.answering import search
from repo_app.services.finding.browsing import browse
from repo_app.services.finding.requests import SearchRequest
from repo_app.services.finding.waking import wake
from repo_app.services.finding.works import works

__all__ = ["ASKED", "BROWSED", "FACETS", "SearchRequest", "browse", "search", "wake", "works"]
