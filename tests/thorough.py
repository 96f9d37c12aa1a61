"""Two sizes of the suite. By default a rule is held at its limits and once between; an experiment with chance in it is
drawn a few times. With `HYPOTHESIS_PROFILE=thorough` every case runs, and each experiment as often as it takes to meet
what is rare.
"""

import os
from typing import TypeVar

Case = TypeVar("Case")

THOROUGH = os.environ.get("HYPOTHESIS_PROFILE") == "thorough"
EXAMPLES = 30
"""Of each property in the default run: hypothesis counts 100."""


def load_profile() -> None:
    """Draw as many examples as the size of this run says, of each property that names no number of its own."""
    from hypothesis import settings  # not for the processes that tests start

    settings.register_profile("quick", settings.default, max_examples=EXAMPLES)
    settings.register_profile("thorough", settings.default)
    settings.load_profile("thorough" if THOROUGH else "quick")


def more(*cases: Case) -> tuple[Case, ...]:
    """Cases of a rule that others of the list hold already: none of them by default."""
    return cases if THOROUGH else ()


def rounds(full: int, quick: int) -> int:
    """How often to draw: `full` in a thorough run."""
    return full if THOROUGH else quick
