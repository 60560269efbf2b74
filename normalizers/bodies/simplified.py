"""Traditional characters to simplified ones, names of places left alone: 乾安县 has none to change."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from normalizers.bodies.divisions import gazetteer

if TYPE_CHECKING:
    from opencc import OpenCC


def simplified(text: str) -> str:
    """The text in simplified characters."""
    converted = str(_converter().convert(text))
    if converted == text or len(converted) != len(text):
        return converted
    kept = _kept()
    return "".join(old if old in kept else new for old, new in zip(text, converted, strict=True))


@cache
def _converter() -> OpenCC:
    from opencc import OpenCC

    return OpenCC("t2s")


@cache
def _kept() -> frozenset[str]:
    """The characters in which the divisions are officially written."""
    return frozenset("".join(gazetteer().by_name))
