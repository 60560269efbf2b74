"""How the points are shared out: printed shares, the template of the year, and their sum."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from normalizers.checks.doubt import as_info, cautious, if_read, line_values
from normalizers.checks.points import in_points, is_extra
from normalizers.checks.scores import total_weight
from normalizers.lexicon import lexicon
from normalizers.model import Finding, Form, FormFacts, IndicatorFacts, Printed, Severity
from normalizers.templates import templates
from normalizers.text import squashed

_POINTS = re.compile(r"(\d+(?:\.\d+)?)[分%]")
_POINTS_APART = re.compile(r"[(\[【]?[权重分值共计:]*\d+(?:\.\d+)?[分%][)\]】]?")
_WITHOUT_EXECUTION = frozenset({Decimal(90), Decimal(80)})
"""Points that remain where the execution carries 10 or 20 and the form prints no weight for it."""


def level_weights(facts: FormFacts, form: Form) -> Iterator[Finding]:
    """The weights under a first level sum to what its cell prints: 产出指标（50分）."""
    for level, lines in _blocks(facts):
        printed = _printed_points(lines)
        weights = [in_points(line.weight, facts) for line in lines if line.weight is not None]
        total = sum(weights, Decimal(0))
        if printed is None or not weights or total == printed:
            continue
        message = f"the weights under {level} sum to {total}, its cell prints {printed} points"
        finding = Finding(
            "indicator",
            lines[0].line_no,
            "weight",
            "level_weights",
            "warning",
            message,
            str(printed),
            str(total),
        )
        if level == "产出指标" and total + _costs(facts) == printed:
            finding = as_info(finding, "成本指标, which the rule counts among 产出指标, are the rest")
        yield cautious(_if_complete(finding, form, lines), _weight_texts(form, lines, "level1"))


def _costs(facts: FormFacts) -> Decimal:
    """The weights of costs that stand under a first level of their own, whose cell prints no points."""
    lines = [line for line in facts.indicators if line.level1 == "成本指标"]
    weights = [line.weight for line in lines if line.weight is not None]
    return Decimal(0) if _printed_points(lines) is not None else sum(weights, Decimal(0))


def template_weights(facts: FormFacts, _: Form) -> Iterator[Finding]:
    """First levels share the points as a template of the year does (财预〔2020〕10号).

    An info: the rule allows other shares with a reason. What the cells of the levels print wins, and a
    department's form has no template.
    """
    levels = _levels(facts)
    fitting = [each for each in templates() if facts.fiscal_year and each.holds_in(facts.fiscal_year)]
    if facts.form_type != "project_self_evaluation" or not fitting or not _complete(facts, levels):
        return
    sums = {
        level: sum((line.weight for line in lines if line.weight is not None), Decimal(0))
        for level, lines in levels.items()
    }
    execution = _execution(facts)
    total = sum(sums.values(), Decimal(0))
    whole = total + (execution or 0) == 100 or (execution is None and total in _WITHOUT_EXECUTION)
    printed = any(_printed_points(lines) is not None for lines in levels.values())
    if printed or not whole or any(each.fits(sums, execution) for each in fitting):
        return
    shares = {**sums, "预算执行率": execution} if execution is not None else dict(sums)
    found = ", ".join(f"{level} {points}" for level, points in shares.items())
    message = f"the points are shared out as {found}; {fitting[0].source} has {fitting[0]}"
    yield Finding("form", None, "total_weight", "template_weights", "info", message, str(fitting[0]), found)


def weights_reach_100(facts: FormFacts, form: Form) -> Iterator[Finding]:
    """All weights sum to 100 (财预〔2020〕10号), with or without that of the execution.

    An info where they are more and the printed 总分 is the same: points may be added on purpose. Where the
    总分 is another sum, ``total_weight`` says so.
    """
    lines = [line for line in facts.indicators if line.name_raw and not is_extra(line)]
    weights = [in_points(line.weight, facts) for line in lines if line.weight is not None]
    if not facts.form_type.endswith("self_evaluation") or len(weights) * 2 < len(lines) or not weights:
        return
    indicators, execution = sum(weights, Decimal(0)), _execution(facts)
    total = indicators + (execution or 0)
    if Decimal(100) in (indicators, total) or any(total_weight(facts, form)):
        return
    if execution is None and indicators in _WITHOUT_EXECUTION:
        return
    meant = total > 100 and facts.total_weight in (indicators, total)
    severity: Severity = "info" if meant else "warning"
    message = f"the weights sum to {total}, not to 100"
    finding = Finding("form", None, "total_weight", "weights_reach_100", severity, message, "100", str(total))
    yield cautious(_if_complete(finding, form, lines), _weight_texts(form, lines))


def _blocks(facts: FormFacts) -> list[tuple[str, list[IndicatorFacts]]]:
    """The lines of each first level; one that begins again (for a second goal) is another block."""
    blocks: list[tuple[str, list[IndicatorFacts]]] = []
    for line in facts.indicators:
        if line.level1 and blocks and blocks[-1][0] == line.level1:
            blocks[-1][1].append(line)
        elif line.level1:
            blocks.append((line.level1, [line]))
    return blocks


def _levels(facts: FormFacts) -> dict[str, list[IndicatorFacts]]:
    levels: dict[str, list[IndicatorFacts]] = {}
    for level, lines in _blocks(facts):
        levels.setdefault(level, []).extend(lines)
    return levels


def _printed_points(lines: list[IndicatorFacts]) -> Decimal | None:
    """The points that the cell of a level prints; those of a cell that names something else are not."""
    for line in lines:
        said = squashed(line.level1_raw or "")
        match = _POINTS.search(said)
        if match and lexicon("level1").exact(_POINTS_APART.sub("", said)) == line.level1:
            return Decimal(match[1])
    return None


def _complete(facts: FormFacts, levels: dict[str, list[IndicatorFacts]]) -> bool:
    """Whether every named line has its level and its weight, so that the shares are known."""
    named = [line for line in facts.indicators if line.name_raw]
    return bool(levels) and all(line.level1 and line.weight is not None for line in named)


def _execution(facts: FormFacts) -> Decimal | None:
    weights = [line.weight for line in facts.funding if line.weight]
    return sum(weights, Decimal(0)) if weights else None


def _weight_texts(form: Form, lines: list[IndicatorFacts], *more: str) -> Iterator[Printed | None]:
    for line in lines:
        values = line_values(form, line.line_no)
        yield from (values.get(name) for name in ("weight", *more))


def _if_complete(finding: Finding, form: Form, lines: list[IndicatorFacts]) -> Finding:
    """A sum to which a weight is missing accuses nobody on a scan."""
    missing = any(line.weight is None for line in lines if line.name_raw)
    return if_read(finding, form) if missing else finding
