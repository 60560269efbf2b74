"""Traditional characters to simplified ones, those of officially written places left alone: 乾安县."""

from __future__ import annotations

from collections.abc import Container
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from opencc import OpenCC


def simplified(text: str, kept: Container[str] = ()) -> str:
    """The text in simplified characters, one for one; those ``kept`` stay as they are."""
    return text if text.isascii() else "".join(char if char in kept else _simple(char) for char in text)


@cache
def _simple(char: str) -> str:
    found = str(_converter().convert(char)) if char >= "\u3400" else char
    return found if len(found) == 1 else char


@cache
def _converter() -> OpenCC:
    from opencc import OpenCC

    return OpenCC("t2s")
