"""Dates that belong to another year than the form."""

from __future__ import annotations

import re
from collections.abc import Iterator

from normalizers.checks.doubt import cautious, line_values
from normalizers.dates import years_named
from normalizers.model import Finding, Form, FormFacts, Measure
from normalizers.text import squashed

_RUNS_ON = re.compile(r"[至到~—–-]\D*\d{0,3}$")
"""A span that is cut off after its sign: the year that ends it is not seen."""
_SENTENCE = re.compile(r"(?:^|[。;；!])((?:19|20)\d\d)年度?(?=[^\d十末底至到初前—-])")
"""A sentence that begins with a year: what it says is of that year."""
_DONE = re.compile(
    r"((?:19|20)\d\d)年\d{1,2}月(?:\d{1,2}日)?前?[^\d,，。;；]{0,6}(?:完成|完工|竣工|验收|建成|交付|投入使用)"
)
"""What was finished in a month of a year."""


def target_before_year(facts: FormFacts, form: Form) -> Iterator[Finding]:
    """A target is due in an earlier year than the form's. A later one is a project of several years."""
    for line in facts.indicators:
        due = _last_year(line.target)
        if facts.fiscal_year is None or due is None or due >= facts.fiscal_year:
            continue
        target = squashed(line.target.raw or "")
        message = f"the target {target} is due in {due}, the form is of {facts.fiscal_year}"
        finding = Finding(
            "indicator", line.line_no, "target_raw", "target_before_year", "warning", message,
            str(facts.fiscal_year), str(due),
        )  # fmt: skip
        yield cautious(finding, (line_values(form, line.line_no).get("target"), form.fields.get("year")))


def text_of_other_year(facts: FormFacts, form: Form) -> Iterator[Finding]:
    """A goal or an outcome that speaks of earlier years only (2022年完成…), on a form of a later one.

    Years that a sentence mentions on its way (documents, plans, base years) are not looked at.
    """
    year = facts.fiscal_year
    for field, text in (("expected_goal", facts.expected_goal), ("actual_outcome", facts.actual_outcome)):
        bare = squashed(text or "")
        done = _DONE.findall(bare) if field == "actual_outcome" else []
        named = {int(each) for each in (*_SENTENCE.findall(bare), *done)}
        if year is None or not named or max(named) >= year or str(year) in bare:
            continue
        what = "expected goal" if field == "expected_goal" else "actual outcome"
        message = f"the {what} speaks of {max(named)} and not of {year}, the year of the form"
        finding = Finding(
            "form", None, field, "text_of_other_year", "info", message, str(year), str(max(named))
        )
        yield cautious(finding, (form.fields.get(field), form.fields.get("year")))


def filled_before_year(facts: FormFacts, form: Form) -> Iterator[Finding]:
    """A self-evaluation that was filled in before its year began; a form of targets may well be."""
    filled, year = facts.filled_on, facts.fiscal_year
    evaluates = facts.form_type.endswith("self_evaluation")
    if filled and year and evaluates and filled.year < year:
        message = f"the form evaluates {year} and was filled in on {filled.isoformat()}"
        finding = Finding(
            "form", None, "filled_on", "filled_before_year", "warning", message, str(year), filled.isoformat()
        )
        yield cautious(finding, (form.fields.get("filled_on"), form.fields.get("year")))


def _last_year(measure: Measure) -> int | None:
    """The year in which a target is due: that of its date, or the last of a span of dates."""
    if measure.date:
        return int(measure.date[:4])
    text = squashed(measure.raw or "")
    years = years_named(text) | {int(year) for year in re.findall(r"((?:19|20)\d\d)年", text)}
    if measure.kind != "qualitative" or not years or _RUNS_ON.search(text) or not _is_span(text):
        return None
    return max(years)


def _is_span(text: str) -> bool:
    """Whether a text is nothing but dates: 2023年1月1日到2023年12, whatever the cell has cut off."""
    return not re.sub(r"[\d年月日号底初中末前至到~—–\-./、()（）]", "", text)
