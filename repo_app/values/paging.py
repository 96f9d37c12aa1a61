"""What every list that comes page by page has in common."""

from __future__ import annotations


class Paged:
    """A page of a list with ``total`` entries, ``size`` on each page; pages count from 1."""

    __slots__ = ()
    total: int
    size: int

    @property
    def last_page(self) -> int:
        """The number of the last page, at least 1."""
        return max(1, -(-self.total // self.size))
