"""A stranger walks through the whole site, by every link and by every address that there could be: nothing closed is
found, neither in the seconds before the index has followed nor afterwards.

Each record holds words of its own, in its text, its outline and, where the record is not public, in its title and the
names of its files too. What must not be had is asked for by name.
"""

from __future__ import annotations

import io
import re
from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from urllib.parse import quote, urldefrag, urljoin, urlsplit

import pytest
from flask.testing import FlaskClient
from pypdf import PdfReader, PdfWriter

from repo_app.services import deposit, file_terms, records
from repo_app.services.authorities import agents as authorities
from repo_app.values.authorities import AgentText
from repo_app.web import create_app
from tests.documents import prose, text_pdf
from tests.house import LICENSE, House, opened, title
from tests.reliability.test_search_leaks import ASKED, NOWHERE, Held

pytestmark = pytest.mark.usefixtures("remembered")

SITE = "http://localhost"
# Words that nobody wrote elsewhere. Of the first ones only text and outline are closed, of the last everything is.
TEXTS = {
    "in copyright": "gwozamirel",
    "unknown": "hupladiqueno",
    "restricted": "frumavolexi",
    "embargo": "bromquidalas",
    "closed file": "stuvokrelam",
    "closed lately": "plorvatixeda",
    "file closed lately": "cwendobrufil",
}
HIDDEN = {"draft": "dwimofarekul", "submitted": "skulbraniveto", "withdrawn": "zwarpilokune"}
# What only those hear who work on the records that these words are said of.
SAID = {
    "waiting change": "pendzuqolim",
    "who a waiting change names": "pagentvokrim",
    "draft beside what is public": "drafwizzolu",
    "who only a draft names": "dragentpluvo",
    "withdrawn and described anew": "retzumbaliko",
    "edited once withdrawn": "editwofluzem",
    "why it was changed": "reasonblimpor",
}
OPEN = {"open": "klevarodumin", "open beside closed": "tsimbrolaque", "allowed": "vrankoteluzi"}
FAR = date(2100, 1, 1)
MOST = 900  # pages
RESTRICTED = [{"id": "restricted-access"}]
START = (
    "/", "/en/", "/search", "/search?q=em", "/licenses", "/licenses/remix", "/about", "/robots.txt", "/sitemap.xml",
    "/feed.atom", "/opds", "/opds/v2", "/oai?verb=ListRecords&metadataPrefix=oai_dc", "/opensearch.xml", "/readyz",
    "/metrics", "/organizations/xa", "/api/v1/search?q=&size=100", "/api/v1/openapi.json", "/api/v1/organizations",
    "/api/v1/collections", "/search/suggest?q=em", "/patterns",
    "/api/v1/agents?q=ong", "/api/v1/agents?q=ba", "/search/suggest?q=ong", "/names/suggest?q=ong",
    *(f"/browse/{name}" for name in ("subject", "grade", "type", "language", "license", "year", "format", "creator")),
)  # fmt: skip
OF_RECORD = (
    "", "/read?page=1", "/read?page=1&q=em", "/text?page=1", "/text?page=2&q=em", "/search?q=em", "/thumbnail",
    "/pages/1.webp", "/pages/2.webp?w=200", "/pages/1/state",
    *(f"/as/{name}" for name in ("oai_dc", "qdc", "lrmi", "marcxml", "jsonld", "bibtex", "ris", "csl", "opds")),
)  # fmt: skip
OF_FILE = (
    "/files/{}", "/files/{}?as=searchable", "/files/{}?as=light", "/files/{}?as=pdf", "/read?page=1&file={}",
    "/text?page=1&file={}", "/pages/1.webp?file={}", "/search?q=em&file={}", "/files/{}/originals/1",
)  # fmt: skip
OF_API = ("", "/files", "/suggestions", "/history", "/similar", "/search?q=em", "/compare?from=1&to=2", "/relations")


def _file(word: str) -> bytes:
    """Two pages with the word on both, and in the outline."""
    out = io.BytesIO()
    writer = PdfWriter()
    writer.append(PdfReader(io.BytesIO(text_pdf([f"{prose(3)} {word} {prose(4)}", f"{word} {prose(5)}"], title=word))))
    writer.add_outline_item(title=f"Phần {word}", page_number=0)
    writer.write(out)
    return out.getvalue()


@dataclass(frozen=True, slots=True)
class Site:
    """The site as a stranger meets it, with the ids of its records and agents and the names of the records' files."""

    client: FlaskClient
    ids: Mapping[str, str]
    names: Mapping[str, tuple[str, ...]]
    agents: tuple[str, ...]


def _published(house: House, word: str, name: str, **metadata: object) -> str:
    return house.published(_file(word), name, title=title("Tài liệu"), **metadata)


