"""The values that services hand out: frozen, complete, free of rows and of anything that could query."""

from repo_app.values.inside import Inside, InsideHit, Neighbours
from repo_app.values.jobs import JobView, WorkerView
from repo_app.values.metadata import Metadata, MetadataFault, Value
from repo_app.values.originals import OriginalView
from repo_app.values.people import (
    SYSTEM,
    VISITOR,
    AccountView,
    CollectionText,
    CollectionView,
    OrganizationView,
    Person,
    WebSessionView,
)
from repo_app.values.readings import PageNote, ReadingView
from repo_app.values.records import (
    DerivativeView,
    FileView,
    Listing,
    May,
    Message,
    OutlineItem,
    PageView,
    Progress,
    RecordCard,
    RecordView,
    SuggestionView,
)
from repo_app.values.revisions import Comparison, FieldChange, HistoryEntry
from repo_app.values.searching import (
    Answer,
    Browsed,
    ChosenFilter,
    FacetValue,
    FoundRecord,
    LetterGroup,
    PageHit,
    SnippetPart,
)

__all__ = [
    "SYSTEM",
    "VISITOR",
    "AccountView",
    "Answer",
    "Browsed",
    "ChosenFilter",
    "CollectionText",
    "CollectionView",
    "Comparison",
    "DerivativeView",
    "FacetValue",
    "FieldChange",
    "FileView",
    "FoundRecord",
    "HistoryEntry",
    "Inside",
    "InsideHit",
    "JobView",
    "LetterGroup",
    "Listing",
    "May",
    "Message",
    "Metadata",
    "MetadataFault",
    "Neighbours",
    "OrganizationView",
    "OriginalView",
    "OutlineItem",
    "PageHit",
    "PageNote",
    "PageView",
    "Person",
    "Progress",
    "ReadingView",
    "RecordCard",
    "RecordView",
    "SnippetPart",
    "SuggestionView",
    "Value",
    "WebSessionView",
    "WorkerView",
]
