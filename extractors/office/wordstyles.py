"""What the styles of a Word file decide about text."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import Any

from extractors.office.numbering import VALUE, W
from extractors.office.wordtags import on


class Styles:
    """What the styles of a file decide about text: hidden characters and list numbers."""

    def __init__(self, load: Callable[[], Any]) -> None:
        self._load = load

    @cached_property
    def _styles(self) -> dict[str, Any]:
        root = self._load()
        return (
            {}
            if root is None
            else {each.get(f"{W}styleId", ""): each for each in root.iterchildren(f"{W}style")}
        )

    @cached_property
    def hiding(self) -> frozenset[str]:
        """The styles whose text is hidden."""
        return frozenset(name for name in self._styles if on(self._first(name, f"{W}rPr/{W}vanish")))

    @cached_property
    def numbered(self) -> dict[str, Any]:
        """The list numbers of the styles that have one."""
        found = {name: self._first(name, f"{W}pPr/{W}numPr") for name in self._styles}
        return {name: number for name, number in found.items() if number is not None}

    def _first(self, name: str | None, path: str) -> Any:
        """What the style, or the nearest that it is based on, says at a path."""
        seen: set[str] = set()
        while name and name not in seen and name in self._styles:
            seen.add(name)
            found = self._styles[name].find(path)
            if found is not None:
                return found
            base = self._styles[name].find(f"{W}basedOn")
            name = None if base is None else base.get(VALUE)
        return None
