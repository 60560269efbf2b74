"""What the styles of a Word file decide about text."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import Any

from extractors.office.numbering import VALUE, W
from extractors.office.wordtags import on


class Styles:
    """What the styles of a file decide about text: hidden characters and list numbers.

    Each style is looked at when it is first asked for: a file names few of the hundreds that it brings.
    """

    def __init__(self, load: Callable[[], Any]) -> None:
        self._load = load
        self._hiding: dict[str | None, bool] = {}
        self._numbers: dict[str | None, Any] = {}

    @cached_property
    def _styles(self) -> dict[str, Any]:
        root = self._load()
        return (
            {}
            if root is None
            else {each.get(f"{W}styleId", ""): each for each in root.iterchildren(f"{W}style")}
        )

    def hides(self, name: str | None) -> bool:
        """Whether a style's text is hidden."""
        if name not in self._hiding:
            self._hiding[name] = on(self._first(name, f"{W}rPr/{W}vanish"))
        return self._hiding[name]

    def number(self, name: str | None) -> Any:
        """The list number of a style; None where it has none."""
        if name not in self._numbers:
            self._numbers[name] = self._first(name, f"{W}pPr/{W}numPr")
        return self._numbers[name]

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
