"""Records: describing them, moving them from draft to published and back, listing them."""

from repo_app.services.records.autosaves import autosave
from repo_app.services.records.editing import create, delete, edit, suggestions, view
from repo_app.services.records.editions import new_edition
from repo_app.services.records.embargo import set_embargo
from repo_app.services.records.listing import for_review, latest, mine, next_for_review
from repo_app.services.records.relating import connections
from repo_app.services.records.revisions import compare, history, opened_again, restore, since
from repo_app.services.records.states import decline, publish, return_, submit, withdraw

__all__ = [
    "autosave",
    "compare",
    "connections",
    "create",
    "decline",
    "delete",
    "edit",
    "for_review",
    "history",
    "latest",
    "mine",
    "new_edition",
    "next_for_review",
    "opened_again",
    "publish",
    "restore",
    "return_",
    "set_embargo",
    "since",
    "submit",
    "suggestions",
    "view",
    "withdraw",
]
