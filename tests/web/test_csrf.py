"""No form is taken without the token of its own session."""

from __future__ import annotations

import pytest
from flask import Flask

from tests.house import House
from tests.web.browser import Browser


def posting(app: Flask) -> list[str]:
    """The address of every route that changes something, with made-up parts."""
    rules = [rule for rule in app.url_map.iter_rules() if (rule.methods or set()) & {"POST", "PUT", "PATCH", "DELETE"}]
    pages = [rule.rule for rule in rules if not rule.rule.startswith("/api/")]
    return [rule.replace("<int:number>", "1").replace("<record_id>", "x").replace("<name>", "y") for rule in pages]


def test_there_are_forms_to_protect(app: Flask) -> None:
    assert len(posting(app)) > 15


def test_every_form_is_refused_without_its_token(app: Flask, admin: Browser) -> None:
    for address in posting(app):
        answer = admin.post(address, token=False)
        assert answer.status_code == 400, address
        assert "cookie" in answer.text


def test_a_token_of_another_session_is_refused(depositor: Browser, stranger: Browser, draft: str) -> None:
    answer = depositor.post(f"/deposit/{draft}/delete", token=False, csrf_token=stranger.token())
    assert answer.status_code == 400
    assert depositor.get(f"/deposit/{draft}").status_code == 200


def test_no_address_changes_anything_by_get(app: Flask, admin: Browser, house: House, draft: str) -> None:
    for action in ("delete", "move", "files"):
        assert admin.get(f"/deposit/{draft}/{action}").status_code == 405
    assert admin.get("/account/sign-out").status_code == 405
    assert admin.get(f"/deposit/{draft}").status_code == 200


@pytest.mark.parametrize("method", ["put", "patch", "delete"])
def test_other_methods_are_told_which_ones_work(admin: Browser, method: str) -> None:
    answer = getattr(admin.client, method)("/about", data={"csrf_token": admin.token()})
    assert answer.status_code in {400, 405}
