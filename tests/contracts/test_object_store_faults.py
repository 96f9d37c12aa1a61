"""What `ObjectStore` promises when things go wrong: broken promises, broken sources, many at once, a store that is
gone.
"""

import hashlib
import io
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from storage import Corrupt, ObjectStore, StorageUnavailable, open_store
from tests import servers
from tests.storage.streams import MIB, Pattern, SourceBroke, digest_of, sha256

OLD = b"the older object"


def read(store: ObjectStore, key: str, start: int = 0, length: int | None = None) -> bytes:
    with store.open(key, start=start, length=length) as source:
        return source.read()


@pytest.mark.parametrize("promise", [{"size": 4}, {"size": 6}, {"size": 0}, {"sha256": sha256(b"other")}])
@pytest.mark.parametrize("older", [True, False])
def test_a_broken_promise_leaves_the_store_as_it_was(
    store: ObjectStore, promise: dict[str, object], older: bool
) -> None:
    if older:
        store.put("key", io.BytesIO(OLD))
    with pytest.raises(Corrupt) as raised:
        store.put("key", io.BytesIO(b"bytes"), **promise)  # type: ignore[arg-type]
    assert not raised.value.retryable
    assert list(store.iter_keys()) == (["key"] if older else [])
    if older:
        assert read(store, "key") == OLD


@pytest.mark.parametrize("size", [8 * MIB - 1, 8 * MIB, 8 * MIB + 1, 16 * MIB, 17 * MIB])
def test_a_wrong_digest_of_a_large_stream_leaves_the_store_as_it_was(store: ObjectStore, size: int) -> None:
    store.put("key", io.BytesIO(OLD))
    with pytest.raises(Corrupt):
        store.put("key", Pattern(size), sha256=sha256(b"other"), size=size)
    assert read(store, "key") == OLD


def test_a_stream_longer_than_promised_is_given_up_early(store: ObjectStore) -> None:
    source = Pattern(200 * MIB)
    with pytest.raises(Corrupt):
        store.put("key", source, size=10)
    assert source.given < 9 * MIB
    assert list(store.iter_keys()) == []


@pytest.mark.parametrize("breaks_at", [0, 1 * MIB, 12 * MIB])
def test_a_source_that_breaks_off_leaves_the_store_as_it_was(store: ObjectStore, breaks_at: int) -> None:
    store.put("key", io.BytesIO(OLD))
    with pytest.raises(SourceBroke):  # the source's own error, not one of the store
        store.put("key", Pattern(20 * MIB, breaks_at=breaks_at))
    with pytest.raises(SourceBroke):
        store.put("other", Pattern(20 * MIB, breaks_at=breaks_at))
    assert list(store.iter_keys()) == ["key"]
    assert read(store, "key") == OLD


def test_an_unfinished_put_is_not_seen(store: ObjectStore) -> None:
    seen: list[object] = []

    class Nosy(io.BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            seen.append((list(store.iter_keys()), store.stat("key")))
            return super().read(size)

    store.put("key", Nosy(b"bytes"))
    assert seen
    assert all(entry == ([], None) for entry in seen)


def test_two_puts_of_one_key_at_once_leave_one_of_them_whole(store: ObjectStore) -> None:
    sizes = [9 * MIB, 3 * MIB, 1 * MIB, 10]
    digests = [digest_of(Pattern(size, seed=size)) for size in sizes]
    for size, digest in zip(sizes, digests, strict=True):  # a warm-up: each of them alone is right
        assert store.put("key", Pattern(size, seed=size), sha256=digest).size == size
    failures: list[BaseException] = []
    gate = threading.Barrier(len(sizes))

    def write(size: int, digest: str) -> None:
        try:
            gate.wait()
            put = store.put("key", Pattern(size, seed=size), sha256=digest, size=size)
            assert put.size == size
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=write, args=pair) for pair in zip(sizes, digests, strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    with store.open("key") as kept:
        assert hashlib.sha256(kept.read()).hexdigest() in digests


def test_a_reader_keeps_its_version_or_says_that_it_broke(store: ObjectStore) -> None:
    store.put("key", Pattern(2 * MIB, seed=1))
    with store.open("key") as source:
        first = source.read(1000)
        store.put("key", Pattern(2 * MIB, seed=2))
        try:
            rest = source.read()
        except StorageUnavailable:
            return
    assert first + rest == Pattern(2 * MIB, seed=1, at_most=2 * MIB).read(2 * MIB)


@pytest.mark.parametrize("kind", ["folder", "server"])
def test_a_store_that_went_away_says_so_and_can_be_asked_again(kind: str, tmp_path: Path) -> None:
    if kind == "folder":
        store = open_store(f"file://{tmp_path}/objects")
        store.put("key", io.BytesIO(OLD))
        (tmp_path / "objects").rename(tmp_path / "away")
        _everything_is_unavailable(store)
        (tmp_path / "objects").write_bytes(b"a file where the folder was")
        _everything_is_unavailable(store)
        (tmp_path / "objects").unlink()
        (tmp_path / "away").rename(tmp_path / "objects")
        assert read(store, "key") == OLD
    else:
        with servers.s3_server() as server:
            store = open_store(server.url("bucket"))
            _everything_is_unavailable(store)  # there is no such bucket
        _everything_is_unavailable(store)


def _everything_is_unavailable(store: ObjectStore) -> None:
    verbs: list[Callable[[], object]] = [
        lambda: store.put("key", io.BytesIO(b"x")),
        lambda: store.put("key", Pattern(20 * MIB)),
        lambda: store.open("key"),
        lambda: store.stat("key"),
        lambda: store.delete("key"),
        lambda: list(store.iter_keys()),
    ]
    for verb in verbs:
        with pytest.raises(StorageUnavailable) as raised:
            verb()
        assert raised.value.retryable
