"""Which models the installed program has, asked without reading anything."""

import subprocess

from ingest.errors import TimedOut

_SECONDS = 20


def installed_models() -> frozenset[str] | None:
    """The names of the models that `tesseract` lists here, e.g. "vie"; None where the program is not installed.

    Raises TimedOut when it does not answer in time: then nobody knows.
    """
    try:
        done = subprocess.run(  # one fixed command  # noqa: S603
            ["tesseract", "--list-langs"],  # noqa: S607  from PATH, as the engine runs it
            capture_output=True,
            text=True,
            timeout=_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise TimedOut from error
    except OSError:
        return None
    told = done.stdout.splitlines() + done.stderr.splitlines()  # older versions list on standard error
    return frozenset(line.strip() for line in told if line.strip() and " " not in line.strip())
