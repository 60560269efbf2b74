"""First and second levels of indicators in canonical spelling."""

from __future__ import annotations

from normalizers.lexicon import lexicon

PARENT = {
    "数量指标": "产出指标",
    "质量指标": "产出指标",
    "时效指标": "产出指标",
    "经济效益指标": "效益指标",
    "社会效益指标": "效益指标",
    "生态效益指标": "效益指标",
    "可持续影响指标": "效益指标",
    "服务对象满意度指标": "满意度指标",
    "经济成本指标": "成本指标",
    "社会成本指标": "成本指标",
    "生态环境成本指标": "成本指标",
}
"""The first level of each second level that has but one (财预〔2020〕10号); 成本指标 may stand under two."""


def canonical_levels(level1_raw: str | None, level2_raw: str | None) -> tuple[str | None, str | None]:
    """Both levels in canonical spelling, clipped ones completed.

    A first level that is left out, or that nobody can read, is implied by the second.
    A level that the vocabulary does not know is None.
    """
    level1, level2 = _known("level1", level1_raw), _known("level2", level2_raw)
    if level1 is None and level2:
        level1 = PARENT.get(level2)
    return level1, level2


def _known(name: str, raw: str | None) -> str | None:
    match = lexicon(name).match(raw) if raw else None
    return match.name if match else None
