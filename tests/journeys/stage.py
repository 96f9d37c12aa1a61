"""A running site with the people of a record's life before it, and what they press."""

from __future__ import annotations

import json
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from playwright.sync_api import Browser, Page
from playwright.sync_api import Error as PlaywrightError
from sqlalchemy import update

from repo_app.db import Database, now
from repo_app.models import Job, Record
from repo_app.services.records.embargo import LIFT_JOB
from repo_app.settings import load
from repo_app.values.days import day_of
from tests.journeys.running import Site

WORD = "khoắngsáo"
Act = Callable[[], bool]


@dataclass(frozen=True)
class Stage:
    """A running site and the people before it: Lan deposits, Bình reviews, the visitor has no account."""

    site: Site
    chromium: Browser
    lan: Page
    binh: Page
    visitor: Page
    document: Path

    def go(self, page: Page, path: str) -> int:
        """Open an address; a page that reloads itself at that moment, its files being read, is asked again."""
        for _ in range(3):
            with suppress_interruption():
                answer = page.goto(f"{self.site.address}{path}")
                if answer is not None:
                    return answer.status
            page.wait_for_load_state()
        raise AssertionError(f"{path} did not open")

    def the_day_comes(self, record: str) -> None:
        """As if the embargo had been set long ago, to end today; the worker's own job is due as well."""
        database = Database(load(self.site.settings, folder=self.site.data).database_url)
        with database.writing() as session:
            session.execute(update(Record).where(Record.public_id == record).values(embargoed_until=day_of(now())))
            due = update(Job).where(Job.kind == LIFT_JOB, Job.state == "waiting")
            session.execute(due.values(run_after=now() - timedelta(seconds=1)))
        database.close()

    def found(self) -> int:
        with urllib.request.urlopen(f"{self.site.address}/api/v1/search?q={urllib.request.quote(WORD)}") as answer:
            return int(json.load(answer)["total"])

    def until(self, what: Act) -> None:
        for _ in range(120):
            if what():
                return
            self.visitor.wait_for_timeout(500)
        raise AssertionError("it did not come about within a minute")


@contextmanager
def suppress_interruption() -> Iterator[None]:
    try:
        yield
    except PlaywrightError as told:
        if "interrupted by another navigation" not in str(told):
            raise


def press(page: Page, button: str) -> None:
    page.get_by_role("button", name=button, exact=True).first.click()
    page.wait_for_load_state()


def opened(page: Page, summary: str) -> None:
    page.locator("details:not([open]) > summary", has_text=summary).first.click()


def act(page: Page, summary: str, button: str, reason: str, **fields: str) -> None:
    """Open one of the forms below the description, give a reason, press its button."""
    part = page.locator(".aside-forms details", has=page.locator("summary", has_text=summary)).first
    if part.get_attribute("open") is None:
        part.locator("summary").click()
    for name, value in fields.items():
        part.locator(f"[name={name}]").fill(value)
    part.locator("[name=reason]").fill(reason)
    part.get_by_role("button", name=button, exact=True).click()
    page.wait_for_load_state()
