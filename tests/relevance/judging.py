"""From answers to figures: how high the first right one stands, how many are right, and whether the page is."""

from __future__ import annotations

import statistics
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from search import vietnamese
from tests.relevance.levels import SHOWN, Found, Level
from tests.relevance.questions import CORRECTED, PRECISE, Question
from tests.relevance.random_questions import PAIRS


@dataclass(frozen=True, slots=True)
class Judged:
    """One question with what came of it. Shares are from 0 to 1; None where the question does not ask for it.

    `rank` is the reciprocal rank of the first right answer among ten, `precision` the share of right ones among ten
    (or as many as there are), `recall` that of the right ones that are among ten, `page` whether the first page
    that is shown holds what was asked for.
    """

    question: Question
    rank: float
    precision: float | None
    recall: float | None
    page: float | None
    ms: float


def judged(level: Level, questions: Iterable[Question]) -> Iterator[Judged]:
    """Put the questions one by one."""
    for question in questions:
        yield judge(question, level.ask(question.text, corrected=question.kind in CORRECTED))


def judge(question: Question, found: Found) -> Judged:
    """The figures of one answer."""
    right = [one in question.right for one in found.ids[:SHOWN]]
    most = min(SHOWN, len(question.right))
    precise = question.kind in PRECISE or question.kind == PAIRS
    return Judged(
        question,
        rank=1 / (right.index(True) + 1) if True in right else 0.0,
        precision=_precision(right, most) if precise else None,
        recall=sum(right) / most if len(question.right) > 1 and not precise else None,
        page=float(_holds(found.page, question.page)) if question.page and found.page is not None else None,
        ms=found.ms,
    )


def _precision(right: Sequence[bool], most: int) -> float:
    """Every right document that is missing costs, and every wrong one among the places that right ones could have."""
    return sum(right[:most]) / most


def _holds(page: str, row: str) -> bool:
    return f" {' '.join(vietnamese.words(row)[1])} " in f" {' '.join(vietnamese.words(page)[1])} "


def table(found: Sequence[Judged]) -> Iterator[str]:
    """One line a kind, in the order the kinds came."""
    kinds: dict[str, list[Judged]] = {}
    for one in found:
        kinds.setdefault(one.question.kind, []).append(one)
    yield f"{'kind of question':24}    n  MRR@10   P@10   R@10   page  p50 ms  p95 ms"
    for kind, ones in kinds.items():
        yield _line(kind, ones)
    yield _line("all", found)


def _line(kind: str, ones: Sequence[Judged]) -> str:
    times = sorted(one.ms for one in ones)
    shares = [_mean(one.precision for one in ones), _mean(one.recall for one in ones), _mean(one.page for one in ones)]
    return (
        f"{kind:24} {len(ones):4} {statistics.mean(one.rank for one in ones):7.3f} "
        + " ".join(f"{'':>6}" if share is None else f"{share:6.3f}" for share in shares)
        + f" {times[len(times) // 2]:7.1f} {times[int(len(times) * 0.95)]:7.1f}"
    )


def _mean(values: Iterable[float | None]) -> float | None:
    held = [value for value in values if value is not None]
    return statistics.mean(held) if held else None


def figures(found: Sequence[Judged]) -> Mapping[str, float]:
    """Mean reciprocal rank by kind."""
    kinds: dict[str, list[float]] = {}
    for one in found:
        kinds.setdefault(one.question.kind, []).append(one.rank)
    return {kind: statistics.mean(ranks) for kind, ranks in kinds.items()}
