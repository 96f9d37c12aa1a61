"""Questions that readers of a shelf might type, of several kinds, drawn from its own titles and pages."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from urllib.parse import urlencode

from sqlalchemy import func, select

from repo_app import licensing
from repo_app.models import File, Page, Record
from repo_app.services.library import Library
from search import vietnamese

EACH = 24  # questions of one kind
SAMPLE = 400  # pages that they are drawn from


@dataclass(frozen=True, slots=True)
class Question:
    """What is typed, of which kind it is, and what else its address says."""

    kind: str
    text: str
    more: Mapping[str, str] = field(default_factory=dict)

    @property
    def path(self) -> str:
        """The page that answers it."""
        return f"/search?{urlencode({'q': self.text, **self.more})}"


def questions(library: Library) -> list[Question]:
    """Distinct questions, in an order without order, the same for the same shelf."""
    chance = random.Random(11)
    titles, pages = _material(library, chance)
    seen, made = set(), []
    for kind, draw in _kinds(chance, titles, pages).items():
        for question in islice((Question(kind, *one) for one in draw), EACH):
            if question.path not in seen:
                seen.add(question.path)
                made.append(question)
    chance.shuffle(made)
    return made


Drawn = Iterator[tuple[str, Mapping[str, str]]]


def _kinds(chance: random.Random, titles: Sequence[str], pages: Sequence[Sequence[str]]) -> Mapping[str, Drawn]:
    often = Counter(word for page in pages for word in page)
    common = [word for word, _ in often.most_common(120) if not word.isdigit()]
    rare = sorted(word for word, times in often.items() if times == 1 and len(word) > 4)

    def row(size: int) -> str:
        page = chance.choice([page for page in pages if len(page) > size])
        start = chance.randrange(len(page) - size)
        return " ".join(page[start : start + size])

    def drawn(make: Callable[[], str], **more: str) -> Drawn:
        while True:
            yield make(), more

    return {
        "one common syllable": drawn(lambda: chance.choice(common)),
        "two syllables": drawn(lambda: row(2)),
        "two syllables without accents": drawn(lambda: vietnamese.fold(row(2))),
        "title": drawn(lambda: chance.choice(titles)),
        "title without accents": drawn(lambda: vietnamese.fold(chance.choice(titles))),
        "six words": drawn(lambda: row(6)),
        "six words without accents": drawn(lambda: vietnamese.fold(row(6))),
        "rare word": drawn(lambda: chance.choice(rare)),
        "with filters": drawn(lambda: row(2), license="cc-by-4.0", language="vi"),
        "page 2": drawn(lambda: row(2), page="2"),
        "page 50": drawn(lambda: chance.choice(common), page="50"),
        "by year": drawn(lambda: row(2), sort="year"),
        "in quotation marks": drawn(lambda: f'"{row(2)}"'),
    }


def _material(library: Library, chance: random.Random) -> tuple[list[str], list[list[str]]]:
    """Titles, and the words of pages that are searched."""
    with library.db.reading() as session:
        last = session.scalar(select(func.max(Record.id)).where(Record.state == "published")) or 0
        numbers = chance.sample(range(1, last + 1), min(SAMPLE, last))
        rows = session.execute(
            select(Record.title, Record.license, Page.text)
            .join(File, File.record_id == Record.id)
            .join(Page, Page.file_id == File.id)
            .where(Record.id.in_(numbers), Record.state == "published", Page.number == 1 + last % 3)
            .order_by(Record.id)
        ).all()
    open_rows = [(title, text) for title, license_id, text in rows if licensing.is_open(license_id)]
    titles = [title for title, _ in open_rows if len(title) < 200]
    return titles, [[token.exact for token in vietnamese.tokens(text)] for _, text in open_rows]
