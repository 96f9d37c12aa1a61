#!/usr/bin/env bash
# Installs what `make bench` compares with, in an environment of its own under .tools: nothing of it enters the project's.
# Without a way to the packages nothing fails: the table then says that the peer is not there.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

version=17.13.0
home=.tools/ocrmypdf

if [ ! -x "$home/bin/ocrmypdf" ] && ! command -v ocrmypdf >/dev/null 2>&1; then
  echo "peers: installing OCRmyPDF $version in $home" >&2
  .venv/bin/python -m venv "$home" && "$home/bin/pip" install --quiet "ocrmypdf==$version" ||
    { echo "peers: OCRmyPDF could not be installed" >&2 && rm -rf "$home"; }
fi
