"""What `ObjectStore` promises, held by every backend: a folder, memory, and a real S3 server."""

import hashlib
import io
import tracemalloc
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from storage import (
    BadKey,
    FilesystemStore,
    ObjectMissing,
    ObjectStore,
    StorageError,
)
from tests.storage.streams import MIB, Pattern, digest_of, sha256
from tests.thorough import rounds


def read(store: ObjectStore, key: str, start: int = 0, length: int | None = None) -> bytes:
    with store.open(key, start=start, length=length) as source:
        return source.read()


def test_what_was_put_is_what_is_read(store: ObjectStore) -> None:
    before = datetime.now(UTC) - timedelta(seconds=2)  # a server may tell whole seconds
    put = store.put("a/b.c/d_e-f", io.BytesIO(b"xin chao"), media_type="text/plain")
    assert (put.key, put.size, put.sha256) == ("a/b.c/d_e-f", 8, sha256(b"xin chao"))
    assert read(store, "a/b.c/d_e-f") == b"xin chao"
    seen = store.stat("a/b.c/d_e-f")
    assert seen is not None
    assert (seen.key, seen.size) == ("a/b.c/d_e-f", 8)
    assert seen.sha256 in (None, put.sha256)
    assert seen.modified.utcoffset() == timedelta(0)
    assert before <= seen.modified <= datetime.now(UTC) + timedelta(seconds=2)


def test_an_empty_object_is_an_object(store: ObjectStore) -> None:
    assert store.put("empty", io.BytesIO(), size=0, sha256=sha256(b"")).size == 0
    assert read(store, "empty") == b""
    assert read(store, "empty", 5, 5) == b""
    assert store.stat("empty") is not None


def test_a_put_takes_what_is_left_of_the_stream(store: ObjectStore) -> None:
    source = io.BytesIO(b"skipped, kept")
    source.seek(9)
    assert store.put("rest", source).size == 4
    assert read(store, "rest") == b"kept"


def test_a_second_put_replaces_the_first(store: ObjectStore) -> None:
    store.put("key", io.BytesIO(b"a long first version"))
    store.put("key", io.BytesIO(b"second"))
    assert read(store, "key") == b"second"
    assert list(store.iter_keys()) == ["key"]


def test_what_is_missing_is_said_to_be_missing(store: ObjectStore) -> None:
    assert store.stat("no/such") is None
    for length in (None, 0, 5):
        with pytest.raises(ObjectMissing):
            store.open("no/such", length=length)


def test_deleting_twice_is_no_error(store: ObjectStore) -> None:
    store.put("a/gone", io.BytesIO(b"x"))
    store.put("a/stays", io.BytesIO(b"y"))
    store.delete("a/gone")
    store.delete("a/gone")
    store.delete("never/was")
    assert store.stat("a/gone") is None
    assert read(store, "a/stays") == b"y"


@pytest.mark.parametrize(
    ("start", "length"), [(0, None), (0, 0), (0, 1), (3, 4), (9, 1), (9, 5), (10, 1), (11, None), (500, 5), (3, 0)]
)
def test_ranges(store: ObjectStore, start: int, length: int | None) -> None:
    data = b"0123456789"
    store.put("digits", io.BytesIO(data))
    end = None if length is None else start + length
    assert read(store, "digits", start, length) == data[start:end]


@pytest.mark.parametrize(("start", "length"), [(-1, None), (0, -1), (-5, 3)])
def test_a_negative_range_is_refused(store: ObjectStore, start: int, length: int | None) -> None:
    store.put("digits", io.BytesIO(b"0123456789"))
    with pytest.raises(ValueError, match="negative"):
        store.open("digits", start=start, length=length)


@settings(
    max_examples=rounds(40, quick=15),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    data=st.binary(max_size=300),
    start=st.integers(0, 400) | st.integers(0, 2**45),
    length=st.none() | st.integers(0, 400) | st.integers(0, 2**45),
)
def test_any_range_is_a_slice(store: ObjectStore, data: bytes, start: int, length: int | None) -> None:
    store.put("any", io.BytesIO(data))
    end = None if length is None else start + length
    assert read(store, "any", start, length) == data[start:end]


