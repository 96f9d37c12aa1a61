#!/usr/bin/env python3
"""Ask every address of searching what nobody should ask, and print how each kind of question was answered.

    python scripts/fuzz_search.py [--questions 10000] [--seed 1] [--site http://127.0.0.1:8080]

Without ``--site`` the site runs in this process over a library of a few records of its own. Every question is made
from the seed, so a run can be repeated. Exit 1 when an answer was an error of ours (5xx but 503), showed a trace, was
no whole HTML or JSON, or took more than the two seconds a question has, in processor time of this process.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tests.reliability.odd_questions import KINDS, questions  # noqa: E402
from tests.reliability.questioning import Asked, ask_remote, ask_site, site  # noqa: E402


def table(asked: list[Asked]) -> str:
    """A line for each kind of question: how many, answered with which status, the slowest, and how many were wrong."""
    lines = [f"{'kind':<14}{'asked':>7}{'slowest ms':>12}{'wrong':>7}  statuses"]
    for kind in (*KINDS, "all"):
        of_kind = [one for one in asked if kind in (one.kind, "all")]
        if of_kind:
            statuses = sorted(Counter(one.status for one in of_kind).items())
            shown = " ".join(f"{status}:{count}" for status, count in statuses)
            slowest = round(1000 * max(one.seconds for one in of_kind))
            wrong = sum(bool(one.fault) for one in of_kind)
            lines.append(f"{kind:<14}{len(of_kind):>7}{slowest:>12}{wrong:>7}  {shown}")
    return "\n".join(lines)


def main() -> int:
    """Ask, print, and tell."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--questions", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--site", help="address of a running site; none: one in this process")
    arguments = parser.parse_args()
    made = questions(arguments.seed, arguments.questions)
    if arguments.site:
        asked = [ask_remote(arguments.site, one) for one in made]
    else:
        with tempfile.TemporaryDirectory() as folder, site(Path(folder)) as client:
            asked = [ask_site(client, one) for one in made]
    print(table(asked))
    wrong = [one for one in asked if one.fault]
    for one in wrong[:20]:
        print(f"{one.fault}: {one.address[:300]!r}", file=sys.stderr)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
