"""Rows, one module a family; importing this package registers every table."""

from repo_app.models.account import Account, ApiToken, OneTimeToken, Throttle, WebSession
from repo_app.models.authority import (
    Agent,
    AgentName,
    AuthorityChange,
    LibraryTerm,
    VocabularyLoad,
    VocabularyVersion,
)
from repo_app.models.collection import Collection, Organization
from repo_app.models.file import Blob, Derivative, File, Original
from repo_app.models.job import Job, Worker
from repo_app.models.lexicon import LexiconLink, LexiconRecord, LexiconStart, LexiconTerm, LexiconWord
from repo_app.models.page import Page
from repo_app.models.record import Record, RecordId, Relation, Revision
from repo_app.models.suggestion import Suggestion

__all__ = [
    "Account",
    "Agent",
    "AgentName",
    "ApiToken",
    "AuthorityChange",
    "Blob",
    "Collection",
    "Derivative",
    "File",
    "Job",
    "LexiconLink",
    "LexiconRecord",
    "LexiconStart",
    "LexiconTerm",
    "LexiconWord",
    "LibraryTerm",
    "OneTimeToken",
    "Organization",
    "Original",
    "Page",
    "Record",
    "RecordId",
    "Relation",
    "Revision",
    "Suggestion",
    "Throttle",
    "VocabularyLoad",
    "VocabularyVersion",
    "WebSession",
    "Worker",
]
