"""What every vocabulary file must hold: its keys, which the code asks for by name, in one place.

A file whose keys are data themselves (names of departments, of places) may hold others beside those. A key
that is added to a file, or asked for by the code, is added here too.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Keys:
    """The keys of a file: each of ``needed`` must be there and have a word; ``others`` may be there too."""

    needed: tuple[str, ...] = ()
    others: bool = False


OPEN = Keys(others=True)
"""A file whose keys are data: any name may stand in it."""

KEYS = {
    "checks": Keys((
        "achieved", "partly", "missed", "own_scoring", "reason", "reason_section", "budget", "unit_price",
        "extra", "plain_remark",
    )),
    "directions": Keys(("higher", "lower")),
    "funding_columns": Keys((
        "label", "initial_budget", "annual_budget", "adjustment", "executed", "weight", "execution_rate",
        "score", "kept",
    )),
    "funding_rows": Keys((
        "total", "fiscal", "local", "superior", "carryover", "other", "basic", "project",
    )),
    "headings": Keys(("part",)),
    "indicator_columns": Keys((
        "level1", "level2", "name", "target", "standard", "initial_target", "actual", "weight", "score",
        "remark", "note", "operator", "unit", "kept", "ignored",
    )),
    "kept_columns": Keys(("kept",)),
    "labels": Keys((
        "project_name", "organization", "competent_department", "implementing_unit", "filled_on", "year",
        "contact", "expected_goal", "actual_outcome", "goal_group", "indicator_group", "funding_group",
        "conclusion", "rating", "total", "section", "longer_term",
    )),
    "level1": Keys(("产出指标", "效益指标", "满意度指标", "成本指标")),
    "level2": Keys((
        "数量指标", "质量指标", "时效指标", "成本指标", "经济效益指标", "社会效益指标", "生态效益指标",
        "可持续影响指标", "服务对象满意度指标", "经济成本指标", "社会成本指标", "生态环境成本指标",
    )),
    "money_labels": Keys(("money", "whole", "breakdown", "amount", "foreign")),
    "periods": Keys(("longer", "year", "expected")),
    "prompts": Keys(("at most", "character", "or so", "verb")),
    "quantities": Keys((
        "marks", "not negative", "decline", "negating", "misread signs", "signed",
        "range", "about", "acts", "done", "whole", "states", "attributes", "figureless", "services", "roads",
        "numbered", "numbered units",
    )),
    "ratings": Keys(("优", "良", "中", "差", "unrated", "before")),
    "titles": Keys(("self_evaluation", "target")),
    "words": Keys((
        "before >=", "before <=", "before >", "before <", "before =", "after >=", "after <=", "blank",
        "page_furniture", "scanner_app", "note", "department", "department_budget", "one_thing",
        "placeholder", "distinct", "nature", "task", "subtotal", "part_heads", "wider", "situation",
    )),
    "bodies/departments": OPEN,
    "bodies/endings": OPEN,
    "bodies/fronts": Keys(("中共", "共青团", "政协"), others=True),
    "bodies/heads": OPEN,
    "bodies/kinds": Keys(("高等学校", "乡镇", "街道"), others=True),
    "bodies/offices": OPEN,
    "bodies/party": Keys(("纪律检查委员会",), others=True),
    "bodies/phrases": Keys((
        "own_level", "own_level_bracketed", "relative", "not_relative", "street", "dropped_front",
        "number_in_name", "body_word", "not_of_a_city",
    )),
    "bodies/places": OPEN,
    "bodies/zones": OPEN,
    "matching/printed": Keys((
        "indicator", "indicator kind", "indicator level", "titled", "listed", "unlisted", "decimal",
        "counter", "to", "until", "within", "plan", "within plan", "end", "sign", "reached", "equal",
        "sign in brackets", "bound", "about", "aim", "age", "priced", "measured", "amount", "degree",
        "volume", "unit label", "either", "remark", "whole remark", "lot", "lot in brackets", "lot's",
        "lot's work", "plain count", "firm count", "household", "division", "nature",
    )),
}  # fmt: skip
"""By file, without its .yaml: those that are a mapping of keys to lists of words."""

OTHER_FILES = (
    "divisions.tsv", "templates.yaml", "units.yaml", "matching/classes.yaml", "matching/common.tsv",
    "matching/implied.yaml", "matching/kinds.yaml", "matching/lookalikes.yaml", "matching/measures.yaml",
    "matching/misread.yaml", "matching/sounds.yaml", "matching/synonyms.yaml", "matching/units.yaml",
    "matching/words.yaml",
)  # fmt: skip
"""Files of other forms, each checked by its reader."""

INDICATORS = "indicators"
"""The folder of curated indicators, which holds any number of lists."""
