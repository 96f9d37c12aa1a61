"""Asking a site odd questions and judging its answers."""

from __future__ import annotations

import json
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path

from flask.testing import FlaskClient

from repo_app.web import create_app
from tests.documents import prose, text_pdf
from tests.house import opened, title
from tests.reliability.odd_questions import Question

BUDGET = 2.0  # seconds of a processor for one question
BUSY = 503  # too slow, or too many at once: told in words, with Retry-After
TRACES = ("Traceback (most recent call last)", "sqlalchemy.", "sqlite3.", "OperationalError", 'File "/')


@dataclass(frozen=True, slots=True)
class Asked:
    """How one question was answered; ``fault`` is empty where nothing was wrong."""

    kind: str
    address: str
    status: int
    seconds: float
    fault: str


class _Tags(HTMLParser):
    """Whether a page is whole, and every element that must be closed is closed in its order."""

    EMPTY = frozenset({"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"})

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.wrong = ""
        self.seen = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen |= tag == "html"
        if tag not in self.EMPTY:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if self.open and self.open[-1] == tag:
            self.open.pop()
        elif not self.wrong:
            self.wrong = f"</{tag}> in {self.open[-3:]}"


def fault(question: Question, status: int, kind: str, body: str, seconds: float) -> str:
    """What is wrong with an answer."""
    if status >= 500 and status != BUSY:
        return f"status {status}"
    if any(trace in body for trace in TRACES):
        return "a trace"
    if "<script>alert" in body:
        return "markup of the asker"
    if seconds > BUDGET:
        return f"{seconds:.1f} s"
    if "json" in kind:
        return _json_fault(body)
    if status in (301, 302, 303, 308):
        return ""
    if question.json and status == 200:  # what is refused at the door is told on a page
        return f"{kind} in place of JSON"
    tags = _Tags()
    tags.feed(body)
    return tags.wrong or ("" if tags.seen and not tags.open else f"no whole page: {tags.open[-3:]}")


def _json_fault(body: str) -> str:
    try:
        json.loads(body)
    except ValueError as error:
        return f"no JSON: {error}"
    return ""


@dataclass(frozen=True, slots=True)
class Site:
    """A site in this process, and a record of it with pages."""

    client: FlaskClient
    record: str
    asked: list[str] = field(default_factory=list)


@contextmanager
def site(folder: Path) -> Iterator[Site]:
    """A site over three published records: two with pages, one under a closed license."""
    with opened(folder / "var") as house:
        pages = [prose(number) for number in range(3)]
        record = house.published(text_pdf(pages), "a.pdf", title=title("Giáo dục công dân lớp 9"))
        house.published(text_pdf([prose(7)]), "b.pdf", title=title("Toán 6"), issued=[{"value": "2019"}])
        house.published(text_pdf([prose(8)]), "c.pdf", title=title("Quý"), license=[{"id": "in-copyright"}])
        yield Site(create_app(house.library).test_client(), record)


def ask_site(site: Site, question: Question) -> Asked:
    """Ask a site in this process; its seconds are of the processor."""
    address = question.path.replace("{record}", site.record)
    begun = time.process_time()
    answer = site.client.get(address)
    seconds = time.process_time() - begun
    found = fault(question, answer.status_code, answer.content_type, answer.get_data(as_text=True), seconds)
    return Asked(question.kind, address, answer.status_code, seconds, found)


def ask_remote(address: str, question: Question) -> Asked:
    """Ask a running site; its seconds are those a reader waits."""
    url = address.rstrip("/") + question.path.replace("{record}", "23456")
    begun = time.monotonic()
    try:
        with urllib.request.urlopen(url, timeout=30) as answer:
            status, kind, body = answer.status, answer.headers.get("Content-Type", ""), answer.read()
    except urllib.error.HTTPError as error:
        status, kind, body = error.code, error.headers.get("Content-Type", ""), error.read()
    except OSError as error:
        return Asked(question.kind, url, 0, time.monotonic() - begun, f"no answer: {error}")
    seconds = time.monotonic() - begun
    return Asked(question.kind, url, status, seconds, fault(question, status, kind, body.decode("utf-8"), seconds))
