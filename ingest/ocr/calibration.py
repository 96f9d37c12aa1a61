"""From Tesseract's confidence in a word to the share of such words that are right.

Measured, not derived: docs/decisions/112 has the table and what it is worth on other pages.
"""

from bisect import bisect_right

_RAW = (0.0, 0.15, 0.42, 0.61, 0.76, 0.84, 0.91, 0.93, 0.957, 0.963, 0.968, 1.0)
_RIGHT = (0.20, 0.24, 0.36, 0.45, 0.49, 0.59, 0.81, 0.94, 0.983, 0.994, 0.996, 1.0)
"""Pairs from 13,552 words of 34 printed and damaged pages, made to rise by pooling neighbours that fall."""


def calibrated(confidence: float) -> float:
    """The expected share of right words at this raw confidence, both 0..1; straight between the measured points."""
    at = min(max(bisect_right(_RAW, confidence), 1), len(_RAW) - 1)
    low, high = _RAW[at - 1], _RAW[at]
    share = (min(max(confidence, low), high) - low) / (high - low)
    return _RIGHT[at - 1] + share * (_RIGHT[at] - _RIGHT[at - 1])
