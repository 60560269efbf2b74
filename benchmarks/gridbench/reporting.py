"""The tables of a part: what each tool read of the documents, how fast, and on how many it failed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from statistics import median

from gridbench import tools
from gridbench.measuring import Quality, Result, quality, share, speed, times
from gridbench.metrics import METRICS, Scores
from gridbench.part import Part, Row
from gridbench.samples import Sample, cells_of
from gridbench.tools import Tool
from gridbench.words import NOTHING, figure, markdown, percent

Qualities = Mapping[Tool, Quality]


def report(
    part: Part, documents: Sequence[Sample], results: Sequence[Result], name: str = "documents"
) -> None:
    """Quality on one page and over pages, then speed; tools that were not to be had are named below."""
    there = [each for each in results if not each.refusal]
    qualities = {
        each.tool: quality(each, documents) for each in there if each.tool not in tools.TEXT_ONLY
    }  # fmt: skip
    printed = [table for sample in documents for table in sample.printed or ()]
    over = sum(table.first < table.last for table in printed)
    if len(printed) > over:
        scores = {tool: each.one_page for tool, each in qualities.items()}
        part.text += [f"{len(printed) - over} tables on one page:", _scores(scores)]
    if over:
        scores = {tool: each.over_pages for tool, each in qualities.items()}
        part.text += [f"{over} tables over pages:", _scores(scores)]
    part.text += ["Speed, and documents failed on:", _speeds(documents, there)]
    part.text += [f"Not measured: {each.tool.name} ({each.refusal})." for each in results if each.refusal]
    for each in there:
        if each.tool in qualities:
            one_page, over_pages = (share(side, "exact cells") for side in qualities[each.tool])
            rate = speed(each, documents).pages_a_second
            part.rows.append(Row(each.tool.name, one_page, over_pages, rate))
    remember(part, documents, results, qualities, name)


def _scores(scores: Mapping[Tool, Scores]) -> str:
    rows = [
        [tool.name, *(percent(share(each, metric)) for metric in METRICS)] for tool, each in scores.items()
    ]
    return markdown(("tool", *METRICS), rows)


def _speeds(documents: Sequence[Sample], results: Sequence[Result]) -> str:
    rows = [
        [
            each.tool.name,
            failures(each),
            figure(speed(each, documents).pages_a_second),
            figure(times(results[0], each), "×"),
        ]
        for each in results
    ]
    return markdown(("tool", "failed", "pages/s", "time, jixiao = 1"), rows)


def durations(results: Sequence[Result]) -> str:
    """Milliseconds a document, for files without pages."""
    rows = [
        [each.tool.name, failures(each), figure(_milliseconds(each), " ms")]
        for each in results
        if not each.refusal
    ]
    return markdown(("tool", "failed", "a document"), rows)


def found(documents: Sequence[Sample], results: Sequence[Result]) -> str:
    """Where nobody has said what is right: how many tables and cells each tool sees."""

    def said(result: Result, number: int) -> str:
        outcome = result.outcomes[number]
        return "failed" if outcome.error else f"{len(outcome.tables)} × {cells_of(outcome.tables)}"

    there = [each for each in results if not each.refusal]
    rows = [
        [sample.path.name, *(said(each, number) for each in there)] for number, sample in enumerate(documents)
    ]
    return markdown(("document", *(each.tool.name for each in there)), rows)


def remember(
    part: Part,
    documents: Sequence[Sample],
    results: Sequence[Result],
    qualities: Qualities,
    name: str = "documents",
) -> None:
    """Everything for a machine: what each tool made of each document, and the versions it had."""
    for each in results:
        part.versions |= each.versions
    part.figures[name] = {
        each.tool.name: {
            "refusal": each.refusal,
            "times": times(results[0], each),
            "times, processor time": times(results[0], each, "worked"),
            "quality": _plain(qualities[each.tool]) if each.tool in qualities else None,
            "documents": {
                sample.path.name: {"seconds": one.seconds, "processor": one.worked, "error": one.error}
                for sample, one in zip(documents, each.outcomes, strict=True)
            },
        }
        for each in results
    }


def _plain(quality: Quality) -> dict[str, dict[str, tuple[float, int, int]]]:
    return {
        side: {name: (each.right, each.printed, each.found) for name, each in scores.items()}
        for side, scores in zip(quality._fields, quality, strict=True)
    }


def failures(result: Result) -> str:
    count = sum(each.error is not None for each in result.outcomes)
    return str(count) if count else NOTHING


def _milliseconds(result: Result) -> float | None:
    read = [median(each.seconds) for each in result.outcomes if each.seconds]
    return 1000 * sum(read) / len(read) if read else None
