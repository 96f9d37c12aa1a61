"""What licenses mean, without a database or a network: reading them, showing them, combining works, choosing one."""

from repo_app.licensing.leave import refuses, seems_to_refuse
from repo_app.licensing.reading import LicenseFault, named_in, read
from repo_app.licensing.values import (
    CC0,
    IN_COPYRIGHT,
    NO_COPYRIGHT,
    PDM,
    RIGHTS,
    UNKNOWN,
    License,
    every,
    find,
    is_open,
)

__all__ = [
    "CC0",
    "IN_COPYRIGHT",
    "NO_COPYRIGHT",
    "PDM",
    "RIGHTS",
    "UNKNOWN",
    "License",
    "LicenseFault",
    "every",
    "find",
    "is_open",
    "named_in",
    "read",
    "refuses",
    "seems_to_refuse",
]
