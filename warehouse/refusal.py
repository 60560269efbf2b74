"""What a database refuses of one document, as against a database that is busy or gone."""

from __future__ import annotations

from sqlalchemy.exc import DataError, DBAPIError, IntegrityError, StatementError

REFUSING = (StatementError, ArithmeticError, UnicodeError)
"""What a refusal is raised as; ``is_refusal`` tells it from what else SQLAlchemy raises so."""


def is_refusal(error: Exception) -> bool:
    """Whether an error over a write lies in what was to be written, so that it would come every time.

    A figure too long for its column, a character that is none: drivers say so in errors of their own, or
    raise Python's.
    """
    if isinstance(error, DBAPIError):
        return isinstance(error, DataError | IntegrityError)
    cause = error.orig if isinstance(error, StatementError) else error
    return isinstance(cause, ArithmeticError | UnicodeError)


def refusal(error: Exception) -> str:
    """What the database said, in one line that can itself be written."""
    cause = error.orig if isinstance(error, StatementError) else error
    said = str(cause).partition("\n")[0].encode(errors="backslashreplace").decode().replace("\0", "\\0")
    return f"{type(cause).__name__}: {said}"