def _built(house: House) -> Site:
    library, reviewer = house.library, house.reviewer
    ids: dict[str, str] = {}
    ids["open"] = _published(house, OPEN["open"], "mo.pdf")
    for name, license_id in (("in copyright", "in-copyright"), ("unknown", "unknown")):
        ids[name] = _published(house, TEXTS[name], "kin.pdf", license=[{"id": license_id}])
    ids["restricted"] = _published(house, TEXTS["restricted"], "kin.pdf", accessRights=RESTRICTED)
    ids["allowed"] = _published(
        house, OPEN["allowed"], "mo.pdf", license=[{"id": "in-copyright"}], accessRights=[{"id": "open-access"}],
        rights=[{"value": "Nhà xuất bản cho phép ngày 3/5/2026"}],
    )  # fmt: skip
    ids["withdrawn"] = _published(house, HIDDEN["withdrawn"], f"{HIDDEN['withdrawn']}.pdf")
    ids["closed lately"] = _published(house, TEXTS["closed lately"], "kin.pdf")
    ids["embargo"] = _published(house, TEXTS["embargo"], "kin.pdf")
    ids["file closed lately"] = _published(house, TEXTS["file closed lately"], "kin.pdf")
    ids["closed file"] = two = house.deposit(_file(TEXTS["closed file"]), "kin.pdf")
    _add(house, two, OPEN["open beside closed"])
    file_terms.set_terms(library, reviewer, two, "kin.pdf", "in-copyright", None)
    house.described(two, title=title("Nửa mở"))
    records.publish(library, reviewer, two)
    for name in ("draft", "submitted"):
        ids[name] = house.deposit(_file(HIDDEN[name]), f"{HIDDEN[name]}.pdf")
        house.work()
        house.described(ids[name], title=title(f"Bản {HIDDEN[name]}"))
    records.submit(library, house.depositor, ids["submitted"])
    agents = _said(house, ids)
    house.work()
    return Site(create_app(library).test_client(), ids, _names(house, ids), agents)


def _said(house: House, ids: dict[str, str]) -> tuple[str, str]:
    """Records of descriptions only, around one that is public; gives the ids of who is named where nobody may read."""
    library, reviewer = house.library, house.reviewer
    proposed, drafted = (
        authorities.create(library, reviewer, AgentText(f"{word} {SAID[name]}")).id
        for word, name in (("Bà", "who a waiting change names"), ("Ông", "who only a draft names"))
    )
    ids["changing"] = _described(house, "Đang đổi", creator=title("Trần Bình"), subject=title("Lúa"))
    ids["beside"] = records.create(
        library, house.depositor,
        {"title": title(SAID["draft beside what is public"]), "creator": [{"id": drafted}],
         **{key: [{"value": ids["changing"]}] for key in ("isPartOf", "relation", "isVersionOf", "source")}},
    ).id  # fmt: skip
    ids["described anew"], ids["edited"] = (_described(house, "Bị gỡ", isPartOf=[{"value": ids["open"]}]) for _ in "12")
    ids["pointing"] = _described(
        house, "Dẫn", relation=[{"value": ids[name]} for name in ("withdrawn", "described anew", "edited", "beside")],
        isVersionOf=[{"value": ids["edited"]}],
    )  # fmt: skip
    return proposed, drafted


def _described(house: House, name: str, **metadata: object) -> str:
    """A public record without files, which its depositor described."""
    told = {"title": title(name), **LICENSE, **metadata}
    record = records.create(house.library, house.depositor, told).id
    records.publish(house.library, house.reviewer, record, SAID["why it was changed"])
    return record


def _add(house: House, record: str, word: str) -> None:
    deposit.add_file(house.library, house.depositor, record, io.BytesIO(_file(word)), "mo.pdf")
    house.work()


