"""The types at the borders of this room: a form in the paper's words, and the facts made of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Literal

from extractors.model import Medium, Place, Reading
from normalizers.matching.model import Direction

FormType = Literal[
    "project_self_evaluation", "department_self_evaluation", "project_target", "department_target"
]
FundingKind = Literal["total", "fiscal", "local", "superior", "carryover", "other", "basic", "project"]
QuantityKind = Literal["numeric", "date", "qualitative", "empty"]
Operator = Literal[">=", "<=", "=", ">", "<"]
Severity = Literal["error", "warning", "info"]
Record = Literal["form", "funding", "indicator", "section"]
FindingRecord = Literal["form", "funding", "indicator"]
Side = Literal["target", "actual"]
BodyRole = Literal["organization", "implementing_unit", "competent_department"]
Choice = Literal["agreed", "disputed", "point", "surer", "sums"]
"""Why a cell's text was taken of several readings: they are alike; they differ and the first stays; the other
looks agree and are surer; the form's arithmetic holds with it, and with no other."""


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a value was read: page, box in points, grid, row, column. Word has no pages, a line has no grid.

    ``text`` is the cell's text as taken; ``confidence`` runs from 0 to 1. Where the cell was looked at again,
    ``looks`` are all its readings in order, and ``choice`` says why this one is taken.
    """

    text: str
    confidence: float
    page: int | None = None
    x0: float | None = None
    y0: float | None = None
    x1: float | None = None
    y1: float | None = None
    grid: int | None = None
    row: int | None = None
    column: int | None = None
    looks: tuple[Reading, ...] = ()
    choice: Choice | None = None

    @property
    def place(self) -> Place | None:
        """The cell, or None of a line outside the tables."""
        if self.grid is None or self.row is None or self.column is None:
            return None
        return Place(self.grid, self.row, self.column)


@dataclass(frozen=True, slots=True)
class Printed:
    """A text as the paper prints it, without the line breaks of its cell, and the spots it was read from."""

    text: str
    spots: tuple[Spot, ...] = ()

    @property
    def confidence(self) -> float:
        return min((spot.confidence for spot in self.spots), default=1.0)


@dataclass(frozen=True, slots=True)
class FundingLine:
    """A row of the funding table in the paper's words; ``values`` is keyed by column field."""

    line_no: int
    label: Printed
    values: dict[str, Printed]


@dataclass(frozen=True, slots=True)
class IndicatorLine:
    """A row of the indicator table in the paper's words; ``values`` is keyed by column field.

    ``shared`` are the cells that began in a row above and stand over this one too: a reason for several
    indicators, points for all of them. Levels and names are carried down, and are never shared.
    """

    line_no: int
    values: dict[str, Printed]
    shared: dict[str, Printed] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Form:
    """One form in the paper's words. ``fields`` is keyed by field name, each label's value as printed.

    ``headers`` keeps the header texts that carry meaning (a unit of money, a percent sign) by
    field; ``unread`` are cells that found no place. ``is_ruled`` is False where a table of the form has no
    rulings, so that its columns are told from gaps.
    """

    ordinal: int
    page_first: int | None
    page_last: int | None
    medium: Medium
    title: Printed
    fields: dict[str, Printed]
    headers: dict[str, Printed]
    funding: tuple[FundingLine, ...]
    indicators: tuple[IndicatorLine, ...]
    sections: tuple[tuple[Printed, Printed], ...]
    unread: tuple[Printed, ...]
    read_share: float
    is_ruled: bool = True


@dataclass(frozen=True, slots=True)
class Quantity:
    """One figure of a cell: value and unit as printed, separators removed."""

    operator: Operator | None
    value: Decimal
    unit: str | None


@dataclass(frozen=True, slots=True)
class Measure:
    """A target or an actual: what the cell says, typed.

    ``date`` is ISO at the precision printed; ``value_base`` and ``unit_base`` are the figure in the
    canonical unit; ``quantities`` are all the figures of the cell in order.
    """

    raw: str | None
    kind: QuantityKind
    operator: Operator | None = None
    value: Decimal | None = None
    unit: str | None = None
    date: str | None = None
    value_base: Decimal | None = None
    unit_base: str | None = None
    quantities: tuple[Quantity, ...] = ()


