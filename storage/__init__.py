"""Where bytes live: a store is chosen by its address, and everything else here works over any of them."""

from contextlib import suppress

from storage.addresses import FileAddress, MemoryAddress, parse
from storage.base import (
    BadKey,
    Corrupt,
    LocalPath,
    NeedsBucket,
    ObjectMissing,
    ObjectStat,
    ObjectStore,
    Presigner,
    StorageError,
    StorageFull,
    StorageUnavailable,
    Sweepable,
    TooLarge,
    Unreadable,
)
from storage.blobs import BlobStore, Fault, Spooled, blob_key, spool, sweep_spooled
from storage.filesystem import FilesystemStore
from storage.memory import MemoryStore

__all__ = [
    "BadKey",
    "BlobStore",
    "Corrupt",
    "Fault",
    "FilesystemStore",
    "LocalPath",
    "MemoryStore",
    "NeedsBucket",
    "ObjectMissing",
    "ObjectStat",
    "ObjectStore",
    "Presigner",
    "Spooled",
    "StorageError",
    "StorageFull",
    "StorageUnavailable",
    "Sweepable",
    "TooLarge",
    "Unreadable",
    "blob_key",
    "open_store",
    "spool",
    "sweep_spooled",
]


def open_store(url: str) -> ObjectStore:
    """Open the store of an address: `file:///folder`, `s3+http(s)://KEY:SECRET@host:port/bucket?region=…`, `memory://`.

    The folder is made (0700) when the one above it is there; a bucket is not: see `NeedsBucket`. A
    store that is not there shows at first use, as `StorageUnavailable`. `ValueError` with a sentence on an address
    that is wrong.
    """
    address = parse(url)
    if isinstance(address, FileAddress):
        with suppress(OSError):  # told at first use, by the verb that needs it
            address.folder.mkdir(mode=0o700, exist_ok=True)
        return FilesystemStore(address.folder)
    if isinstance(address, MemoryAddress):
        return MemoryStore()
    from storage.s3 import connect  # here, so that a small installation never loads the client

    return connect(address)
