"""Content addressing: spooling, the name of bytes, and what a check says of damaged ones."""

import io
import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage import (
    BadKey,
    BlobStore,
    Corrupt,
    Fault,
    ObjectMissing,
    StorageUnavailable,
    TooLarge,
    blob_key,
    open_store,
    spool,
    sweep_spooled,
)
from storage.files import PARTIAL
from tests.storage.streams import MIB, Pattern, SourceBroke, digest_of, sha256

DATA = b"Ty le thuc, bai 1\n" * 1000
NAME = sha256(DATA)


@pytest.fixture
def blobs(tmp_path: Path) -> BlobStore:
    return BlobStore(open_store(f"file://{tmp_path}/objects"))


@pytest.fixture
def spools(tmp_path: Path) -> Path:
    folder = tmp_path / "spool"
    folder.mkdir()
    return folder


def kept(blobs: BlobStore, spools: Path, data: bytes = DATA) -> bool:
    with spool(io.BytesIO(data), folder=spools, limit=10 * MIB) as spooled:
        return blobs.add(spooled, "text/plain")


def test_spooling_tells_size_and_digest_and_cleans_up(spools: Path) -> None:
    with spool(Pattern(3 * MIB, at_most=70_001), folder=spools, limit=3 * MIB) as spooled:
        assert (spooled.size, spooled.sha256) == (3 * MIB, digest_of(Pattern(3 * MIB)))
        assert spooled.file.read(10) == Pattern(10).read(10)
        assert spooled.path.parent == spools
        assert spooled.path.stat().st_size == 3 * MIB
        assert spooled.path.stat().st_mode & 0o777 == 0o600
    assert list(spools.iterdir()) == []
    assert spooled.file.closed
    spooled.close()


@given(data=st.binary(max_size=500))
def test_the_digest_is_that_of_the_bytes(data: bytes, tmp_path_factory: pytest.TempPathFactory) -> None:
    with spool(io.BytesIO(data), folder=tmp_path_factory.getbasetemp(), limit=500) as spooled:
        assert (spooled.sha256, spooled.size, spooled.file.read()) == (sha256(data), len(data), data)


def test_one_byte_over_the_limit_is_too_large_and_noticed_early(spools: Path) -> None:
    with spool(io.BytesIO(b"12345"), folder=spools, limit=5) as spooled:
        assert spooled.size == 5
    with pytest.raises(TooLarge):
        spool(io.BytesIO(b"123456"), folder=spools, limit=5)
    endless = Pattern(10_000 * MIB)
    with pytest.raises(TooLarge):
        spool(endless, folder=spools, limit=2 * MIB)
    assert endless.given <= 3 * MIB
    assert list(spools.iterdir()) == []


def test_a_source_that_breaks_leaves_no_spool(spools: Path) -> None:
    with pytest.raises(SourceBroke):
        spool(Pattern(5 * MIB, breaks_at=MIB), folder=spools, limit=9 * MIB)
    assert list(spools.iterdir()) == []


