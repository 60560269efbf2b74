"""What a run did, for the person who started it and for the Prefect page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from flows.events import Status
from normalizers.model import FormFacts
from warehouse import Tally


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one document in this run; ``missed`` says that it may hold a form none was read of.

    ``copies`` are other addresses at which the same bytes lie.
    """

    uri: str
    status: Status
    new: bool
    forms: int = 0
    indicators: int = 0
    severities: tuple[str, ...] = ()
    reason: str | None = None
    values: int = 0
    doubtful: int = 0
    unread: tuple[int, ...] = ()
    missed: str | None = None
    copies: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Summary:
    """A run's outcome; ``quarantined`` counts those of this run, ``still_quarantined`` earlier ones.

    ``foreign`` are files that were named themselves and are none of ours.
    """

    run_id: str
    warehouse: str
    seconds: float
    tally: Tally
    read_again: int
    no_forms: int
    still_quarantined: int
    severities: dict[str, int]
    values: int
    doubtful: int
    review_below: float
    unread: tuple[int, ...]
    reasons: tuple[tuple[str, str], ...]
    missed: tuple[tuple[str, str], ...] = ()
    foreign: tuple[tuple[str, str], ...] = ()

    @property
    def nothing_new(self) -> bool:
        """Nothing was read: every document was known."""
        return self.tally.documents_seen == self.tally.unchanged


def outcome(
    uri: str, forms: tuple[FormFacts, ...], new: bool, review_below: float, missed: str | None = None
) -> Outcome:
    """Count what was loaded; ``doubtful`` are the values of less confidence than ``review_below``."""
    sure = [_confidences(facts) for facts in forms]
    return Outcome(
        uri,
        "loaded" if forms else "no_forms",
        new,
        len(forms),
        sum(len(facts.indicators) for facts in forms),
        tuple(found.severity for facts in forms for found in facts.findings),
        values=sum(map(len, sure)),
        doubtful=sum(confidence < review_below for values in sure for confidence in values),
        unread=tuple(facts.unread_cells for facts in forms if facts.unread_cells),
        missed=missed,
    )


def _confidences(facts: FormFacts) -> list[float]:
    """That of each printed value, once though it stands on several lines or in several columns."""
    spots = {(item.spot.place or item.spot): item.spot.confidence for item in facts.lineage}
    return list(spots.values())


def tally(outcomes: Iterable[Outcome], unchanged: int, skipped: int) -> Tally:
    """Add up the documents of a run."""
    read = tuple(outcomes)
    return Tally(
        documents_seen=len(read) + unchanged,
        documents_new=sum(item.new for item in read),
        unchanged=unchanged,
        skipped=skipped,
        quarantined=sum(item.status == "quarantined" for item in read),
        forms=sum(item.forms for item in read),
        indicators=sum(item.indicators for item in read),
        findings=sum(len(item.severities) for item in read),
    )


def reasons(outcomes: Iterable[Outcome]) -> tuple[tuple[str, str], ...]:
    """Every address in quarantine with its reason; the same bytes are read once, and named each time."""
    found: list[tuple[str, str]] = []
    for item in outcomes:
        if item.reason:
            found.append((item.uri, item.reason))
            found += [(uri, f"the same bytes as {item.uri}") for uri in item.copies]
    return tuple(found)


def severities(outcomes: Iterable[Outcome]) -> dict[str, int]:
    """Count findings by severity, the gravest first."""
    counts = Counter(severity for item in outcomes for severity in item.severities)
    return {severity: counts[severity] for severity in ("error", "warning", "info") if counts[severity]}


def counted(number: int, noun: str) -> str:
    """A number and its noun: 1 form, 2 forms."""
    return f"{number} {noun}{'' if number == 1 else 's'}"


def lines(summary: Summary) -> list[tuple[str, str]]:
    """Return the summary as (label, text), in the order in which a person wants to know.

    What a run has not read it does not count: where nothing was new, only the documents are left.
    """
    done = summary.tally
    found = ", ".join(f"{count} {severity}" for severity, count in summary.severities.items())
    again = f", {summary.read_again} read again" if summary.read_again else ""
    earlier = f" (and {summary.still_quarantined} from earlier runs)" if summary.still_quarantined else ""
    nothing = "nothing new" if done.documents_seen else "none found"
    news = nothing if summary.nothing_new else f"{done.documents_new} new"
    seen = f"{done.documents_seen} ({news}{again}, {done.unchanged} unchanged)"
    files = "file that is" if done.skipped == 1 else "files that are"
    about_files = [
        ("quarantined", f"{done.quarantined}{earlier}"),
        ("skipped", f"{done.skipped} {files} none of ours"),
        ("seconds", f"{summary.seconds:.1f}"),
    ]
    if summary.nothing_new:
        return [("documents", seen), *about_files]
    return [
        ("documents", seen),
        ("forms", str(done.forms)),
        ("indicators", str(done.indicators)),
        ("findings", f"{done.findings}{f' ({found})' if found else ''}"),
        (
            "to review",
            f"{summary.doubtful} of {summary.values} values, confidence below {summary.review_below:g}",
        ),
        ("unread cells", _unread(summary.unread)),
        ("without forms", _without_forms(summary)),
        *about_files,
    ]


def _without_forms(summary: Summary) -> str:
    missed = f" ({len(summary.missed)} with the heading of a form)" if summary.missed else ""
    return f"{summary.no_forms}{missed}"


def _unread(counts: tuple[int, ...]) -> str:
    """How many printed texts found no place, and on how many forms; the finding unread_cells has them."""
    return f"{sum(counts)} on {counted(len(counts), 'form')}" if counts else "0"


def markdown(summary: Summary) -> str:
    """Lay the summary out for the Prefect artifact."""
    table = "\n".join(f"| {label} | {text} |" for label, text in lines(summary))
    reasons = "\n".join(f"- `{uri}`: {reason}" for uri, reason in summary.reasons)
    quarantine = f"\n\n## Quarantined\n\n{reasons}" if reasons else ""
    missed = "\n".join(f"- `{uri}`: {reason}" for uri, reason in summary.missed)
    quarantine += f"\n\n## Without forms, though there is a heading\n\n{missed}" if missed else ""
    return (
        f"# Run {summary.run_id}\n\nInto {summary.warehouse}\n\n| | |\n| --- | --- |\n{table}{quarantine}\n"
    )