@dataclass(frozen=True, slots=True)
class FundingFacts:
    """A funding row. Amounts in yuan with two places; ``execution_rate`` is a ratio; NULL is None."""

    line_no: int
    kind: FundingKind
    label_raw: str
    initial_budget_yuan: Decimal | None
    annual_budget_yuan: Decimal | None
    executed_yuan: Decimal | None
    weight: Decimal | None
    execution_rate: Decimal | None
    score: Decimal | None
    confidence: float


@dataclass(frozen=True, slots=True)
class IndicatorFacts:
    """An indicator row. ``target`` and ``actual`` are of kind ``empty`` where nothing is printed.

    ``indicator_score`` (0 to 100) and ``indicator_reason`` say how the name was matched to the indicator;
    ``direction`` is which way is better by what is known of the indicator, None where nothing is.
    """

    line_no: int
    level1: str | None
    level2: str | None
    level1_raw: str | None
    level2_raw: str | None
    name_raw: str | None
    indicator: str | None
    indicator_code: str | None
    target: Measure
    actual: Measure
    weight: Decimal | None
    score: Decimal | None
    recomputed_score: Decimal | None
    remark: str | None
    confidence: float
    indicator_score: float | None = None
    indicator_reason: str | None = None
    direction: Direction | None = None


@dataclass(frozen=True, slots=True)
class SectionFacts:
    """Printed content without a column of its own."""

    line_no: int
    label_raw: str | None
    text: str


@dataclass(frozen=True, slots=True)
class BodyFacts:
    """A body that a form names: in which field, as printed, and which body it is.

    ``division_code`` has the six digits of the standard division codes; it and the names of province,
    prefecture and county are None where neither name nor document tells the place.
    """

    role: BodyRole
    spelling: str
    canonical: str
    department_kind: str | None
    level: Literal["province", "prefecture", "county"] | None
    division_code: str | None
    province: str | None
    prefecture: str | None
    county: str | None


@dataclass(frozen=True, slots=True)
class Finding:
    """A located defect, of the paper or of its reading. ``field`` is the view's column name."""

    record: FindingRecord
    line_no: int | None
    field: str | None
    rule: str
    severity: Severity
    message: str
    expected: str | None = None
    found: str | None = None


@dataclass(frozen=True, slots=True)
class Lineage:
    """One value's origin: the record, line and column of the views it stands in, and the spot."""

    record: Record
    line_no: int | None
    field: str
    spot: Spot


@dataclass(frozen=True, slots=True)
class FormFacts:
    """Everything the warehouse keeps of one form, named as in the views.

    Strings are None where the paper prints nothing. ``organization_canonical``,
    ``unit_canonical`` and ``project_canonical`` are the spellings that identify the form, ``project_edition``
    is what ``project_canonical`` leaves out of the project's name: its years.
    """

    ordinal: int
    page_first: int | None
    page_last: int | None
    medium: Medium
    form_type: FormType
    fiscal_year: int | None
    title: str | None
    organization: str | None
    department_code: str | None
    competent_department: str | None
    implementing_unit: str | None
    project_name: str | None
    organization_canonical: str | None
    unit_canonical: str | None
    project_canonical: str | None
    filled_on: date | None
    money_unit: Literal["元", "万元"] | None
    expected_goal: str | None
    actual_outcome: str | None
    total_weight: Decimal | None
    total_score: Decimal | None
    rating: Literal["优", "良", "中", "差"] | None
    conclusion: str | None
    contact: str | None
    read_share: float
    confidence: float
    vocabulary_version: str
    unread_cells: int = 0
    funding: tuple[FundingFacts, ...] = ()
    indicators: tuple[IndicatorFacts, ...] = ()
    sections: tuple[SectionFacts, ...] = ()
    findings: tuple[Finding, ...] = ()
    lineage: tuple[Lineage, ...] = field(default=(), repr=False)
    bodies: tuple[BodyFacts, ...] = ()
    project_edition: str | None = None
