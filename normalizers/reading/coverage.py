"""What of a form's print was met while it was read, and what of that found a place."""

from __future__ import annotations

from dataclasses import dataclass, field

from extractors.model import Cell, TextLine
from normalizers.model import Printed
from normalizers.reading.stream import spots_of
from normalizers.text import squashed, unbroken


@dataclass(slots=True)
class Coverage:
    """The cells and lines that were met, and which of them were used, by identity."""

    met: dict[int, Cell | TextLine] = field(default_factory=dict)
    used: set[int] = field(default_factory=set)

    def unread(self) -> tuple[Printed, ...]:
        """Printed texts of the form that no field, section or label took."""
        left = (source for key, source in self.met.items() if key not in self.used)
        return tuple(Printed(unbroken(each.text), spots_of(each)) for each in left if squashed(each.text))

    def share(self) -> float:
        """The share of characters that found a place, from 0 to 1; 0 where none is printed."""
        sizes = {key: len(squashed(source.text)) for key, source in self.met.items()}
        total = sum(sizes.values())
        return round(sum(sizes[key] for key in self.used) / total, 4) if total else 0.0
