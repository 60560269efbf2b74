"""Worker processes that can be killed: a document that hangs or crashes takes only itself down."""

from __future__ import annotations

import multiprocessing
import signal
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from concurrent.futures import TimeoutError as FutureTimeoutError
from contextlib import contextmanager

from pebble import ProcessExpired, ProcessPool

from flows.reading import Order, Read, read_document

TASKS_PER_WORKER = 200
"""Documents after which a worker is replaced: recognisers keep the memory of their largest page."""


class Workers:
    """A pool that starts its first process when the first document comes."""

    def __init__(self, pool: ProcessPool, timeout: float) -> None:
        self._pool = pool
        self._timeout = timeout

    def read(self, order: Order) -> Read:
        """Read a document elsewhere."""
        return self.guard(order.path.name, read_document, order)

    def guard(self, name: str, work: Callable[..., Read], *arguments: object) -> Read:
        """Do work on a document elsewhere; a hang and a crash come back as a reason."""
        future: Future[Read] = self._pool.submit(work, self._timeout, *arguments)
        try:
            return future.result()
        except FutureTimeoutError:
            return Read(
                reason=f"{name}: reading took longer than {self._timeout:g} s and was stopped; "
                "raise JIXIAO_DOCUMENT_TIMEOUT, or split the document"
            )
        except ProcessExpired as error:
            return Read(reason=f"{name}: {_death(error.exitcode)}")


@contextmanager
def workers(count: int, timeout: float) -> Iterator[Workers]:
    """Open the pool; leaving it, its processes are gone, also after an error.

    Processes are spawned, not forked: they share neither Prefect's threads nor the warehouse's lock.
    """
    context = multiprocessing.get_context("spawn")
    with ProcessPool(
        max_workers=count, max_tasks=TASKS_PER_WORKER, initializer=_settle, context=context
    ) as pool:
        try:
            yield Workers(pool, timeout)
        except BaseException:
            pool.stop()
            raise


def _settle() -> None:
    """Leave Ctrl-C to the parent, which stops its workers; one thread each, the work is spread already."""
    import cv2

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    cv2.setNumThreads(1)


def _death(exitcode: int) -> str:
    if exitcode in (-signal.SIGKILL, -signal.SIGTERM):
        return (
            "its reader was killed from outside, as the system does when memory runs out; "
            "run with fewer --workers, or split the document"
        )
    return f"its reader crashed (exit code {exitcode}); please report it with the document"
