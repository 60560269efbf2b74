"""Worker processes that can be killed: a document that hangs or crashes takes only itself down."""

from __future__ import annotations

import multiprocessing
import signal
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from concurrent.futures import TimeoutError as FutureTimeoutError
from contextlib import AbstractContextManager, contextmanager
from typing import Any, Protocol, TypeVar

from pebble import ProcessExpired, ProcessPool

from flows.reading import Order, Read, read_document

TASKS_PER_WORKER = 200
"""Documents after which a worker is replaced: recognisers keep the memory of their largest page."""

_ENDED = "its reader was ended from outside; it is read by the next run"
"""A service manager ends all processes of a run at once: that says nothing about the document."""

Made = TypeVar("Made")


class Workers:
    """A pool that starts its first process when the first document comes."""

    def __init__(self, pool: ProcessPool, timeout: float) -> None:
        self._pool = pool
        self._timeout = timeout
        self._begun: set[Future[Any]] = set()
        self._beginning = threading.Lock()

    def read(self, order: Order) -> Read:
        """Read a document elsewhere."""
        return self.guard(order.name, read_document, order)

    def guard(self, name: str, work: Callable[..., Read], *arguments: object) -> Read:
        """Do work on a document elsewhere; a hang and a crash come back as a reason."""
        read, reason = self.outcome(self.begin(work, *arguments))
        return read or Read(reason=f"{name}: {reason}", lasting=reason != _ENDED)

    def begin(self, work: Callable[..., Made], *arguments: object) -> Future[Made]:
        """Begin work elsewhere; raises RuntimeError once the pool was stopped."""
        with self._beginning, _unheard(signal.SIGINT):
            future: Future[Made] = self._pool.submit(work, self._timeout, *arguments)
            self._begun.add(future)
        future.add_done_callback(self._begun.discard)
        return future

    def outcome(self, begun: Future[Made]) -> tuple[Made, None] | tuple[None, str]:
        """Wait for work; give what it made, or None and why there is nothing.

        Raises CancelledError where the pool was stopped.
        """
        try:
            return begun.result(), None
        except FutureTimeoutError:
            return None, (
                f"reading took longer than {self._timeout:g} s and was stopped; "
                "raise JIXIAO_DOCUMENT_TIMEOUT, or split the document"
            )
        except ProcessExpired as error:
            return None, _death(error.exitcode)

    def stop(self) -> None:
        """End the processes, and the waiting of other threads for what those had begun."""
        self._pool.stop()  # from here on nothing can be begun
        with self._beginning:
            begun = tuple(self._begun)
        for future in begun:  # the pool itself would leave them open for ever
            future.cancel()


class Hire(Protocol):
    """How a run comes by its workers: a pool of ``count`` that reads each document in ``timeout`` seconds."""

    def __call__(
        self, count: int, timeout: float, recognises: bool = True
    ) -> AbstractContextManager[Workers]: ...


@contextmanager
def workers(count: int, timeout: float, recognises: bool = True) -> Iterator[Workers]:
    """Open the pool; leaving it, its processes are gone, also after an error.

    Processes are spawned, not forked: they share neither Prefect's threads nor the warehouse's lock. Those
    that recognise nothing have no memory of pages to be rid of, and are not replaced.
    """
    context = multiprocessing.get_context("spawn")
    kind = {"max_tasks": TASKS_PER_WORKER, "initializer": _settle} if recognises else {"initializer": _deaf}
    with ProcessPool(max_workers=count, context=context, **kind) as pool:
        hired = Workers(pool, timeout)
        try:
            yield hired
        except BaseException:
            hired.stop()
            raise


@contextmanager
def _unheard(number: signal.Signals) -> Iterator[None]:
    """Hold a signal back from this thread, and from processes begun here until they can ignore it."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {number})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _settle() -> None:
    """One thread each, the work is spread already."""
    import cv2

    _deaf()
    cv2.setNumThreads(1)


def _deaf() -> None:
    """Leave Ctrl-C to the parent, which stops its workers."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _death(exitcode: int) -> str:
    if abs(exitcode) == signal.SIGTERM:  # pebble's processes hear it, and leave with its number
        return _ENDED
    if exitcode == -signal.SIGKILL:
        return (
            "its reader was killed from outside, as the system does when memory runs out; "
            "run with fewer --workers, or split the document"
        )
    return f"its reader crashed (exit code {exitcode}); please report it with the document"
