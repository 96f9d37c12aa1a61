"""Records: describing them, moving them from draft to published and back, listing them."""

from repo_app.services.records.editing import create, delete, edit, history, suggestions, view
from repo_app.services.records.listing import for_review, latest, mine
from repo_app.services.records.states import decline, publish, return_, submit, withdraw

__all__ = [
    "create",
    "decline",
    "delete",
    "edit",
    "for_review",
    "history",
    "latest",
    "mine",
    "publish",
    "return_",
    "submit",
    "suggestions",
    "view",
    "withdraw",
]
