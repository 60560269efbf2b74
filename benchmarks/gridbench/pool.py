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
SETTLING = 1.0  # seconds a process stays busy after its first document, so that the others get one too


def main() -> None:
    rounds, *names = sys.argv[1:]
    paths = [Path(name) for name in names]
    rates: dict[int, list[float]] = {count: [] for count in COUNTS}
    for _ in range(int(rounds)):
        for count in COUNTS:
            rates[count].append(documents_a_second(paths, count))
    print(json.dumps(rates))


def documents_a_second(paths: list[Path], count: int) -> float:
    """With processes that have started and read a document each: the start is not counted."""
    with (
        TemporaryDirectory() as folder,
        workers(count, TIME_LIMIT) as pool,
        ThreadPoolExecutor(count) as askers,
    ):
        first = [order(paths[0], Path(folder) / f"first-{number}") for number in range(count)]
        list(askers.map(lambda each: pool.guard(each.path.name, settled, each), first))
        # A folder a document: the same one read again must not be found as read.
        orders = [order(path, Path(folder) / str(number)) for number, path in enumerate(paths)]
        started = time.perf_counter()
        read = list(askers.map(pool.read, orders))
        seconds = time.perf_counter() - started
    _complain([each.reason for each in read if each.reason])
    return len(paths) / seconds


def settled(first: Order) -> Read:
    read = read_document(first)
    time.sleep(SETTLING)
    return read


def order(path: Path, layouts: Path) -> Order:
    return Order(hashlib.sha256(path.read_bytes()).hexdigest(), path, layouts, ExtractionOptions())


def _complain(reasons: list[str]) -> None:
    if reasons:
        sys.exit(f"{len(reasons)} documents were not read: {reasons[0]}")


if __name__ == "__main__":
    main()
