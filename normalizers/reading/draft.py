"""A form while it is being read."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Literal

from extractors.model import Cell, Medium, TextLine
from normalizers.model import Form, FundingLine, IndicatorLine, Printed
from normalizers.reading.columns import Columns
from normalizers.reading.coverage import Coverage
from normalizers.reading.stream import Row
from normalizers.text import squashed

Part = Literal["head", "funding", "sources", "kept", "goals", "indicators", "tail"]


@dataclass(slots=True)
class MoneyTable:
    """Where the reader stands in the funding.

    ``sources`` are the lines of the table that is being read whose sources are its columns.
    ``paired`` says which amount stands behind the labels of a column: 预算数：| 49 | 执行数：| 48.
    ``longer`` holds, by grid and column, the labels of money for more years than one; ``kept_lines`` counts
    the rows of funding that say no other.
    """

    sources: list[FundingLine] = field(default_factory=list)
    paired: dict[int, str] = field(default_factory=dict)
    longer: dict[tuple[int, int], Printed] = field(default_factory=dict)
    kept_lines: int = 0


@dataclass(slots=True)
class IndicatorTable:
    """Where the reader stands in the indicators.

    ``line_no`` counts the rows, ``blank`` those without a word since the last one; ``levels`` are those that
    hold for the next row, ``mended`` what became of levels that a page cut, ``last_page`` where a row was.
    """

    line_no: int = 0
    blank: int = 0
    levels: dict[str, Printed] = field(default_factory=dict)
    mended: dict[Printed, Printed] = field(default_factory=dict)
    last_page: int | None = None


@dataclass(slots=True)
class Draft:
    """What has been read of a form so far, and which part of it the reader stands in.

    ``others`` holds, by header, the cells of columns that no view has; ``headed`` is the row that is already
    read as the second row of a header.
    ``above`` is the row before the one that is read; ``block_end`` is the row, by grid, below the block that
    a label at the side of a header names.
    """

    title: Printed = field(default_factory=lambda: Printed(""))
    part: Part = "head"
    fields: dict[str, Printed] = field(default_factory=dict)
    headers: dict[str, Printed] = field(default_factory=dict)
    funding: list[FundingLine] = field(default_factory=list)
    indicators: list[IndicatorLine] = field(default_factory=list)
    sections: list[tuple[Printed, Printed]] = field(default_factory=list)
    others: dict[str, tuple[Printed, list[Printed]]] = field(default_factory=dict)
    columns: Columns | None = None
    kept_label: Printed | None = None
    headed: tuple[int, int] | None = None
    block_end: tuple[int, int] | None = None
    goal_columns: Columns | None = None
    note_open: bool = False
    above: Row | None = None
    money: MoneyTable = field(default_factory=MoneyTable)
    table: IndicatorTable = field(default_factory=IndicatorTable)
    coverage: Coverage = field(default_factory=Coverage)

    def meet(self, source: Cell | TextLine) -> None:
        """Count a cell or a line among what is printed on the form."""
        self.coverage.met[id(source)] = source

    def use(self, source: Cell | TextLine) -> None:
        """Note that a cell or a line has found its place."""
        self.meet(source)
        self.coverage.used.add(id(source))

    def next_line(self) -> int:
        """The number of the next line of funding: rows whose money is kept elsewhere count, as on paper."""
        return len(self.funding) + self.money.kept_lines + 1

    def is_used(self, source: Cell | TextLine) -> bool:
        return id(source) in self.coverage.used

    def put(self, name: str, value: Printed) -> bool:
        """Set a field the first time it says something; more of a goal or a conclusion is added.

        Returns whether the text has a place now: not where the field says something else already.
        """
        if not squashed(value.text):
            return True
        known = self.fields.get(name)
        if known is None:
            self.fields[name] = value
        elif name in ("expected_goal", "actual_outcome", "conclusion"):
            self.fields[name] = Printed(known.text + value.text, known.spots + value.spots)
        else:
            return squashed(known.text) == squashed(value.text)
        return True

    def keep(self, label: Printed, name: str, value: Printed) -> None:
        """Keep a cell of a column that no view has: a section a column, a line's name before each value."""
        _, values = self.others.setdefault(squashed(label.text), (label, []))
        values.append(Printed(f"{name}：{value.text}" if name else value.text, value.spots))

    def _kept(self) -> list[tuple[Printed, Printed]]:
        return [
            (
                label,
                Printed(
                    "；".join(each.text for each in values), tuple(s for each in values for s in each.spots)
                ),
            )
            for label, values in self.others.values()
        ]

    @property
    def year(self) -> int | None:
        """The fiscal year that a line or the heading states."""
        for text in (self.fields.get("year", Printed("")).text, self.title.text):
            found = re.search(r"(?<!\d)(?:19|20)\d\d(?!\d)", squashed(text))
            if found:
                return int(found[0])
        return None

    def form(self, ordinal: int, first: int | None, last: int | None, medium: Medium) -> Form:
        """The finished form, with what found no place and the share of characters that did."""
        return Form(
            ordinal,
            first,
            last,
            medium,
            self.title,
            self.fields,
            self.headers,
            tuple(self.funding),
            tuple(self.indicators),
            (*self.sections, *self._kept()),
            self.coverage.unread(),
            self.coverage.share(),
        )
