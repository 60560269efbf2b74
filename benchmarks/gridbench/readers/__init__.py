"""How each tool is called: once opened, a document in, whatever it gives out, and the tables in that.

Only ``read`` is timed. It begins at the file and ends when every cell has its text; ``tables`` puts that
into the shape in which all are compared. Each is given the settings that suit ruled tables best.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

from gridbench.model import Table


@dataclass(frozen=True, slots=True)
class Reader:
    """``tables`` is None for what reads only text."""

    read: Callable[[Path], Any]
    tables: Callable[[Any], list[Table]] | None = None


def open_reader(name: str) -> Reader:
    """The reader called ``module:function``; ImportError, or OSError, where it is not to be had."""
    module, function = name.split(":")
    opened: Reader = getattr(import_module(f"gridbench.readers.{module}"), function)()
    return opened
