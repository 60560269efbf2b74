"""How many documents a second the product's own pool of reading processes reads, with one and with two.

python -m gridbench.pool ROUNDS DOCUMENT... : prints {"1": [documents a second, one a round], "2": […]}
"""

from __future__ import annotations

import hashlib
import json
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from tempfile import TemporaryDirectory

from extractors import ExtractionOptions
from flows.reading import Order, Read, read_document
from flows.workers import workers

COUNTS = (1, 2)
TIME_LIMIT = 180.0  # seconds a document
SETTLING = 4.0
"""Seconds in which each process reads the documents once before the time runs: what it keeps of them, as the
spellings of headers, it would else make in that time, two processes twice as often as one."""


def main() -> None:
    rounds, *names = sys.argv[1:]
    # The large ones first, as in a run: the last of a few must not keep one process busy alone.
    paths = sorted(map(Path, names), key=lambda path: path.stat().st_size, reverse=True)
    rates: dict[int, list[float]] = {count: [] for count in COUNTS}
    for _ in range(int(rounds)):
        for count in COUNTS:
            rates[count].append(documents_a_second(paths, count))
    print(json.dumps(rates))


def documents_a_second(paths: list[Path], count: int) -> float:
    """With processes that have started and settled: that is not counted."""
    with (
        TemporaryDirectory() as folder,
        workers(count, TIME_LIMIT) as pool,
        ThreadPoolExecutor(count) as askers,
    ):
        kinds = list(dict.fromkeys(paths))
        first = [[order(path, Path(folder) / f"first-{each}") for path in kinds] for each in range(count)]
        settling = list(askers.map(lambda orders: pool.guard("settling", settled, orders), first))
        # A folder a document: the same one read again must not be found as read.
        orders = [order(path, Path(folder) / str(number)) for number, path in enumerate(paths)]
        started = time.perf_counter()
        read = list(askers.map(pool.read, orders))
        seconds = time.perf_counter() - started
    _complain([each.reason for each in (*settling, *read) if each.reason])
    return len(paths) / seconds


def settled(orders: list[Order]) -> Read:
    """Busy for so long, so that each of the others settles too."""
    until = time.monotonic() + SETTLING
    read = read_document(orders[0])
    for each in orders[1:]:
        if time.monotonic() < until and not read.reason:
            read = read_document(each)
    time.sleep(max(0.0, until - time.monotonic()))
    return read


def order(path: Path, layouts: Path) -> Order:
    return Order(hashlib.sha256(path.read_bytes()).hexdigest(), path, layouts, ExtractionOptions())


def _complain(reasons: list[str]) -> None:
    if reasons:
        sys.exit(f"{len(reasons)} documents were not read: {reasons[0]}")


if __name__ == "__main__":
    main()
