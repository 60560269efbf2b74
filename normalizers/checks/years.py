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
_YEAR_OF_REPORT = re.compile(r"(?:^|[。;；!])((?:19|20)\d\d)年度?(?=[^\d十末底至到初前—-])")


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


def outcome_of_other_year(facts: FormFacts, form: Form) -> Iterator[Finding]:
    """An outcome whose sentences report of earlier years only (2022年完成…), on a form of a later one.

    Years that a sentence mentions on its way (documents, plans, base years) are not looked at.
    """
    text = squashed(facts.actual_outcome or "")
    reported = {int(year) for year in _YEAR_OF_REPORT.findall(text)}
    year = facts.fiscal_year
    if year is None or not reported or max(reported) >= year or str(year) in text:
        return
    found = max(reported)
    message = f"the actual outcome reports of {found}, the form is of {year}"
    finding = Finding(
        "form", None, "actual_outcome", "outcome_of_other_year", "info", message, str(year), str(found)
    )
    yield cautious(finding, (form.fields.get("actual_outcome"), form.fields.get("year")))


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
