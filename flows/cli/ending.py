"""How a command begins and ends: settings into the environment, expected errors into an exit code."""

from __future__ import annotations

import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import NoReturn

import typer

DONE, FAILED, USAGE, QUARANTINED = 0, 1, 2, 3


@contextmanager
def ending(**settings: object) -> Iterator[None]:
    """Run a command; what a person can act on is one line on stderr, a bug keeps its traceback."""
    from pydantic import ValidationError
    from sqlalchemy.exc import DBAPIError

    from flows.errors import FlowError, UsageError
    from flows.settings import choose
    from normalizers import VocabularyError
    from warehouse.errors import WarehouseError

    signal.signal(signal.SIGTERM, _leave)
    choose(**settings)
    try:
        yield
    except ValidationError as error:
        problems = (f"JIXIAO_{str(item['loc'][0]).upper()}: {item['msg']}" for item in error.errors())
        fail("; ".join(problems), USAGE)
    except UsageError as error:
        fail(str(error), USAGE)
    except (WarehouseError, FlowError, VocabularyError) as error:
        fail(str(error), FAILED)
    except DBAPIError as error:
        fail(f"the database says: {error.orig}", FAILED)
    except KeyboardInterrupt:
        fail("stopped; what is loaded stays, the next run reads the rest", 130)


def fail(message: str, code: int) -> NoReturn:
    """End the command with a message for the person who gave it."""
    typer.secho(f"jixiao: {message}", err=True, fg="red" if sys.stderr.isatty() else None)
    raise typer.Exit(code)


def _leave(signum: int, _frame: FrameType | None) -> NoReturn:
    """Leave as on Ctrl-C, so that workers and Prefect's server are stopped."""
    sys.exit(128 + signum)
