"""A published record with a large file, made beside a running site on its own data folder."""

from __future__ import annotations

import io
import random
import time

from pypdf import PdfReader, PdfWriter

from repo_app.services import deposit, records
from repo_app.settings import load
from repo_app.values import SYSTEM
from repo_app.wiring import build_library
from tests.documents import prose, text_pdf
from tests.journeys.running import Site

MEBIBYTE = 1024 * 1024


def large_pdf(mebibytes: int) -> bytes:
    """A small PDF that carries an attachment of that size which does not compress."""
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(text_pdf([prose(1)]))))
    writer.add_attachment("so-lieu.bin", random.Random(5).randbytes(mebibytes * MEBIBYTE))
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def publish(site: Site, data: bytes, name: str) -> str:
    """Deposit and publish; the site's own worker reads it. Gives the address of the file."""
    library = build_library(load(site.settings, folder=site.data))
    try:
        record = deposit.deposit(library, SYSTEM, io.BytesIO(data), name).record
        for _ in range(300):
            view = records.view(library, SYSTEM, record)
            if view.files[0].state == "ready":
                break
            time.sleep(0.2)
        else:
            raise AssertionError("the file was not read")
        records.edit(library, SYSTEM, record, {"license": [{"id": "cc-by-4.0"}]}, view.revision)
        records.publish(library, SYSTEM, record)
    finally:
        library.db.close()
    return f"{site.address}/records/{record}/files/{name}"
