"""The unit that a form's money is printed in."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Literal

from normalizers.lexicon import words
from normalizers.model import Form, FormFacts, FundingLine, Printed
from normalizers.text import squashed
from normalizers.tries import any_of

AMOUNTS = ("initial_budget", "annual_budget", "executed")
FACTORS = {
    "元": Decimal(1), "百元": Decimal(100), "千元": Decimal(1000), "万元": Decimal(10**4),
    "十万元": Decimal(10**5), "百万元": Decimal(10**6), "千万元": Decimal(10**7), "亿元": Decimal(10**8),
}  # fmt: skip
"""Yuan that one of each unit is."""


@dataclass(frozen=True, slots=True)
class Money:
    """A unit of money as printed (万元, 万美元), and the text in which it stands.

    ``factor``: yuan that one of it is; None of a foreign currency, for which no rate is known.
    """

    unit: str
    factor: Decimal | None
    printed: Printed


def printed_money(form: Form) -> Money | None:
    """The unit that a label, a header or a corner of the form prints; None where nothing does."""
    headers = form.headers
    places = [headers[key] for key in ("funding_group", "money_unit") if key in headers]
    places += [text for key, text in headers.items() if key.startswith(("funding.", "sources."))]
    places += [line.label for line in form.funding]
    places += [line.values[key] for line in form.funding for key in AMOUNTS if key in line.values]
    if not form.funding:  # elsewhere a table of tasks may be in another unit than the funding
        places += [text for key, text in headers.items() if key.startswith("kept.")]
    return next((money for printed in places if (money := _money(printed, _unit()))), None)


def money_unit(form: Form) -> Literal["元", "万元"] | None:
    """元 or 万元 where the form prints that; None where it prints another unit, or none."""
    found = printed_money(form)
    units: tuple[Literal["元", "万元"], ...] = ("元", "万元")
    return next((unit for unit in units if found and found.unit == unit), None)


def unit_confidence(form: Form) -> float:
    """How sure the unit of money was read, 0 to 1; 1 where none is printed. No amount is surer than it."""
    found = printed_money(form)
    return found.printed.confidence if found else 1.0


def factors(form: Form, line: FundingLine) -> dict[str, Decimal | None]:
    """Yuan that one of each amount of a line is; None where the unit is foreign, or none is printed.

    The unit in brackets behind the line's label (外债（万美元）) counts before that behind the column's
    header, and both before the form's.
    """
    whole, own = printed_money(form), _money(line.label, _boxed())

    def factor(field: str) -> Decimal | None:
        header = form.headers.get(f"funding.{field}")
        found = own or (_money(header, _boxed()) if header else None) or whole
        return found.factor if found else None

    return {field: factor(field) for field in AMOUNTS}


def step(facts: FormFacts, form: Form) -> Decimal:
    """Yuan: the least amount that the form prints, as 0.01 of its unit."""
    found = printed_money(form)
    factor = FACTORS[facts.money_unit] if facts.money_unit else found.factor if found else None
    return (factor or Decimal(1)) / 100


def _money(printed: Printed, pattern: re.Pattern[str]) -> Money | None:
    found = pattern.search(squashed(printed.text))
    if found is None:
        return None
    unit = (found["many"] or "") + (found["currency"] or "元")
    foreign = found["currency"] or found["before"] or found["behind"]
    return Money(found[0].strip("(:)") if foreign else unit, None if foreign else FACTORS[unit], printed)


@cache
def _unit() -> re.Pattern[str]:
    """万元, 万美元, 港币万元, 万元港币; not the 元 of 单元 and 公元."""
    foreign = any_of(words("money_labels")["foreign"])
    many = any_of(unit[:-1] for unit in FACTORS if unit != "元")
    return re.compile(
        rf"(?P<before>{foreign}[(:]?)?(?P<many>{many})?"
        rf"(?:(?P<currency>{foreign})|(?<![单多公])元(?!素|旦|件)(?:[(]?(?P<behind>{foreign}))?)"
    )


@cache
def _boxed() -> re.Pattern[str]:
    return re.compile(rf"\((?:(?:金额)?单位:?)?(?:人民币)?{_unit().pattern}\)$")
