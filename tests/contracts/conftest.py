"""Every backend a contract is tried on: a folder, memory, and a real S3 server."""

from pathlib import Path

import pytest

from storage import ObjectStore, open_store


@pytest.fixture(params=["filesystem", "memory", pytest.param("s3", marks=pytest.mark.services)])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> ObjectStore:
    if request.param == "filesystem":
        return open_store(f"file://{tmp_path}/objects")
    if request.param == "memory":
        return open_store("memory://")
    return open_store(request.getfixturevalue("s3_url"))
