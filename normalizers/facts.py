"""Form → facts: names, money, rates, levels, quantities and dates, typed and canonical."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from functools import cache
from typing import Literal, get_args

from normalizers.dates import calendar_date, years_named
from normalizers.kinds import funding_kind
from normalizers.levels import canonical_levels
from normalizers.lexicon import lexicon, vocabulary_version, words
from normalizers.lineage import lineage_of, said_sections
from normalizers.matching import NONE, Decisions, Match, Name, direction, match
from normalizers.model import (
    Form,
    FormFacts,
    FormType,
    FundingFacts,
    FundingLine,
    IndicatorFacts,
    IndicatorLine,
    Lineage,
    Measure,
    Printed,
    SectionFacts,
)
from normalizers.money import AMOUNTS, factors, money_unit, unit_confidence
from normalizers.names import canonical_body, canonical_project, department_code
from normalizers.numbers import amount_yuan, is_blank, is_stack, rate_ratio, score_number
from normalizers.operators import is_misread_sign
from normalizers.prompts import without_prompt
from normalizers.quantities import measure
from normalizers.scoring import scored
from normalizers.text import simplified, squashed
from normalizers.tries import any_of
from normalizers.units import is_misread_unit

Rating = Literal["优", "良", "中", "差"]
RATINGS: tuple[Rating, ...] = get_args(Rating)
_TICKED = "☑☒✓✔√■"
_BOXES = f"{_TICKED}□☐○"
_TELEPHONE = re.compile(r"[\s,，;；、/(（]*(?:联系)?电话|[\s,，;；、/]*1?\d[\d\-*]{6,}")
_MARK = re.compile(r"^[!！|｜·.,、]+(?=\w)")
_PUNCTUATION = " :：,，;；、/(（\u3000"


def facts_of(form: Form, decisions: Decisions = NONE) -> FormFacts:
    """Type everything that a form prints. Findings are added by the checks."""
    fields = form.fields
    year = _fiscal_year(form)
    percent = "%" in squashed(form.headers.get("funding.execution_rate", Printed("")).text)
    sure = unit_confidence(form)
    funding = tuple(_funding(line, factors(form, line), percent, sure) for line in form.funding)
    indicators = _matched([_indicator(line, year) for line in form.indicators], decisions)
    organization = _body(fields, "organization") or _text(fields, "implementing_unit")
    competent = _text(fields, "competent_department")
    lineage = tuple(lineage_of(form))
    return FormFacts(
        ordinal=form.ordinal,
        page_first=form.page_first,
        page_last=form.page_last,
        medium=form.medium,
        form_type=_form_type(form),
        fiscal_year=year,
        title=form.title.text or None,
        organization=organization,
        department_code=department_code(competent),
        competent_department=competent,
        implementing_unit=_text(fields, "implementing_unit"),
        project_name=_text(fields, "project_name"),
        organization_canonical=canonical_body(organization),
        unit_canonical=canonical_body(_text(fields, "implementing_unit")),
        project_canonical=canonical_project(_text(fields, "project_name")),
        filled_on=calendar_date(fields["filled_on"].text) if "filled_on" in fields else None,
        money_unit=money_unit(form),
        expected_goal=_text(fields, "expected_goal"),
        actual_outcome=_text(fields, "actual_outcome"),
        total_weight=_score(fields.get("total_weight")),
        total_score=_score(fields.get("total_score")),
        rating=_rating(form),
        conclusion=_text(fields, "conclusion"),
        contact=_contact(_text(fields, "contact")),
        read_share=form.read_share,
        confidence=_mean(lineage),
        vocabulary_version=vocabulary_version() + decisions.mark,
        unread_cells=len(form.unread),
        funding=funding,
        indicators=indicators,
        sections=tuple(
            SectionFacts(line_no, label.text or None, without_prompt(value.text))
            for line_no, (label, value) in enumerate(said_sections(form), start=1)
        ),
        lineage=lineage,
    )


def _text(fields: dict[str, Printed], name: str) -> str | None:
    return without_prompt(fields[name].text) or None if name in fields else None


def _body(fields: dict[str, Printed], name: str) -> str | None:
    """The name of a body; what has no two letters in a row is a stain or a stamp, not a name.

    Nor is a mark before the name a part of it.
    """
    text = _MARK.sub("", _text(fields, name) or "")
    return text if text and re.search(r"[^\W\d_]{2}", text) else None


def _score(printed: Printed | None) -> Decimal | None:
    stacked = printed is not None and any(is_stack(spot.text) for spot in printed.spots)
    return score_number(printed.text) if printed and not stacked else None


def _mean(lineage: tuple[Lineage, ...]) -> float:
    """A form's confidence: the mean over its values, since the least of 200 says nothing of the other 199."""
    return round(sum(item.spot.confidence for item in lineage) / len(lineage), 4) if lineage else 1.0


