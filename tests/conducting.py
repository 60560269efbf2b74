"""How the batches of a run are read where no Prefect is asked for it."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

from flows.filling import Reader
from flows.plan import Batch
from flows.summary import Outcome


def two_at_once(read: Reader, batches: Sequence[Batch]) -> list[tuple[Outcome, ...]]:
    with ThreadPoolExecutor(2) as threads:
        return list(threads.map(read, batches))
