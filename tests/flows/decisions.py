"""An indicator that no vocabulary knows, a form that prints it, and what is decided on it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from flows.deciding import Author, Details
from normalizers.matching import indicators
from tests.flows.paper import write_word

ME = Author("auditor", None)
LANTERNS = "孔明灯放飞盏数"
"""A name that no vocabulary knows."""
SATISFIED = "GEN-001"
SATISFACTION = indicators()[SATISFIED].name


def accepted(
    code: str, name: str | None = None, new_code: str | None = None, **details: str
) -> tuple[object, ...]:
    """The verb and the arguments that accept an indicator, for the fixture ``teach``."""
    return ("accept", code, name, new_code, Details(**details))


def evaluated(path: Path, *lines: Sequence[str]) -> None:
    """A form whose results and points are printed: name, second level, target, result, weight, score."""
    head = ("一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分")
    rows = [("产出指标", level, name, *rest) for name, level, *rest in lines]
    about = ("项目名称", "元宵灯会经费", *[""] * 5)
    write_word(path, ["项目支出绩效自评表", "（2024年度）"], [about, head, *rows])
