"""The folder store under bad conditions: full disks, killed writers, links, pipes, and keys made to break out."""

import io
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage import BadKey, FilesystemStore, ObjectMissing, StorageFull, StorageUnavailable, Unreadable, open_store
from storage.files import PARTIAL
from tests.storage.streams import MIB, Pattern


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "objects"
    folder.mkdir()
    return folder


@pytest.fixture
def store(root: Path) -> FilesystemStore:
    return FilesystemStore(root)


def files_under(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if not path.is_dir())


PARTS = st.sampled_from(["..", ".", "a", "b.c", "..a", "/", "", "\0", "~", "ă", "\n", "%2e%2e", "\\..", "con"])
KEYS = (
    st.text(max_size=30)
    | st.lists(PARTS, max_size=6).map("/".join)
    | st.from_regex(r"[a-z0-9._/-]{1,20}", fullmatch=True)
)


@given(key=KEYS)
def test_no_key_leaves_the_store(key: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    outside = tmp_path_factory.mktemp("outside")
    root = outside / "objects"
    root.mkdir()
    store = FilesystemStore(root)
    try:
        store.put(key, io.BytesIO(b"x"))
    except BadKey:
        assert files_under(outside) == []
    else:
        assert files_under(outside) == [f"objects/{key}"]
        assert list(store.iter_keys()) == [key]
        store.delete(key)
        assert files_under(outside) == []


def test_a_link_in_the_store_is_not_followed(store: FilesystemStore, root: Path, tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.mkdir()
    (secret / "file").write_bytes(b"not ours")
    (root / "door").symlink_to(secret)
    (root / "file").symlink_to(secret / "file")
    for key in ("door/file", "file"):
        with pytest.raises(Unreadable):
            store.open(key)
        with pytest.raises(Unreadable):
            store.local_path(key)
        with pytest.raises(Unreadable):
            store.put(key, io.BytesIO(b"overwritten"))
        with pytest.raises(Unreadable):
            store.delete(key)
    assert list(store.iter_keys()) == []
    assert (secret / "file").read_bytes() == b"not ours"


def test_a_link_to_itself_is_unreadable_and_replaced_by_a_put(store: FilesystemStore, root: Path) -> None:
    (root / "loop").symlink_to(root / "loop")
    with pytest.raises(Unreadable):
        store.open("loop")
    with pytest.raises(Unreadable):
        store.stat("loop/x")
    store.put("loop", io.BytesIO(b"x"))
    assert store.open("loop").read() == b"x"


def test_the_folder_itself_may_be_a_link(root: Path, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(root)
    store = FilesystemStore(tmp_path / "link")
    store.put("a/b", io.BytesIO(b"x"))
    assert files_under(root) == ["a/b"]
    assert list(store.iter_keys("a/")) == ["a/b"]


def test_files_and_folders_are_private_whatever_the_umask(store: FilesystemStore, root: Path) -> None:
    before = os.umask(0)
    try:
        store.put("a/b/c", io.BytesIO(b"x"))
    finally:
        os.umask(before)
    assert (root / "a/b/c").stat().st_mode & 0o777 == 0o600
    assert (root / "a/b").stat().st_mode & 0o777 == 0o700


def test_what_is_no_plain_file_is_unreadable_and_hangs_nobody(store: FilesystemStore, root: Path) -> None:
    os.mkfifo(root / "pipe")
    (root / "folder").mkdir()
    for key in ("pipe", "folder"):
        with pytest.raises(Unreadable):
            store.open(key)
        with pytest.raises(Unreadable):
            store.stat(key)
    assert list(store.iter_keys()) == []


def test_a_key_cannot_be_the_folder_of_another(store: FilesystemStore) -> None:
    store.put("a/b", io.BytesIO(b"file"))
    with pytest.raises(BadKey):
        store.put("a", io.BytesIO(b"x"))
    with pytest.raises(BadKey):
        store.put("a/b/c", io.BytesIO(b"x"))
    with pytest.raises(BadKey):
        store.put("a/b/c/d", io.BytesIO(b"x"))
    assert store.stat("a/b/c") is None
    with pytest.raises(ObjectMissing):
        store.open("a/b/c")
    store.delete("a/b/c")
    assert store.open("a/b").read() == b"file"


def test_things_that_are_not_ours_are_not_listed(store: FilesystemStore, root: Path) -> None:
    store.put("a/b", io.BytesIO(b"x"))
    (root / "lost+found").mkdir()
    (root / "lost+found" / "x").write_bytes(b"")
    (root / "README").write_bytes(b"")
    (root / "a" / ".hidden").write_bytes(b"")
    assert list(store.iter_keys()) == ["a/b"]


def test_the_file_of_an_object_can_be_had(store: FilesystemStore, root: Path) -> None:
    store.put("a/b", io.BytesIO(b"x"))
    assert store.local_path("a/b") == root / "a/b"
    assert store.local_path("a/c") is None
    with pytest.raises(BadKey):
        store.local_path("../a")


def limited(code: str, *arguments: str, file_size: int) -> "subprocess.CompletedProcess[str]":
    """Run code in a child whose files cannot grow past `file_size` bytes: the kernel answers as a full disk does."""
    limit = f"import resource, sys\nresource.setrlimit(resource.RLIMIT_FSIZE, ({file_size}, {file_size}))\n"
    return subprocess.run(
        [sys.executable, "-c", limit + code, *arguments],
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )


def test_a_full_disk_is_said_to_be_full_and_keeps_the_older_object(store: FilesystemStore, root: Path) -> None:
    store.put("key", io.BytesIO(b"older"))
    code = """
import io
from pathlib import Path
from storage import FilesystemStore, StorageFull
try:
    FilesystemStore(Path(sys.argv[1])).put("key", io.BytesIO(b"x" * 3_000_000))
except StorageFull as error:
    assert error.retryable
    print("full")
"""
    done = limited(code, str(root), file_size=1_000_000)
    assert (done.stdout, done.stderr) == ("full\n", "")
    assert files_under(root) == ["key"]
    assert store.open("key").read() == b"older"


def test_a_folder_that_may_not_be_written_is_unavailable(root: Path) -> None:
    """As an ordinary person, for root may write anywhere; as root, in a folder of the kernel's that takes no files."""
    place = Path("/proc/self/fdinfo") if os.geteuid() == 0 else root
    if place == root:
        root.chmod(0o500)
    try:
        with pytest.raises(StorageUnavailable):
            FilesystemStore(place).put("key", io.BytesIO(b"x"))
    finally:
        root.chmod(0o700)


def test_a_killed_writer_leaves_no_object_and_its_rest_is_swept(store: FilesystemStore, root: Path) -> None:
    code = """
import sys, time
from pathlib import Path
from storage import FilesystemStore
class Slow:
    def read(self, size):
        print("reading", flush=True)
        time.sleep(0.02)
        return b"x" * 1000
FilesystemStore(Path(sys.argv[1])).put("a/key", Slow())
"""
    child = subprocess.Popen([sys.executable, "-c", code, str(root)], stdout=subprocess.PIPE)
    assert child.stdout is not None
    for _ in range(3):
        assert child.stdout.readline() == b"reading\n"
    child.send_signal(signal.SIGKILL)
    child.wait()
    child.stdout.close()
    (rest,) = files_under(root)
    assert PARTIAL in rest
    assert list(store.iter_keys()) == []
    assert store.sweep() == 0  # it may still be somebody's work
    assert store.sweep(older_than=0) == 1
    assert files_under(root) == []


def test_the_sweep_takes_only_old_rests(store: FilesystemStore, root: Path) -> None:
    store.put("a/key", io.BytesIO(b"x"))
    for name, age in (("new", 3600), ("old", 25 * 3600)):
        rest = root / "a" / f"{PARTIAL}{name}"
        rest.write_bytes(b"x")
        os.utime(rest, (time.time() - age,) * 2)
    os.utime(root / "a/key", (0, 0))
    assert store.sweep() == 1
    assert files_under(root) == [f"a/{PARTIAL}new", "a/key"]


def test_opening_makes_the_folder_but_not_the_ones_above(tmp_path: Path) -> None:
    store = open_store(f"file://{tmp_path}/objects")
    assert list(store.iter_keys()) == []
    assert (tmp_path / "objects").stat().st_mode & 0o777 == 0o700
    lost = open_store(f"file://{tmp_path}/not/mounted")
    with pytest.raises(StorageUnavailable):
        lost.put("key", io.BytesIO(b"x"))
    assert not (tmp_path / "not").exists()


class Full(io.BytesIO):
    """A disk that takes a few bytes and is full then, as the last blocks of a real one."""

    def write(self, data: "bytes | memoryview", /) -> int:  # type: ignore[override]
        if self.tell() >= 5:
            raise OSError(28, "No space left on device")
        return super().write(bytes(data[:5]))


def test_short_writes_and_then_no_room() -> None:
    from storage.files import copy

    with pytest.raises(StorageFull):
        copy(io.BytesIO(b"0123456789"), Full())


def test_reading_does_not_depend_on_other_readers(store: FilesystemStore) -> None:
    store.put("key", Pattern(2 * MIB))
    with store.open("key") as one, store.open("key", start=5) as two:
        assert one.read(5) + two.read(5) == Pattern(10).read(10)
