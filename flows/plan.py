"""Which documents a run reads, and in which batches."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from flows.sources import Document
from warehouse import Known, Maker

BATCHES_PER_WORKER = 4
"""Enough that a worker with quick documents takes over from one with slow ones."""

LARGEST_BATCH = 32
"""Documents that one Prefect task covers at most: a task costs 11 ms, and is what the page shows."""

ALONE = 2_000_000
"""Bytes from which a document is a batch of its own: it is probably a scan of many pages."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What to read, and what is known already; ``new`` are the digests never seen before."""

    to_read: tuple[Document, ...]
    unchanged: tuple[Document, ...]
    new: frozenset[str]
    still_quarantined: int


@dataclass(frozen=True, slots=True)
class Batch:
    """Documents that one task reads; ``label`` names its task run."""

    label: str
    documents: tuple[Document, ...]


def plan(documents: Sequence[Document], known: Mapping[str, Known], maker: Maker, retry: bool) -> Plan:
    """Sort documents into those to read and those that need nothing."""
    to_read = tuple(item for item in documents if _wanted(known.get(item.sha256), maker, retry))
    reading = {item.sha256 for item in to_read}
    unchanged = tuple(item for item in documents if item.sha256 not in reading)
    left = sum(known[item.sha256].status == "quarantined" for item in unchanged)
    return Plan(to_read, unchanged, frozenset(reading - known.keys()), left)


def batches(documents: Sequence[Document], workers: int) -> Iterator[Batch]:
    """Cut documents into batches, the large ones first and alone."""
    large = [item for item in documents if item.size >= ALONE]
    small = [item for item in documents if item.size < ALONE]
    size = max(1, min(LARGEST_BATCH, len(small) // (workers * BATCHES_PER_WORKER)))
    groups = [[item] for item in large]
    groups += [small[start : start + size] for start in range(0, len(small), size)]
    for group in groups:
        more = f" and {len(group) - 1} more" if len(group) > 1 else ""
        yield Batch(f"{group[0].name}{more}", tuple(group))


def _wanted(known: Known | None, maker: Maker, retry: bool) -> bool:
    """Say whether a document is to be read.

    A loaded one is read again for a new extractor, vocabulary or decision, a quarantined one for any change
    that could help, settings included and decisions not, or when asked.
    """
    if known is None:
        return True
    if known.status == "quarantined":
        return retry or _on_file(known.maker) != _on_file(maker)
    same = known.maker.extractor_version == maker.extractor_version
    return not (same and known.maker.vocabulary_version == maker.vocabulary_version)


def _on_file(maker: Maker) -> Maker:
    """A maker without the decisions that mark its vocabulary: none of them makes a document readable."""
    return replace(maker, vocabulary_version=maker.vocabulary_version.partition("+")[0])
