"""Which processes live, by the folder in their environment: how tests see that nothing stays behind."""

import time
from pathlib import Path


def living_in(folder: Path) -> list[int]:
    """Ids of processes whose environment names `folder`, zombies left out."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                if str(folder).encode() in (entry / "environ").read_bytes():
                    found.append(int(entry.name))
            except (OSError, ProcessLookupError):
                continue
    return found


def none_left(folder: Path, seconds: float = 5.0) -> bool:
    """Whether all of them end within `seconds`."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if not living_in(folder):
            return True
        time.sleep(0.05)
    return False
