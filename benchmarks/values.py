"""When two values are the same: numbers exactly, texts after NFKC and without white space."""

from __future__ import annotations

import unicodedata
from decimal import Decimal, InvalidOperation
from typing import Any

FORM_FIELDS = (
    "form_type", "fiscal_year", "title", "organization", "department_code", "competent_department",
    "implementing_unit", "project_name", "filled_on", "money_unit", "expected_goal", "actual_outcome",
    "total_weight", "total_score", "rating", "conclusion", "contact", "page_first", "page_last",
)  # fmt: skip
FUNDING_FIELDS = (
    "kind", "label_raw", "initial_budget_yuan", "annual_budget_yuan", "executed_yuan", "weight",
    "execution_rate", "score",
)  # fmt: skip
MEASURE_FIELDS = ("raw", "kind", "operator", "value", "unit", "date")
INDICATOR_FIELDS = (
    "level1", "level2", "level1_raw", "level2_raw", "name_raw",
    *(f"target_{name}" for name in MEASURE_FIELDS), *(f"actual_{name}" for name in MEASURE_FIELDS),
    "weight", "score", "remark",
)  # fmt: skip
QUANTITY_FIELDS = ("operator", "value", "unit")
NUMBERS = {
    "fiscal_year", "total_weight", "total_score", "page_first", "page_last", "weight", "score", "value",
    "initial_budget_yuan", "annual_budget_yuan", "executed_yuan", "execution_rate",
    "target_value", "actual_value",
}  # fmt: skip


def squeezed(text: object) -> str:
    """NFKC, and no white space at all."""
    return "".join(unicodedata.normalize("NFKC", str(text)).split())


def normal(name: str, value: Any) -> Decimal | str | None:
    """A value of column ``name`` in the form in which it is compared."""
    if value is None:
        return None
    if name in NUMBERS:
        try:
            return Decimal(str(value)).normalize()
        except InvalidOperation:
            return str(value)
    return squeezed(value)


def same(name: str, wanted: Any, got: Any) -> bool:
    return normal(name, wanted) == normal(name, got)
