"""One run: every tool reads every document in turn, several times; what it read, and the median it took."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from statistics import median
from typing import NamedTuple

from gridbench.matching import concatenated, paired
from gridbench.metrics import EMPTY, Scores, scores, summed
from gridbench.model import Table, unflat
from gridbench.processes import Asked
from gridbench.samples import Sample
from gridbench.tools import Tool

Progress = Callable[[str], None]


@dataclass(slots=True)
class Outcome:
    """What a tool made of a document. ``worked`` is processor time; both in seconds, one a round."""

    tables: list[Table] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)
    worked: list[float] = field(default_factory=list)
    error: str | None = None


@dataclass(frozen=True, slots=True)
class Result:
    """All outcomes of a tool, by the sample's place; ``refusal`` is why it could not be started."""

    tool: Tool
    outcomes: tuple[Outcome, ...]
    versions: dict[str, str]
    refusal: str | None


def measure(
    asked: Sequence[Asked],
    samples: Sequence[Sample],
    rounds: int,
    say: Progress,
    again: Callable[[Sample], bool] = lambda _: True,
) -> list[Result]:
    """Ask the tools in turn, document by document, round by round; each begins as often as the others.

    All documents are read in the first round, and those with ``again`` in the others.
    """
    outcomes = {each.tool: [Outcome() for _ in samples] for each in asked}
    for each in asked:  # not counted: the first document pays for what is made at first use
        if samples:
            each.ask(samples[0].path)
    for turn in range(rounds):
        for number, sample in enumerate(samples):
            if turn and not again(sample):
                continue
            say(f"round {turn + 1} of {rounds}, {sample.path.name}")
            begin = (turn + number) % len(asked)
            for each in (*asked[begin:], *asked[:begin]):
                _ask(each, sample, outcomes[each.tool][number])
    return [Result(each.tool, tuple(outcomes[each.tool]), each.versions, each.refusal) for each in asked]


def _ask(asked: Asked, sample: Sample, outcome: Outcome) -> None:
    if outcome.error or asked.refusal:
        outcome.error = outcome.error or asked.refusal
        return
    answer = asked.ask(sample.path)
    outcome.error = answer.get("error")
    if outcome.error is None:
        outcome.seconds.append(answer["seconds"])
        outcome.worked.append(answer["worked"])
        outcome.tables = unflat(answer["tables"])
    else:  # once is enough: what fails now and then is not to be relied on
        outcome.seconds, outcome.worked, outcome.tables = [], [], []


@dataclass(frozen=True, slots=True)
class Speed:
    """Of the documents that a tool read in every round."""

    pages: int
    seconds: float

    @property
    def pages_a_second(self) -> float | None:
        return self.pages / self.seconds if self.seconds else None


def speed(result: Result, samples: Sequence[Sample]) -> Speed:
    """Pages, and the sum of the medians."""
    rounds = _rounds(result)
    read = [
        (sample.pages, median(each.seconds))
        for sample, each in zip(samples, result.outcomes, strict=True)
        if len(each.seconds) == rounds > 0
    ]
    return Speed(sum(pages for pages, _ in read), sum(seconds for _, seconds in read))


def times(one: Result, other: Result, clock: str = "seconds") -> float | None:
    """How many times as long ``other`` takes as ``one``, over the documents that both read in every round."""
    rounds = max(_rounds(one), _rounds(other))
    both = [
        (median(getattr(a, clock)), median(getattr(b, clock)))
        for a, b in zip(one.outcomes, other.outcomes, strict=True)
        if len(a.seconds) == len(b.seconds) == rounds > 0
    ]
    return sum(b for _, b in both) / sum(a for a, _ in both) if both else None


def _rounds(result: Result) -> int:
    return max((len(each.seconds) for each in result.outcomes), default=0)


class Quality(NamedTuple):
    """Scores of the tables on one page, and of those that run over pages."""

    one_page: Scores
    over_pages: Scores


def quality(result: Result, samples: Sequence[Sample]) -> Quality:
    """A document that a tool fails on counts as read without tables."""
    one: list[Scores] = []
    over: list[Scores] = []
    for sample, outcome in zip(samples, result.outcomes, strict=True):
        if sample.printed is None:
            continue
        found = outcome.tables
        if not result.tool.joins:
            found = concatenated(sample.printed, found)
        for printed, read in paired(sample.printed, found):
            (over if _runs_over(printed, read, sample.printed) else one).append(scores(printed, read))
    return Quality(summed(one), summed(over))


def _runs_over(printed: Table, read: Table, all_printed: Sequence[Table]) -> bool:
    """Whether a pair belongs to the tables over pages; an invented table belongs where it stands."""
    if printed is not EMPTY:
        return printed.first < printed.last
    around = [each for each in all_printed if each.first <= read.first <= each.last]
    return bool(around) and all(each.first < each.last for each in around)


def share(found: Scores, name: str) -> float | None:
    return found[name].f1 if found[name].printed else None
