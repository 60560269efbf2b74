"""The parts of a run: exported PDFs, scans, Word, workers and the command, public documents."""

from __future__ import annotations

import json
import subprocess
import time
from collections.abc import Callable, Sequence
from math import ceil
from statistics import median

from gridbench import samples, tools
from gridbench.measuring import Result, measure, times
from gridbench.part import Bar, Part, Run, at_least, at_most
from gridbench.processes import ROOT, environment, opened
from gridbench.reporting import durations, found, remember, report
from gridbench.samples import Sample
from gridbench.tools import Tool
from gridbench.words import figure, markdown

AGAINST = (
    (tools.PLUMBER, 5),
    (tools.CAMELOT, 20),
    (tools.MUPDF, 20),
    (tools.CAMELOT_VECTOR, None),
    (tools.MUPDF_PLAIN, None),
)
"""Times the pages a second of each; of the fast settings of two peers it is told, and nothing demanded."""


def exported(run: Run) -> Part:
    part = Part("Exported PDFs")
    chosen = _documents(run, "pdf", run.count, part)
    results = _measured(run, tools.ON_PDF, chosen, run.rounds)
    report(part, chosen, results)
    others = {each.tool: each for each in results}
    for tool, wanted in AGAINST:
        subject = f"exported PDFs, pages a second against {tool.name}"
        part.bars.append(at_least(subject, wanted, times(results[0], others[tool])))
    return part


