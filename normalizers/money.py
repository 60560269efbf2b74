"""The unit that a form's money is printed in."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Literal

from normalizers.model import Form, Printed
from normalizers.text import squashed

AMOUNTS = ("initial_budget", "annual_budget", "executed")
FACTORS = {"元": Decimal(1), "万元": Decimal(10**4)}
"""Yuan that one of each unit is."""


def money_unit(form: Form) -> Literal["元", "万元"] | None:
    """元 or 万元 as a label, a header or a corner of the form prints it; None where nothing does."""
    found = _found(form)
    return found[0] if found else None


def unit_confidence(form: Form) -> float:
    """How sure the unit of money was read, 0 to 1; 1 where none is printed. No amount is surer than it."""
    found = _found(form)
    return found[1].confidence if found else 1.0


def _found(form: Form) -> tuple[Literal["元", "万元"], Printed] | None:
    headers = form.headers
    places = [headers[key] for key in ("funding_group", "money_unit") if key in headers]
    places += [text for key, text in headers.items() if key.startswith(("funding.", "sources."))]
    places += [line.label for line in form.funding]
    places += [line.values[key] for line in form.funding for key in AMOUNTS if key in line.values]
    if not form.funding:  # elsewhere a table of tasks may be in another unit than the funding
        places += [text for key, text in headers.items() if key.startswith("kept.")]
    for printed in places:
        said = re.search(r"万元|(?<!万)元", squashed(printed.text))
        if said:
            return ("万元" if said[0] == "万元" else "元"), printed
    return None