def _names(house: House, ids: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    views = {name: records.view(house.library, house.reviewer, record) for name, record in ids.items()}
    return {name: tuple(file.name for file in view.files) for name, view in views.items()}


def _close(house: House, site: Site) -> None:
    """What was open and indexed is closed now; the worker has not been there yet."""
    library, reviewer = house.library, house.reviewer
    house.described(site.ids["closed lately"], license=[{"id": "in-copyright"}])
    records.set_embargo(library, reviewer, site.ids["embargo"], FAR)
    file_terms.set_terms(library, reviewer, site.ids["file closed lately"], "kin.pdf", "unknown", None)
    file_terms.set_terms(library, reviewer, site.ids["withdrawn"], site.names["withdrawn"][0], "cc-by-nd-4.0", None)
    for name in ("withdrawn", "edited", "described anew"):
        records.withdraw(library, reviewer, site.ids[name], "xem lại")
    records.return_(library, reviewer, site.ids["described anew"], SAID["why it was changed"])
    house.described(site.ids["withdrawn"], title=title(SAID["edited once withdrawn"]))
    house.described(site.ids["edited"], title=title(SAID["edited once withdrawn"]))
    house.described(site.ids["described anew"], title=title(SAID["withdrawn and described anew"]))
    word = SAID["waiting change"]
    change = {"title": title(word), "creator": [{"id": site.agents[0]}], "subject": title(word)}
    seen = records.view(library, house.depositor, site.ids["changing"])
    records.edit(library, house.depositor, seen.id, change, seen.revision, SAID["why it was changed"])


@pytest.fixture(scope="module", params=["before the worker", "indexed"])
def site(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with opened(tmp_path_factory.mktemp("crawl") / "var") as house:
        made = _built(house)
        _close(house, made)
        if request.param == "indexed":
            house.work()
        yield made


def _addresses(site: Site) -> Iterator[str]:
    """Everything that could be asked for, whoever tells of it."""
    yield from START
    yield from (f"/api/v1/jobs/{number}" for number in range(1, 40))
    for agent in site.agents:
        yield from (f"/agents/{agent}", f"/api/v1/agents/{agent}", f"/search?creator={agent}")
    for name, record in site.ids.items():
        yield from (f"/records/{record}{more}" for more in OF_RECORD)
        yield from (f"/api/v1/records/{record}{more}" for more in OF_API)
        yield from (f"/records/{record}{more.format(quote(file))}" for file in site.names[name] for more in OF_FILE)
        yield f"/licenses/remix?source={record}"
        yield f"/licenses/choose?record={record}"
        yield f"/deposit/{record}"


def _walk(site: Site) -> Iterator[tuple[str, int, str]]:
    """Every page that can be come to, each once: its address, status and all it says, headers too.

    Of what is narrowed by several choices at once, of which there are endlessly many, ``MOST`` pages are enough.
    """
    waiting = deque(dict.fromkeys(_addresses(site)))
    seen = set(waiting)
    while waiting:
        address = waiting.popleft()
        answer = site.client.get(address)
        told = f"{answer.headers}\n{answer.get_data().decode('utf-8', 'replace')}"
        yield address, answer.status_code, told
        if answer.mimetype in {"text/html", "application/json"}:
            found = re.findall(r"""(?:href|src|action|"url": )=?["']([^"']+)""", told)
            links = (urldefrag(urljoin(SITE + address, link.replace("&amp;", "&")))[0] for link in found)
            for link in (one.removeprefix(SITE) for one in links if urlsplit(one).netloc == "localhost"):
                if link not in seen and len(seen) < MOST and link.count("&") < 1:
                    seen.add(link)
                    waiting.append(link)


def test_a_stranger_finds_nothing_closed(site: Site) -> None:
    secret = {**TEXTS, **HIDDEN, **SAID}
    leaks, faults, pages, seen_open = [], [], 0, set[str]()
    for address, status, told in _walk(site):
        pages += 1
        named = [name for name, word in secret.items() if word in told.lower() and word not in address]
        leaks += [(address, status, name) for name in named]
        faults += [address] if status >= 500 else []
        seen_open |= {name for name, word in OPEN.items() if word in told}
    assert leaks == []
    assert faults == []
    assert pages > 400
    assert seen_open == set(OPEN)


CLOSED = [*(f"/records/{{}}{more}" for more in OF_RECORD[1:10]), *(f"/records/{{}}{more}" for more in OF_FILE[:8])]


@pytest.mark.parametrize("name", [*TEXTS, *HIDDEN])
def test_bytes_pages_and_text_of_what_is_closed_answer_with_a_sentence(site: Site, name: str) -> None:
    record, file = site.ids[name], next(one for one in site.names[name] if one != "mo.pdf")
    wanted = {"draft": 404, "submitted": 404, "withdrawn": 410}.get(name, 403)
    addresses = [address.format(record, quote(file)) for address in CLOSED]
    if name == "closed file":  # what names no file means the first that is open
        addresses = [address for address in addresses if quote(file) in address]
    for address in addresses:
        answer = site.client.get(address)
        assert answer.status_code == wanted, address
        assert 'class="problem"' in answer.text or "tombstone" in answer.text, address


@pytest.mark.parametrize("name", [*TEXTS, *HIDDEN])
def test_asking_for_a_closed_word_is_like_asking_for_one_that_is_nowhere(site: Site, name: str) -> None:
    held = Held(None, site.client, site.ids["open"])  # type: ignore[arg-type]  # the house is not asked
    word = {**TEXTS, **HIDDEN}[name]
    for address in ASKED:
        assert held.told(address, word) == held.told(address, NOWHERE), address
    assert word not in held.told(f"/search/suggest?q={word[:5]}")


@pytest.mark.parametrize("name", OPEN)
def test_what_is_open_is_found(site: Site, name: str) -> None:
    found = site.client.get(f"/api/v1/search?q={OPEN[name]}").json
    record = site.ids["closed file" if name == "open beside closed" else name]
    assert [hit["id"] for hit in found["results"]] == [record]
    assert found["results"][0]["pages"][0]["file"] == "mo.pdf"