def scanned(run: Run) -> Part:
    part = Part("Scans")
    chosen = _documents(run, "scan", max(1, run.count // 3), part)
    # A page takes them some fifteen seconds together: only single pages are read in every round.
    results = _measured(run, tools.ON_SCANS, chosen, run.rounds, again=lambda sample: sample.pages == 1)
    report(part, chosen, results)
    ours, others = results[0], {each.tool: each for each in results}
    rapid = _everywhere(others[tools.RAPID], chosen)
    part.bars.append(at_least(f"scans, pages a second against {rapid.tool.name}", 3, times(ours, rapid)))
    took = times(others[tools.RAPID_OPENVINO], ours)
    part.bars.append(at_most(f"scans, time against {tools.RAPID_OPENVINO.name}", 1.2, took))
    return part


def word(run: Run) -> Part:
    part = Part("Word")
    chosen = _documents(run, "word", run.count, part)
    results = _measured(run, tools.ON_WORD, chosen, 2 * run.rounds)
    remember(part, chosen, results, {})
    part.text.append(durations(results))
    ratio = times(results[1], results[0])
    part.bars.append(at_most(f"Word, time against {tools.DOCX.name}", 3, ratio))
    return part


MANY = {"word": 180, "pdf": 180, "scan": 8}
"""Documents that a pool reads: so many that what each process makes once counts little, and not so many that
one is replaced while the time runs. The same are read again to make as many."""


def pool(run: Run) -> Part:
    part = Part("Workers")
    rows = []
    for medium, name in (("word", "Word"), ("pdf", "exported PDF"), ("scan", "scan")):
        chosen = _documents(run, medium, run.count if medium != "scan" else max(1, run.count // 3))
        paths = [str(sample.path) for sample in chosen]
        many = (paths * ceil(MANY[medium] / len(paths)))[: max(MANY[medium], len(paths))]
        run.say(f"one worker and two, {len(many)} documents: {name}")
        rates = _rates(run, many)
        one, two = (median(rates[count]) if rates else None for count in ("1", "2"))
        ratio = two / one if one and two else None
        part.figures[medium] = rates
        rows.append([name, str(len(many)), figure(one), figure(two), figure(ratio, "×")])
        part.bars.append(at_least(f"two workers against one, {name}", 1.7, ratio))
    part.text.append(markdown(("kind", "documents", "one worker, documents/s", "two workers", "ratio"), rows))
    return part


def _rates(run: Run, paths: Sequence[str]) -> dict[str, list[float]]:
    command = [str(run.pythons.product), "-m", "gridbench.pool", "3", *paths]
    done = subprocess.run(command, env=environment(), capture_output=True, text=True, check=False)
    if done.returncode:
        run.say(f"the pool failed: {done.stderr.strip().splitlines()[-1:]}")
        return {}
    rates: dict[str, list[float]] = json.loads(done.stdout)
    return rates


def command(run: Run) -> Part:
    """How long ``jixiao --help`` takes, the start of Python included."""
    part = Part("The command")
    seconds = []
    for _ in range(7):
        started = time.perf_counter()
        subprocess.run(
            [str(run.pythons.product.with_name("jixiao")), "--help"],
            env=environment(), capture_output=True, check=True,
        )  # fmt: skip
        seconds.append(time.perf_counter() - started)
    part.text.append(f"`jixiao --help`: {median(seconds):.2f} s")
    part.figures["help"] = seconds
    held = median(seconds) < 0.5
    part.bars.append(Bar("`jixiao --help`", "under 0.5 s", f"{median(seconds):.2f} s", held))
    return part


def published(run: Run) -> Part:
    """Public documents: reported, and no bar hangs on them."""
    part = Part("Public documents")
    if run.public is None:
        part.text.append("No folder of public documents was given.")
        return part
    given = samples.public(run.public)
    on_pdf = tuple(tool for tool in tools.ON_PDF if tool not in (tools.CAMELOT_VECTOR, tools.MUPDF_PLAIN))
    for title, chosen in (
        ("Exported, ruled, with a truth", given.ruled),
        ("Exported, without rulings or half ruled, with a truth", given.unruled),
    ):
        if chosen:
            part.text.append(f"#### {title}")
            report(part, chosen, _measured(run, on_pdf, chosen, 1), title)
    for title, chosen, asked in (
        ("Scans without a truth: tables × cells found", given.scans, tools.ON_SCANS[:-1]),
        ("Exported, without a truth: tables × cells found", given.untold, on_pdf),
    ):
        if chosen:
            part.text.append(f"#### {title}")
            part.text.append(found(chosen, _measured(run, asked, chosen, 1)))
    return part


PARTS: dict[str, tuple[Callable[[Run], Part], ...]] = {
    "pdf": (exported,),
    "scan": (scanned,),
    "word": (word,),
    "workers": (pool, command),
    "public": (published,),
}


def _documents(run: Run, medium: str, count: int, part: Part | None = None) -> list[Sample]:
    """The fixtures of a medium, and ``count`` fresh documents a family, drawn once a run."""
    folder = run.folder / "documents" / medium
    reason = None
    if not folder.exists():
        run.say(f"drawing {count} documents a family: {medium}")
        reason = samples.draw(run.pythons.product, f"{run.seed}/{medium}", count, medium, folder)
    chosen = [*samples.of_truth(ROOT / "fixtures", medium), *samples.of_truth(folder, medium)]
    if part is not None:
        part.text.append(
            f"No documents could be drawn here, only the fixtures were read: {reason}"
            if reason
            else f"{len(chosen)} documents, {sum(each.pages for each in chosen)} pages: the fixtures and "
            f"{count} drawn a family, from seed {run.seed}."
        )
    return chosen


def _measured(
    run: Run,
    chosen: Sequence[Tool],
    documents: Sequence[Sample],
    rounds: int,
    again: Callable[[Sample], bool] = lambda _: True,
) -> list[Result]:
    with opened(chosen, run.pythons, run.folder) as asked:
        return measure(asked, documents, rounds, run.say, again)


def _everywhere(result: Result, chosen: Sequence[Sample]) -> Result:
    """Only the documents where a tool found a table on each page that has one.

    img2table recognises no page on which it finds none, so those it gave up would make it look fast.
    """
    outcomes = []
    for sample, outcome in zip(chosen, result.outcomes, strict=True):
        printed = {page for each in sample.printed or () for page in range(each.first, each.last + 1)}
        full = printed <= {each.first for each in outcome.tables}
        outcomes.append(outcome if full else type(outcome)(error="not every page was recognised"))
    return Result(result.tool, tuple(outcomes), result.versions, result.refusal)
