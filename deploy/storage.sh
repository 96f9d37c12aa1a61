#!/bin/sh
# Starts versitygw with keys from secret files; it reads them from its environment only.
set -eu
ROOT_ACCESS_KEY="$(cat "$STORAGE_ACCESS_KEY_FILE")"
ROOT_SECRET_KEY="$(cat "$STORAGE_SECRET_KEY_FILE")"
export ROOT_ACCESS_KEY ROOT_SECRET_KEY
exec versitygw --port "${STORAGE_LISTEN:-:7070}" --health /health posix "${STORAGE_FOLDER:-/objects}"
