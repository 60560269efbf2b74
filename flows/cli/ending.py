"""How a command begins and ends: settings into the environment, expected errors into an exit code."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import TYPE_CHECKING, NoReturn

import typer

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

DONE, FAILED, USAGE, QUARANTINED = 0, 1, 2, 3


@contextmanager
def ending(**settings: object) -> Iterator[None]:
    """Run a command; what a person can act on is one line on stderr, a bug keeps its traceback."""
    signal.signal(signal.SIGTERM, _leave)
    _warn_of_unknown_settings()
    if any(settings.values()):
        from flows.settings import choose

        choose(**settings)
    try:
        yield
    except typer.Exit:
        raise
    except KeyboardInterrupt:
        fail("stopped; what is loaded stays, the next run reads the rest", 130)
    except Exception as error:
        expected = _expected(error)
        if expected is None:
            raise
        fail(*expected)


def _expected(error: Exception) -> tuple[str, int] | None:
    """What to say of an error that a person can act on, and the exit code; None for a bug.

    Only here are its kinds loaded: with them come the database's and the settings' libraries.
    """
    from pydantic import ValidationError
    from sqlalchemy.exc import DBAPIError

    from flows.errors import FlowError, NoStateFolderError, UsageError
    from normalizers import VocabularyError
    from warehouse.errors import BadAddressError, WarehouseError

    if isinstance(error, ValidationError) and error.title == "Settings":
        return "; ".join(map(_setting, error.errors())), USAGE
    if isinstance(error, UsageError | NoStateFolderError | BadAddressError):
        return str(error), USAGE
    if isinstance(error, WarehouseError | FlowError | VocabularyError):
        return str(error), FAILED
    if isinstance(error, DBAPIError):
        return f"the database says: {error.orig}", FAILED
    return None


def _setting(problem: ErrorDetails) -> str:
    """What is wrong with a setting: its variable, the value given, and pydantic's reason."""
    said = problem["msg"]
    return f"JIXIAO_{str(problem['loc'][0]).upper()}: “{problem['input']}”: {said[:1].lower()}{said[1:]}"


def fail(message: str, code: int) -> NoReturn:
    """End the command with a message for the person who gave it."""
    typer.secho(f"jixiao: {message}", err=True, fg="red" if sys.stderr.isatty() else None)
    raise typer.Exit(code)


def _warn_of_unknown_settings() -> None:
    if not any(name.upper().startswith("JIXIAO_") for name in os.environ):
        return  # nothing to look up, which takes a library
    from flows.settings import unknown

    for said in unknown():
        typer.secho(f"jixiao: {said}", err=True, fg="yellow" if sys.stderr.isatty() else None)


def _leave(signum: int, _frame: FrameType | None) -> NoReturn:
    """Leave as on Ctrl-C, so that workers and Prefect's server are stopped."""
    sys.exit(128 + signum)
