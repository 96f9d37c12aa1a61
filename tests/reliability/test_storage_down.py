"""Storage goes away while files are read: nothing is burnt, and everything is read once it is back."""

from __future__ import annotations

import hashlib
import secrets
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
import urllib3
from sqlalchemy import func, select

from repo_app.errors import Unavailable
from repo_app.jobs import counts
from repo_app.models import File, Job, Page
from repo_app.services import files, pages, records
from repo_app.services.finding import SearchRequest, search
from repo_app.values import VISITOR
from storage.addresses import S3Address, parse
from storage.s3 import connect
from tests import servers
from tests.documents import prose, text_pdf
from tests.house import House, opened, title
from tests.reliability.makers import slip_scan, slips
from tests.reliability.outages import Failing, RestartedS3, Unplugged, away, on, working
from tests.reliability.processes import until

SECRET = "Chiếc cối xay gió kẽo kẹt suốt đêm trăng."


def book(number: int) -> bytes:
    return text_pdf([prose(number + page) for page in range(1, 10)] + [f"{prose(number, 3)} {SECRET}"])


def found(house: House, text: str) -> list[str]:
    return [hit.card.id for hit in search(house.library, VISITOR, SearchRequest(text), "vi").results]


def tried_and_waiting(house: House) -> int:
    with house.library.db.reading() as session:
        waiting = select(func.count()).where(Job.state == "waiting", Job.failures > 0)
        return session.scalar(waiting) or 0


def all_tried_and_waiting(house: House) -> bool:
    """Whether every job of the reading met the outage and waits: none still looks at a folder that is coming back."""
    with house.library.db.reading() as session:
        jobs = session.execute(select(Job.state, Job.failures).where(Job.kind == "read", Job.state != "done")).all()
    return bool(jobs) and all(job.state == "waiting" and job.failures > 0 for job in jobs)


def failed(house: House) -> int:
    with house.library.db.reading() as session:
        assert session.scalar(select(func.count()).where(File.state == "failed")) == 0
        return counts(session).get("failed", 0)


def all_ready(house: House) -> bool:
    with house.library.db.reading() as session:
        return set(session.scalars(select(File.state))) == {"ready"}


def origins(house: House) -> list[str]:
    with house.library.db.reading() as session:
        return list(session.scalars(select(Page.origin)))


@pytest.mark.slow
def test_a_store_that_is_away_burns_no_job(house: House) -> None:
    store = Failing(house.library.blobs.store)
    there = on(house, store)
    old = there.published(book(1), "cu.pdf", title=title("Sách cũ"))
    new = [there.deposit(book(number), f"{number}.pdf") for number in range(2, 5)]
    shutil.rmtree(house.library.cache)
    store.failure = away()
    with working(there):
        until(lambda: tried_and_waiting(there) == len(new), 20)
        assert failed(there) == 0
        for record in new:
            assert records.view(there.library, there.depositor, record).files[0].state == "waiting"
        with pytest.raises(Unavailable) as caught:
            files.download(there.library, VISITOR, old, "cu.pdf").open(0, None)
        assert (caught.value.status, caught.value.retry_after > 0) == (503, True)
        with pytest.raises(Unavailable):
            there.deposit(book(9), "nua.pdf")
        assert SECRET in pages.page(there.library, VISITOR, old, None, 10).text
        assert found(there, "coi xay gio") == [old]
        store.failure = None
        until(lambda: all_ready(there), 40)
    assert store.refused > 0
    assert failed(there) == 0
    assert set(origins(there)) == {"text-layer"}


@pytest.mark.parametrize("left", ["nothing", "an empty file"])
def test_a_disk_that_goes_away_under_a_page_image_is_told_as_such(house: House, tmp_path: Path, left: str) -> None:
    record = house.published(book(1), title=title("Sách"))
    shutil.rmtree(house.library.cache)
    path = tmp_path / "left"
    if left == "an empty file":
        path.touch()
    unplugged = on(house, Unplugged(house.library.blobs.store, path))
    with pytest.raises(Unavailable) as caught:
        pages.image(unplugged.library, VISITOR, record, None, 1, 800)
    assert caught.value.code == "storage.away"


@pytest.mark.ocr
@pytest.mark.slow
def test_a_folder_that_goes_away_under_a_reader_spoils_no_page(house: House) -> None:
    record = house.deposit(slip_scan(slips(12, SECRET)))
    objects = house.library.settings.data_dir / "objects"
    elsewhere = objects.with_name("unplugged")
    with working(house):
        until(lambda: len(origins(house)) >= 2, 40)
        objects.rename(elsewhere)
        until(lambda: all_tried_and_waiting(house), 40)
        assert records.view(house.library, house.depositor, record).files[0].state == "reading"
        elsewhere.rename(objects)
        until(lambda: all_ready(house), 60)
    assert failed(house) == 0
    assert origins(house) == ["ocr"] * 12


@pytest.fixture
def s3_again(tmp_path: Path) -> Iterator[RestartedS3]:
    program = servers.versitygw()
    if program is None:
        pytest.skip("versitygw is not on this machine, and no other S3 server here keeps its objects when stopped")
    server = RestartedS3(program, tmp_path / "s3")
    server.start()
    try:
        yield server
    finally:
        server.stop()


@pytest.fixture
def scaled(s3_again: RestartedS3, postgres_database: str, tmp_path: Path) -> Iterator[House]:
    """A house on PostgreSQL and S3."""
    url = s3_again.url(f"house-{secrets.token_hex(4)}")
    address = parse(url)
    assert isinstance(address, S3Address)
    connect(address).ensure_bucket()
    with opened(tmp_path / "var", DATABASE_URL=postgres_database, STORAGE_URL=url, OCR_LANGUAGES="vie") as made:
        yield made


@pytest.mark.services
@pytest.mark.slow
def test_the_scaled_house_reads_publishes_and_finds_also_after_an_outage(scaled: House, s3_again: RestartedS3) -> None:
    first = scaled.published(book(1), "mot.pdf", title=title("Sách một"))
    second = scaled.deposit(book(2), "hai.pdf")
    s3_again.stop()
    shutil.rmtree(scaled.library.cache)
    with working(scaled):
        until(lambda: tried_and_waiting(scaled) == 1, 40)
        assert failed(scaled) == 0
        with pytest.raises(Unavailable):
            scaled.deposit(book(3), "ba.pdf")
        assert found(scaled, "coi xay gio") == [first]
        s3_again.start()
        until(lambda: all_ready(scaled), 60)
    scaled.described(second, title=title("Sách hai"))
    records.publish(scaled.library, scaled.reviewer, second)
    scaled.work()
    assert set(found(scaled, '"cối xay gió kẽo kẹt"')) == {first, second}
    check_download(scaled, second, "hai.pdf", book(2))


def check_download(house: House, record: str, name: str, data: bytes) -> None:
    """The bytes come back equal, through the library and through the address that a browser is sent to."""
    download = files.download(house.library, VISITOR, record, name)
    assert download.sha256 == hashlib.sha256(data).hexdigest()
    with download.open(0, None) as source:
        assert source.read() == data
    with download.open(100, 50) as source:
        assert source.read() == data[100:150]
    assert download.redirect is None or urllib3.request("GET", download.redirect).data == data