def test_a_spool_on_a_full_disk_or_in_no_folder(spools: Path) -> None:
    code = """
import io, resource, sys
from pathlib import Path
from storage import StorageFull, spool
resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, 50_000))
try:
    spool(io.BytesIO(b"x" * 100_000), folder=Path(sys.argv[1]), limit=10**9)
except StorageFull:
    print("full")
"""
    done = subprocess.run(
        [sys.executable, "-c", code, str(spools)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.stdout, done.stderr) == ("full\n", "")
    assert list(spools.iterdir()) == []
    with pytest.raises(StorageUnavailable):
        spool(io.BytesIO(b"x"), folder=spools / "gone", limit=10)


def test_forgotten_spools_are_swept(spools: Path) -> None:
    old = spools / f"{PARTIAL}old"
    for path in (old, spools / f"{PARTIAL}new", spools / "something-else"):
        path.write_bytes(b"x")
    os.utime(old, (0, 0))
    assert sweep_spooled(spools) == 1
    assert not old.exists()
    assert len(list(spools.iterdir())) == 2


def test_the_key_of_a_blob() -> None:
    assert blob_key(NAME) == f"sha256/{NAME[:2]}/{NAME[2:4]}/{NAME}"
    for bad in ("", NAME[:-1], NAME + "0", NAME.upper(), "../" + NAME[3:], NAME[:-1] + "g", NAME[:-1] + "\n"):
        with pytest.raises(BadKey):
            blob_key(bad)


def test_the_same_bytes_are_kept_once(blobs: BlobStore, spools: Path) -> None:
    assert kept(blobs, spools)
    assert not kept(blobs, spools)
    assert kept(blobs, spools, b"others")
    assert sorted(blobs.store.iter_keys()) == sorted([blob_key(NAME), blob_key(sha256(b"others"))])
    stat = blobs.stat(NAME)
    assert stat is not None
    assert stat.size == len(DATA)
    with blobs.open(NAME, 3, 5) as source:
        assert source.read() == DATA[3:8]
    blobs.delete(NAME)
    assert blobs.stat(NAME) is None
    assert kept(blobs, spools)


def test_adding_does_not_move_the_readers_place(blobs: BlobStore, spools: Path) -> None:
    with spool(io.BytesIO(DATA), folder=spools, limit=MIB) as spooled:
        spooled.file.seek(100)
        assert blobs.add(spooled, "text/plain")
        assert spooled.file.read(5) == DATA[100:105]
    assert blobs.check(NAME, len(DATA)) is None


def test_a_truncated_blob_is_healed_by_the_next_upload(blobs: BlobStore, spools: Path) -> None:
    kept(blobs, spools)
    path = blobs.local_path(NAME)
    assert path is not None
    os.truncate(path, 10)
    assert blobs.check(NAME, len(DATA)) is Fault.TRUNCATED
    assert kept(blobs, spools)
    assert blobs.check(NAME, len(DATA)) is None


def test_each_fault_has_its_name(blobs: BlobStore, spools: Path) -> None:
    assert blobs.check(NAME, len(DATA)) is Fault.MISSING
    kept(blobs, spools)
    assert blobs.check(NAME, len(DATA)) is None
    path = blobs.local_path(NAME)
    assert path is not None
    for damaged, fault in (
        (DATA[:500] + bytes([DATA[500] ^ 1]) + DATA[501:], Fault.ALTERED),
        (DATA + b"more", Fault.ALTERED),
        (DATA[:-1], Fault.TRUNCATED),
        (b"", Fault.TRUNCATED),
    ):
        path.write_bytes(damaged)
        assert blobs.check(NAME, len(DATA)) is fault, damaged[:10]
    path.unlink()
    path.mkdir()
    assert blobs.check(NAME, len(DATA)) is Fault.UNREADABLE
    assert [fault.value for fault in Fault] == ["altered", "truncated", "missing", "unreadable"]


def test_a_store_that_is_down_is_no_fault_of_the_blob(blobs: BlobStore, spools: Path, tmp_path: Path) -> None:
    kept(blobs, spools)
    (tmp_path / "objects").rename(tmp_path / "unmounted")
    with pytest.raises(StorageUnavailable):
        blobs.check(NAME, len(DATA))


def test_fetching_gives_a_verified_file_or_none(blobs: BlobStore, spools: Path, tmp_path: Path) -> None:
    kept(blobs, spools)
    target = tmp_path / "copy"
    blobs.fetch(NAME, target)
    assert target.read_bytes() == DATA
    path = blobs.local_path(NAME)
    assert path is not None
    path.write_bytes(DATA[:-1] + b"?")
    with pytest.raises(Corrupt):
        blobs.fetch(NAME, target)
    assert target.read_bytes() == DATA
    blobs.delete(NAME)
    with pytest.raises(ObjectMissing):
        blobs.fetch(NAME, tmp_path / "other")
    assert sorted(entry.name for entry in tmp_path.iterdir()) == ["copy", "objects", "spool"]


def test_derivatives_have_keys_of_their_own(blobs: BlobStore) -> None:
    assert blobs.put_derivative("derived/pages/1.webp", io.BytesIO(b"RIFF"), media_type="image/webp").size == 4
    with pytest.raises(BadKey):
        blobs.put_derivative(blob_key(NAME), io.BytesIO(b"not the bytes of that name"))
    assert blobs.stat(NAME) is None


def test_what_a_store_cannot_do_is_answered_with_none(spools: Path) -> None:
    blobs = BlobStore(open_store("memory://"))
    kept(blobs, spools)
    assert blobs.local_path(NAME) is None
    link = blobs.presign(NAME, seconds=5, download_name="a.txt", media_type="text/plain", inline=False)
    assert link is None
    assert blobs.check(NAME, len(DATA)) is None
