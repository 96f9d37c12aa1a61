"""Whether a word's confidence means something: of the words told with 0.9, nine in ten should be right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher

import ingest
from scripts.measure_reading import normal

BINS = 10


@dataclass(slots=True)
class Bins:
    """Words by their confidence in tenths: how many, the sum of their confidences, and how many were right.

    A word is right when it stands in the longest order of words that the reading and the exact text share.
    """

    counts: list[int] = field(default_factory=lambda: [0] * BINS)
    sums: list[float] = field(default_factory=lambda: [0.0] * BINS)
    right: list[int] = field(default_factory=lambda: [0] * BINS)

    @property
    def words(self) -> int:
        return sum(self.counts)

    def add(self, pages: Sequence[ingest.Page], exact: str) -> None:
        told = [word for page in pages for word in page.words]
        matcher = SequenceMatcher(None, [word.text for word in told], normal(exact).split(), autojunk=False)
        found = {block.a + step for block in matcher.get_matching_blocks() for step in range(block.size)}
        for place, word in enumerate(told):
            at = min(BINS - 1, int(word.confidence * BINS))
            self.counts[at] += 1
            self.sums[at] += word.confidence
            self.right[at] += place in found

    @property
    def error(self) -> float:
        """The expected calibration error: the mean distance of confidence and rightness, weighed by words (0..1)."""
        apart = sum(abs(told - right) for told, right in zip(self.sums, self.right, strict=True))
        return apart / max(1, self.words)

    def show(self) -> None:
        print(f"\nword confidences, {self.words} words: {'told':>8} {'right':>8} {'words':>8}")
        for at in range(BINS):
            if self.counts[at]:
                told, right = self.sums[at] / self.counts[at], self.right[at] / self.counts[at]
                print(
                    f"  {at / BINS:.1f} to {(at + 1) / BINS:.1f} {'':19} {told:8.3f} {right:8.3f} {self.counts[at]:8}"
                )
        print(f"  expected calibration error {self.error:.4f}")