def _form_type(form: Form) -> FormType:
    title = squashed(form.title.text)
    kinds = [kind for ending, kind in lexicon("titles").aliases.items() if title.endswith(ending)]
    evaluates = "indicators.actual" in form.headers or "indicators.score" in form.headers
    target = kinds[0] == "target" if kinds else not evaluates
    whole = not title and any(
        lexicon("funding_rows").exact(line.label.text) == "basic" for line in form.funding
    )
    if whole or _names_department(title):
        return "department_target" if target else "department_self_evaluation"
    return "project_target" if target else "project_self_evaluation"


def _names_department(title: str) -> bool:
    """A department's whole, or its budget; not what the budget spends on one thing: 部门预算专项业务经费."""
    known = words("words")
    if any(word in title for word in known["department"]):
        return True
    budgets = [title.find(word) for word in known["department_budget"] if word in title]
    return bool(budgets) and not any(word in title[min(budgets) :] for word in known["one_thing"])


def _fiscal_year(form: Form) -> int | None:
    """The year line, else the title, else the only year that the targets' dates name."""
    for text in (_text(form.fields, "year"), form.title.text):
        found = re.search(r"(?<!\d)(?:19|20)\d\d(?!\d)", squashed(text or ""))
        if found:
            return int(found[0])
    named = [years_named(line.values["target"].text) for line in form.indicators if "target" in line.values]
    years = set().union(*named) if named else set()
    return years.pop() if len(years) == 1 else None


def _rating(form: Form) -> Rating | None:
    printed = squashed(_text(form.fields, "rating") or "")
    if any(box in printed for box in _TICKED):
        ticked = _ticked_rating(_is_box_first(printed)).findall(printed)
        return _rating_of(ticked[0]) if len(ticked) == 1 else None
    own = next((word for word in _rating_words() if printed.startswith(word)), None)
    if own:
        return _rating_of(own)
    found = _stated_rating().findall(squashed(_text(form.fields, "conclusion") or ""))
    return _rating_of(found[-1]) if found else None


def _rating_of(word: str) -> Rating | None:
    name = lexicon("ratings").aliases[word]
    return name if name in RATINGS else None


@cache
def _rating_words() -> tuple[str, ...]:
    """Every word of a rating, longest first."""
    known = words("ratings")
    return tuple(
        sorted((word for name in (*RATINGS, "unrated") for word in known[name]), key=len, reverse=True)
    )


def _is_box_first(text: str) -> bool:
    """Whether each box stands in front of its word, ☑优 □良, and not behind it, 优☑ 良□."""
    word = _rating_word().search(text)
    return word is None or any(box in text[: word.start()] for box in _BOXES)


@cache
def _rating_word() -> re.Pattern[str]:
    return re.compile(any_of(_rating_words()))


@cache
def _ticked_rating(box_first: bool) -> re.Pattern[str]:
    """A rating with a tick in its box; what a rating means may stand between, in brackets."""
    word, ticked = f"({any_of(_rating_words())})", f"[{_TICKED}]"
    return re.compile(f"{ticked}{word}" if box_first else rf"{word}(?:\([^()]*\))?{ticked}")


@cache
def _stated_rating() -> re.Pattern[str]:
    """A rating in a running text: 评价等级为“优”."""
    before, word = any_of(words("ratings")["before"]), any_of(_rating_words())
    return re.compile(rf"{before}[为:是属于]*[“\"]?({word})(?=[”\"。,;、!\s)]|$|等|级)")


def _contact(text: str | None) -> str | None:
    """The name after 联系人, without the telephone."""
    if text is None:
        return None
    name = _TELEPHONE.split(text)[0].strip(_PUNCTUATION)
    return name or None