def test_a_range_in_the_middle_of_a_large_object(store: ObjectStore) -> None:
    store.put("large", Pattern(9 * MIB + 17))
    whole = Pattern(9 * MIB + 17, at_most=20 * MIB).read(20 * MIB)
    assert read(store, "large", 8 * MIB - 3, 10) == whole[8 * MIB - 3 : 8 * MIB + 7]
    assert read(store, "large", 9 * MIB) == whole[9 * MIB :]


def test_a_reader_may_be_left_half_way(store: ObjectStore) -> None:
    store.put("large", Pattern(3 * MIB))
    for _ in range(40):  # more than any pool of connections holds
        with store.open("large") as source:
            assert len(source.read(10)) == 10
    assert read(store, "large", 0, 10) == Pattern(10).read(10)


@pytest.mark.parametrize("at_most", [100_001, 64 * MIB])
def test_a_long_stream_is_never_whole_in_memory(
    store: ObjectStore, at_most: int, request: pytest.FixtureRequest
) -> None:
    if "memory" in request.node.callspec.params.values():
        at_most = min(at_most, MIB)  # it keeps the bytes, of course; that they arrive is what is asked here
    size = 40 * MIB
    source = Pattern(size, at_most=at_most)
    tracemalloc.start()
    put = store.put("long", source)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert put.size == size
    assert put.sha256 == digest_of(Pattern(size))
    assert source.largest_wish <= 9 * MIB
    if "memory" not in request.node.callspec.params.values():
        assert peak < size
    with store.open("long") as kept:
        digest = hashlib.sha256()
        while piece := kept.read(MIB):
            digest.update(piece)
    assert digest.hexdigest() == put.sha256


BAD_KEYS = [
    *("", "/", "/a", "a/", "a//b", ".", "..", "../a", "a/../b", "a/./b", "a/..", "a..b", ".hidden", "a/.hidden"),
    *("A", "ă", "a/đ", "a b", "a\n", "a\0b", "a\\b", "a:b", "a?b", "%2e%2e/a", "-a", "_a", "x" * 513, "a/" + "b" * 256),
]


@pytest.mark.parametrize("key", BAD_KEYS)
def test_a_bad_key_is_refused_by_every_verb(store: ObjectStore, key: str) -> None:
    verbs: list[Callable[[], object]] = [
        lambda: store.put(key, io.BytesIO(b"x")),
        lambda: store.open(key),
        lambda: store.stat(key),
        lambda: store.delete(key),
    ]
    for verb in verbs:
        with pytest.raises(BadKey) as raised:
            verb()
        assert isinstance(raised.value, ValueError)
        assert isinstance(raised.value, StorageError)
    assert list(store.iter_keys()) == []


def test_the_longest_key_is_taken(store: ObjectStore) -> None:
    key = "/".join(["k" * 127] * 4)
    store.put(key, io.BytesIO(b"x"))
    assert list(store.iter_keys()) == [key]


def test_keys_by_prefix(store: ObjectStore) -> None:
    keys = {"a/b/c", "a/bc", "a/b-d/e", "ab", "b/a", "derived/x.webp"}
    for key in keys:
        store.put(key, io.BytesIO(b"x"))
    for prefix in ("", "a", "a/", "a/b", "a/b/", "a/b/c", "a/b/c/", "b", "zz", "zz/top", "derived/x."):
        found = list(store.iter_keys(prefix))
        assert sorted(found) == sorted(key for key in keys if key.startswith(prefix)), prefix
    for prefix in ("..", "../", "/", "a//", ".", "a/.", "Ă"):
        with pytest.raises(BadKey):
            store.iter_keys(prefix)


def test_many_keys_are_all_listed(store: ObjectStore) -> None:
    count = 100 if isinstance(store, FilesystemStore) else 1100  # more than one page of an S3 listing
    keys = {f"many/{number % 7}/{number}" for number in range(count)}
    for key in keys:
        store.put(key, io.BytesIO(b""))
    found = list(store.iter_keys("many/"))
    assert len(found) == count
    assert set(found) == keys
