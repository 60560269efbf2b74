"""Functions of pdfium that are asked of many things in a row.

Called by its address, without the checks that guard each call otherwise, a function costs a third: a page has
hundreds of objects and a thousand characters, and each is asked several times. Nothing is checked, so what is
handed over must be of the kind that the function takes, and alive. What is asked for is named by its address.
"""

from __future__ import annotations

import ctypes
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from itertools import repeat
from typing import Any

import numpy.typing as npt

Address = int | None
"""Where a page object, a segment of a path or a font lies: it tells one from another. None for none."""

Rows = npt.NDArray[Any]

_HANDLE, _NUMBER = ctypes.c_void_p, ctypes.c_int


def address_of(thing: Any) -> Address:
    """Where a function or a handle of pdfium lies."""
    return ctypes.cast(thing, _HANDLE).value


def object_at(address: Address) -> Any:
    """The page object that lies there, for calls that are guarded."""
    import pypdfium2.raw as pdfium

    return ctypes.cast(address or 0, pdfium.FPDF_PAGEOBJECT)


def objects_on(page: Any) -> list[Address]:
    """The objects of a page of pypdfium2 in drawing order; a form is one of them."""
    import pypdfium2.raw as pdfium

    indices = range(pdfium.FPDFPage_CountObjects(page.raw))
    return members_of(repeat(address_of(page.raw)), indices, pdfium.FPDFPage_GetObject)


def objects_in(form: Address) -> list[Address]:
    """The objects of a form in drawing order."""
    import pypdfium2.raw as pdfium

    indices = range(pdfium.FPDFFormObj_CountObjects(object_at(form)))
    return members_of(repeat(form), indices, pdfium.FPDFFormObj_GetObject)


def members_of(wholes: Iterable[Address], indices: Iterable[int], get: Any) -> list[Address]:
    """Of each whole the member that ``get`` finds by its index."""
    return list(map(_unguarded(get, _HANDLE, _HANDLE, _NUMBER), wholes, indices))


def parts_of(things: Iterable[Address], get: Any) -> list[Address]:
    """Of each thing the one that ``get`` finds."""
    return list(map(_unguarded(get, _HANDLE, _HANDLE), things))


def numbers_of(things: Iterable[Address], ask: Any) -> list[int]:
    """Of each thing the number that ``ask`` answers."""
    return list(map(_unguarded(ask, _NUMBER, _HANDLE), things))


def written_of(things: Sequence[Address], ask: Any, rows: Rows) -> list[int]:
    """Have ``ask`` write of each thing to a row: to one structure, by its place.

    Returns what it answered: not 0 where it wrote.
    """
    return list(map(_unguarded(ask, _NUMBER, _HANDLE, _HANDLE), things, _places(rows)))


def numbers_written_of(things: Sequence[Address], ask: Any, rows: Rows) -> list[int]:
    """The same where ``ask`` writes each number of a row to a place of its own."""
    places = _places_of_numbers(rows)
    return list(map(_unguarded(ask, _NUMBER, _HANDLE, *[_HANDLE] * len(places)), things, *places))


def numbers_of_characters(text_page: Any, count: int, ask: Any) -> Iterator[int]:
    """Of each of so many characters the number that ``ask`` answers."""
    whole = repeat(address_of(text_page))
    return map(_unguarded(ask, _NUMBER, _HANDLE, _NUMBER), whole, range(count))


def written_of_characters(text_page: Any, ask: Any, rows: Rows) -> None:
    """Have ``ask`` write of each character to a row: to one structure, by its place."""
    whole = repeat(address_of(text_page))
    call = _unguarded(ask, _NUMBER, _HANDLE, _NUMBER, _HANDLE)
    deque(map(call, whole, range(len(rows)), _places(rows)), maxlen=0)


def numbers_written_of_characters(text_page: Any, ask: Any, rows: Rows) -> None:
    """The same where ``ask`` writes each number of a row to a place of its own."""
    whole, places = repeat(address_of(text_page)), _places_of_numbers(rows)
    call = _unguarded(ask, _NUMBER, _HANDLE, _NUMBER, *[_HANDLE] * len(places))
    deque(map(call, whole, range(len(rows)), *places), maxlen=0)


def _places(rows: Rows, column: int = 0) -> range:
    """Where the numbers of a column lie, one of each row."""
    step = rows.itemsize * rows.shape[1]
    first = rows.ctypes.data + rows.itemsize * column
    return range(first, first + step * len(rows), step)


def _places_of_numbers(rows: Rows) -> list[range]:
    return [_places(rows, column) for column in range(rows.shape[1])]


def _unguarded(function: Any, answer: Any, *kinds: Any) -> Callable[..., Any]:
    call: Callable[..., Any] = _prototype(answer, *kinds)(address_of(function))
    return call


@cache
def _prototype(answer: Any, *kinds: Any) -> Any:
    return ctypes.PYFUNCTYPE(answer, *kinds)