def _funding(line: FundingLine, yuan: dict[str, Decimal | None], percent: bool, sure: float) -> FundingFacts:
    """A line in yuan; ``sure`` is the confidence of the unit of money, and none of its amounts is surer."""

    def amount(field: str) -> Decimal | None:
        printed, factor = line.values.get(field), yuan[field]
        return amount_yuan(printed.text, factor) if printed and factor else None

    rate = line.values.get("execution_rate")
    return FundingFacts(
        line_no=line.line_no,
        # Amounts beside nothing but the name of the table are its total.
        kind=funding_kind(line.label.text) or "total",
        label_raw=line.label.text,
        initial_budget_yuan=amount("initial_budget"),
        annual_budget_yuan=amount("annual_budget"),
        executed_yuan=amount("executed"),
        weight=_score(line.values.get("weight")),
        execution_rate=rate_ratio(rate.text, percent) if rate else None,
        score=_score(line.values.get("score")),
        confidence=min(
            printed.confidence if field not in AMOUNTS else min(printed.confidence, sure)
            for field, printed in line.values.items()
        )
        if line.values
        else 1.0,
    )


def _measure(line: IndicatorLine, field: str, year: int | None) -> Measure:
    """A target or an actual, its units in the characters that the paper prints."""
    found = _typed(line, field, year)
    texts = [printed.text for key in (field, "unit", "name") if (printed := line.values.get(key))]
    whole = "".join(texts)
    if simplified(whole) == whole:
        return found
    figures = tuple(replace(each, unit=_as_printed(each.unit, whole)) for each in found.quantities)
    return replace(found, unit=_as_printed(found.unit, whole), quantities=figures)


def _as_printed(unit: str | None, text: str) -> str | None:
    """A unit that was read in simplified characters, as it stands in a text in traditional ones."""
    at = simplified(text).find(unit) if unit else -1
    return unit if unit is None or at < 0 else text[at : at + len(unit)]


def _typed(line: IndicatorLine, field: str, year: int | None) -> Measure:
    """Split columns (≥ | 95 | %) are joined, the word 定性 left out.

    A sign or a unit that was misread stays in the text; its figure is without it, and not made longer by it.
    """
    values = {key: printed.text for key, printed in line.values.items()}
    raw, name = values.get(field), simplified(values["name"]) if "name" in values else None
    column_unit = values.get("unit")
    column_unit = None if column_unit is None or is_blank(column_unit) else column_unit
    misread_unit = column_unit if column_unit and is_misread_unit(column_unit) else ""
    if misread_unit:
        column_unit = None
    if field == "target" and raw is not None:
        operator = values.get("operator", "")
        operator = "" if is_blank(operator) or squashed(operator) in words("words")["nature"] else operator
        joined_unit = column_unit if column_unit and not squashed(raw).endswith(squashed(column_unit)) else ""
        said = f"{raw}{joined_unit or ''}"
        misread_sign = operator if is_misread_sign(operator) else ""
        if not misread_sign:
            said = f"{operator}{said}"
        found = measure(said, name=name, year=year, unit=column_unit)
        if misread_sign or misread_unit:
            return replace(found, raw=" ".join(filter(None, (misread_sign, said, misread_unit))))
        return found
    return measure(raw, name=name, year=year, unit=column_unit)


def _indicator(line: IndicatorLine, year: int | None) -> IndicatorFacts:
    values = line.values
    level1_raw, level2_raw = _text(values, "level1"), _text(values, "level2")
    level1, level2 = canonical_levels(level1_raw, level2_raw)
    return IndicatorFacts(
        line_no=line.line_no,
        level1=level1,
        level2=level2,
        level1_raw=level1_raw,
        level2_raw=level2_raw,
        name_raw=_text(values, "name"),
        indicator=None,
        indicator_code=None,
        target=_measure(line, "target", year),
        actual=_measure(line, "actual", year),
        weight=_score(values.get("weight")),
        score=_score(values.get("score")),
        recomputed_score=None,
        remark=_text(values, "remark"),
        confidence=min((printed.confidence for printed in values.values()), default=1.0),
    )


def _matched(lines: list[IndicatorFacts], decisions: Decisions) -> tuple[IndicatorFacts, ...]:
    """Say which indicator each line's name means; its level and its unit help."""
    names = [Name(line.name_raw or "", line.level2, line.target.unit) for line in lines]
    found = iter(match([name for name in names if name.text], decisions))
    named = (_named(line, next(found)) if line.name_raw else line for line in lines)
    return tuple(scored(line, direction(line.indicator_code, decisions)) for line in named)


def _named(line: IndicatorFacts, found: Match) -> IndicatorFacts:
    return replace(
        line,
        indicator=found.indicator,
        indicator_code=found.code,
        indicator_score=found.score,
        indicator_reason=found.reason,
    )
