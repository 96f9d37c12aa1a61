"""Every backend a contract is tried on: a folder, memory, and a real S3 server; the search engines."""

from pathlib import Path

import pytest

from search import SearchIndex, open_index
from storage import ObjectStore, open_store


@pytest.fixture(params=["filesystem", "memory", pytest.param("s3", marks=pytest.mark.services)])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> ObjectStore:
    if request.param == "filesystem":
        return open_store(f"file://{tmp_path}/objects")
    if request.param == "memory":
        return open_store("memory://")
    return open_store(request.getfixturevalue("s3_url"))


@pytest.fixture(params=["whoosh", "memory"])
def index(request: pytest.FixtureRequest, tmp_path: Path) -> SearchIndex:
    opened = open_index(f"whoosh://{tmp_path}/index" if request.param == "whoosh" else "memory://")
    opened.rebuild([])
    return opened
