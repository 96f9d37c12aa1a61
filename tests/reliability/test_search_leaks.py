"""Words of what is not public: asking for one is answered like asking for a word that is nowhere, at every address.

The pages that answer a secret word must equal, but for the word itself, those that answer a word that nobody wrote,
so that no total, count, facet value, suggestion, spelling, passage or page can tell the two apart.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from repo_app.db import now
from repo_app.services import deposit, places, records
from repo_app.values import SYSTEM
from repo_app.values.days import day_of
from repo_app.web import create_app
from tests.documents import prose, text_pdf
from tests.house import LICENSE, House, opened, title

pytestmark = pytest.mark.usefixtures("remembered")

# What stays public and was changed is found by its old words until the worker has run, a moment later.
FOLLOWS = frozenset({"re-titled"})
NOWHERE = "xyrmbuquat"  # in no record, and close to none of the words below
SECRETS = {
    "draft": "zaptolimen",
    "submitted": "qridovamux",
    "returned": "plemiquodo",
    "withdrawn": "gwestufaro",
    "closed text": "drubnokile",
    "embargo from the first": "hulbetriqam",
    "embargo on what was open": "tofskivenul",
    "waiting change": "fjolameric",
    "declined change": "vastrepudo",
    "deleted file": "cwimnaldos",
    "re-titled": "skoburtane",
}
ASKED = (
    "/search?q={}", "/en/search?q={}", "/search?q=title:{}", "/search?q=%22{}%22", "/search?q=sach+OR+{}",
    "/search?q=sach+-{}", "/search?q=creator:{}", "/search?subject={}", "/search?year=1871&q=sach+OR+{}",
    "/search?q=sach+{}&sort=title", "/search/suggest?q={}", "/api/v1/search?q={}", "/api/v1/search?q=sach+OR+{}",
    "/api/v1/search?subject={}", "/records/RECORD/search?q={}", "/records/RECORD/read?q={}",
    "/records/RECORD/text?q={}",
)  # fmt: skip
LISTS = (
    "/", "/en/", "/search", "/api/v1/search?q=", "/api/v1/search?q=sach&size=100", "/search?q=sach",
    "/search/suggest?q=sa",
    "/organizations/xa", "/collections/kin", "/api/v1/collections", "/records/RECORD", "/feed.atom", "/sitemap.xml",
    *(f"/browse/{name}" for name in ("subject", "grade", "level", "type", "language", "license", "collection", "year")),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Held:
    """A house with secrets, its site as a visitor meets it, and its one record that is public throughout."""

    house: House
    client: FlaskClient
    record: str
    late: frozenset[str] = frozenset()

    def told(self, address: str, word: str = "") -> str:
        """The page, without the asked word and what is made anew for each answer."""
        answer = self.client.get(address.replace("RECORD", self.record).format(word))
        assert answer.status_code < 500
        text = re.sub(r'nonce="[^"]*"|nonce-[^\' ]*', "", answer.get_data(as_text=True))
        return f"{answer.status_code} {text.replace(word, '…') if word else text}"


def _written(house: House, word: str, **more: object) -> str:
    told = {
        "title": title(f"Sách {word}"),
        "creator": title(f"Ông {word}"),
        "subject": title(word),
        "issued": [{"value": "1871"}],
    }
    return records.create(house.library, house.depositor, {**LICENSE, **told, **more}).id


def _published(house: House, word: str, **more: object) -> str:
    record = _written(house, word, **more)
    records.publish(house.library, house.reviewer, record)
    return record


def _hidden(house: House) -> None:
    """All that was published, and indexed, and is so no more; and all that never was."""
    library, reviewer = house.library, house.reviewer
    _written(house, SECRETS["draft"])
    for name in ("submitted", "returned"):
        record = _written(house, SECRETS[name])
        records.submit(library, house.depositor, record)
        if name == "returned":
            records.return_(library, reviewer, record, "xem lại")
    withdrawn, retitled = (
        _published(house, SECRETS["withdrawn"]),
        _published(house, SECRETS["re-titled"], issued=[{"value": "1899"}]),
    )
    shown = {
        name: _published(house, f"thường {name}", issued=[{"value": "2002"}])
        for name in ("waiting change", "declined change")
    }
    gone = house.published(text_pdf([f"{prose(5)} {SECRETS['deleted file']}"]), "mot.pdf", title=title("Sách hai tệp"))
    house.published(
        text_pdf([f"{prose(6)} {SECRETS['closed text']}"]),
        "kin.pdf", title=title("Sách kín"), license=[{"id": "in-copyright"}],
    )  # fmt: skip
    first = house.deposit(text_pdf([f"{prose(7)} {SECRETS['embargo from the first']}"]), "thi.pdf")
    house.work()
    tomorrow = day_of(now()) + timedelta(days=1)
    records.set_embargo(library, house.depositor, first, tomorrow)
    house.described(first, title=title("Sách thi"))
    records.publish(library, reviewer, first)
    open_ = house.published(
        text_pdf([f"{prose(8)} {SECRETS['embargo on what was open']}"]), "mo.pdf", title=title("Sách mở")
    )
    records.set_embargo(library, reviewer, open_, tomorrow)
    for name, record in shown.items():
        seen = records.view(library, house.depositor, record)
        records.edit(library, house.depositor, record, {"title": title(f"Sách {SECRETS[name]}")}, seen.revision)
    records.decline(library, reviewer, shown["declined change"], "không đúng")
    deposit.remove_file(library, reviewer, gone, "mot.pdf")
    house.described(
        retitled, title=title("Sách mới"), creator=title("Ông Tư"), subject=title("khác"), issued=[{"value": "2001"}]
    )
    records.withdraw(library, reviewer, withdrawn, "xem lại")


@pytest.fixture(scope="module", params=["before the worker", "indexed", "without an index"])
def held(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Held]:
    with opened(tmp_path_factory.mktemp("leaks") / "var") as house:
        places.create_collection(house.library, SYSTEM, "kin", "Kín", "xa")
        record = house.published(text_pdf([prose(1), prose(2)]), "a.pdf", title=title("Sách tập đọc"))
        _hidden(house)
        if request.param != "before the worker":
            house.work()
        if request.param == "without an index":
            shutil.rmtree(house.library.settings.data_dir / "index")
        late = FOLLOWS if request.param == "before the worker" else frozenset()
        yield Held(house, create_app(house.library).test_client(), record, late)


@pytest.mark.parametrize("name", SECRETS)
def test_a_secret_word_is_answered_like_one_that_is_nowhere(held: Held, name: str) -> None:
    if name in held.late:
        assert SECRETS[name] not in held.told("/search?q={}", SECRETS[name])
        return
    for address in ASKED:
        assert held.told(address, SECRETS[name]) == held.told(address, NOWHERE), address


def test_no_list_holds_a_secret_word(held: Held) -> None:
    for address in LISTS:
        page = held.told(address)
        assert [name for name, word in SECRETS.items() if word in page and name not in held.late] == [], address
        assert "1871" not in page, address


def test_beginnings_of_secret_words_are_not_completed(held: Held) -> None:
    for word in (word for name, word in SECRETS.items() if name not in held.late):
        assert word not in held.told(f"/search/suggest?q={word[:5]}")
        assert word not in held.told(f"/search?q={word[:-1]}")
        assert word not in held.told(f"/api/v1/search?q={word[:-1]}e")


def test_a_public_word_is_told_from_one_that_is_nowhere(held: Held) -> None:
    """So that the others say something: these addresses do tell what is there."""
    assert held.told("/api/v1/search?q={}", "tap") != held.told("/api/v1/search?q={}", NOWHERE)
    assert held.told("/search?q=title:{}", "tap") != held.told("/search?q=title:{}", NOWHERE)


def test_the_way_of_the_test_finds_what_is_shown(tmp_path: Path) -> None:
    with opened(tmp_path / "var") as house:
        _published(house, SECRETS["draft"])
        house.work()
        site = Held(house, create_app(house.library).test_client(), "")
        addresses = ("/search?q={}", "/search?q=title:{}", "/search/suggest?q={}", "/api/v1/search?subject={}")
        for address in addresses:
            assert site.told(address, SECRETS["draft"]) != site.told(address, NOWHERE), address
        assert SECRETS["draft"] in site.told("/browse/subject")
