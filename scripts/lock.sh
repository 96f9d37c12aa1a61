#!/usr/bin/env bash
# Writes requirements.lock and requirements-test.lock from pyproject.toml: every package, for every supported Python,
# with the hashes of its files. What is locked already keeps its version; UPGRADE=1 takes the newest that are allowed.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

uv_version=0.13.9
tools="$(mktemp -d)"
trap 'rm -rf "$tools"' EXIT
python3 -m venv "$tools"
"$tools/bin/python" -m pip install --quiet --disable-pip-version-check "uv==$uv_version"

compile() {
  "$tools/bin/uv" pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header \
    ${UPGRADE:+--upgrade} "$@"
}
compile pyproject.toml --output-file requirements.lock
# The second lock follows the first: the tests run on the very versions that the site runs on.
compile pyproject.toml --extra test --constraint requirements.lock --output-file requirements-test.lock
