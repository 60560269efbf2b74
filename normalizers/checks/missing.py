"""What a form does not say of itself: its unit of money, its year, its title."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from normalizers.checks.doubt import if_read
from normalizers.dates import years_named
from normalizers.model import Finding, Form, FormFacts, FundingLine, Severity
from normalizers.money import AMOUNTS, factors, printed_money
from normalizers.text import squashed

_UNIT = re.compile(r"[(:]万?元")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?=年|学年|[-—–~至])")


def missing_money_unit(_: FormFacts, form: Form) -> Iterator[Finding]:
    """No unit of money is printed anywhere: the amounts are left out rather than guessed."""
    if printed_money(form) is None and any(
        re.search(r"\d", text.text) for line in form.funding for text in line.values.values()
    ):
        exact = form.is_ruled and form.medium != "scan"
        seen = "is printed on the form" if exact else "was read on the form"
        message = f"no unit of money (元, 万元) {seen}; its amounts are left NULL"
        unread = next((text.text for text in form.unread if _UNIT.search(squashed(text.text))), None)
        message += f"; one stands in a text that found no place, “{unread}”" if unread else ""
        yield Finding("form", None, "money_unit", "missing_money_unit", "error", message)


def other_money_unit(facts: FormFacts, form: Form) -> Iterator[Finding]:
    """The amounts are printed in another unit than 元 and 万元.

    千元 and 亿元 are converted: an info, for ``money_unit`` stays NULL. Amounts in a foreign currency are
    left out, since no rate of exchange is known: an error.
    """
    found, rule = printed_money(form), "other_money_unit"
    amounts = [line for line in form.funding if _amounts(line)]
    if found and amounts and facts.money_unit is None:
        said = f"the amounts are printed in {found.unit}"
        if found.factor is None:
            message = f"{said}, not in 元: no rate of exchange is known, they are left NULL"
            yield Finding("form", None, "money_unit", rule, "error", message, "元, 万元", found.unit)
            return
        message = f"{said}: they are converted to 元, and money_unit, which is 元 or 万元, is left NULL"
        yield Finding("form", None, "money_unit", rule, "info", message, "元, 万元", found.unit)
    for line in amounts if found else ():
        yuan = factors(form, line)
        for field in _amounts(line):
            if yuan[field] is None:
                message = f"{field} of {line.label.text} is printed in a foreign currency, it is left NULL"
                raw = line.values[field].text
                yield Finding("funding", line.line_no, f"{field}_yuan", rule, "error", message, None, raw)


def _amounts(line: FundingLine) -> list[str]:
    return [field for field in AMOUNTS if field in line.values and re.search(r"\d", line.values[field].text)]


def missing_fiscal_year(forms: Sequence[FormFacts]) -> Iterator[tuple[int, Finding]]:
    """Neither a year line nor the title nor the targets' dates tell the year of a form that is filled in.

    An info where its project, its goals or its texts name one, which they may do in passing; on a scan; where
    the other forms of the document are all of one year; where the day of filling in leaves two.
    """
    years = {facts.fiscal_year for facts in forms if facts.fiscal_year is not None}
    for facts in forms:
        if facts.fiscal_year is not None or is_blank_form(facts):
            continue
        message, expected = "no year was read on the form: it counts in no year's figures", None
        severity: Severity = "warning"
        if len(years) == 1:
            severity, expected = "info", str(*years)
            message += f"; the other forms of the document are of {expected}"
        elif named := _years_in_texts(facts):
            severity, message = "info", f"{message}; its texts name {', '.join(map(str, sorted(named)))}"
        elif facts.medium == "scan":
            severity, message = "info", f"{message}; on a scan it may not have been read"
        elif facts.filled_on:
            severity = "info"
            message += f"; it was filled in on {facts.filled_on}, for that year or the one before"
        rule = "missing_fiscal_year"
        yield facts.ordinal, Finding("form", None, "fiscal_year", rule, severity, message, expected)


def missing_title(facts: FormFacts, form: Form) -> Iterator[Finding]:
    """A form that is filled in has no title: which form it is was told from its columns."""
    if facts.title is None and not is_blank_form(facts):
        kind = facts.form_type.replace("_", " ")
        message = f"no title was read over the form; its columns say that it is a {kind}"
        unread = next((text.text for text in form.unread if squashed(text.text).endswith("表")), None)
        message += f"; “{unread}” found no place" if unread else ""
        finding = Finding("form", None, "title", "missing_title", "info", message, None, facts.form_type)
        yield if_read(finding, form)


def is_blank_form(facts: FormFacts) -> bool:
    """Whether nothing is filled in: neither a project nor a body, nor any target or result."""
    lines = facts.indicators
    said = any(each.kind != "empty" for line in lines for each in (line.target, line.actual))
    return not said and not (facts.project_name or facts.organization)


def _years_in_texts(facts: FormFacts) -> set[int]:
    texts = [facts.project_name, facts.expected_goal, facts.actual_outcome, facts.conclusion]
    texts += [section.text for section in facts.sections]
    texts += [text for line in facts.indicators for text in (line.name_raw, line.target.raw, line.actual.raw)]
    bare = [squashed(text) for text in texts if text]
    return set().union(*({int(year) for year in _YEAR.findall(text)} | years_named(text) for text in bare))
