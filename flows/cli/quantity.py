"""``jixiao quantity``: cells from standard input, one JSON object a line to standard output."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import BinaryIO

from flows.cli.ending import FAILED, USAGE, fail
from normalizers import VocabularyError, measure
from normalizers.model import Measure

_BYTE_ORDER_MARK = b"\xef\xbb\xbf"


def quantity(year: int | None) -> None:
    """Read every line as it comes and answer it; a reader that goes away ends the command without a word."""
    try:
        for answer in _answers(sys.stdin.buffer, year):
            sys.stdout.buffer.write(answer)
            sys.stdout.buffer.flush()
    except BrokenPipeError:
        # What Python would still flush when it leaves has nobody to go to.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except VocabularyError as error:
        fail(str(error), FAILED)
    except KeyboardInterrupt:
        fail("stopped", 130)


def _answers(lines: BinaryIO, year: int | None) -> Iterator[bytes]:
    for number, line in enumerate(lines, 1):
        bare = line.removeprefix(_BYTE_ORDER_MARK) if number == 1 else line
        try:
            text = bare.decode("utf-8").rstrip("\r\n")
        except UnicodeDecodeError as error:
            fail(f"standard input, line {number}: not UTF-8 ({error.reason}); convert it first", USAGE)
        cell, _, name = text.partition("\t")
        yield f"{written_json(measure(cell, name=name or None, year=year))}\n".encode()


def written_json(found: Measure) -> str:
    """A measure as a JSON object; figures are JSON numbers with the very digits of the paper.

    >>> from normalizers import measure
    >>> written_json(measure("≥0.10%")) # doctest: +ELLIPSIS
    '{"kind": "numeric", "operator": ">=", "value": 0.10, "unit": "%", "date": null, "value_base": 0.001, ...'
    """
    listed = ", ".join(
        _object((("operator", each.operator), ("value", each.value), ("unit", each.unit)))
        for each in found.quantities
    )
    head = _object(
        (
            ("kind", found.kind),
            ("operator", found.operator),
            ("value", found.value),
            ("unit", found.unit),
            ("date", found.date),
            ("value_base", found.value_base),
            ("unit_base", found.unit_base),
        )
    )
    return f'{head[:-1]}, "quantities": [{listed}]}}'


def _object(members: Iterable[tuple[str, Decimal | str | None]]) -> str:
    return "{" + ", ".join(f'"{key}": {_plain(value)}' for key, value in members) + "}"


def _plain(value: Decimal | str | None) -> str:
    """A float would write 0.1 of a ten-digit amount anew; a decimal keeps its digits, without an exponent."""
    return f"{value:f}" if isinstance(value, Decimal) else json.dumps(value, ensure_ascii=False)
