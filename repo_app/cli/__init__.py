"""The ``hoclieu`` command: one module a group, imported when it is called, so that ``hoclieu --help`` is quick."""

from __future__ import annotations

import sys


def main() -> None:
    """Run the command line of this process and end it: 0 on success, 1 when the work failed, 2 on wrong usage."""
    from repo_app.cli.front import run  # here, so that importing the package costs nothing
    from repo_app.cli.streams import make_usable

    make_usable()
    sys.exit(run(sys.argv[1:]))
