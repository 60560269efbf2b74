"""An indicator that no vocabulary knows, a form that prints it, and what is decided on it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import docx

from flows.teaching import Author, Details
from normalizers.matching import indicators

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
    document = docx.Document()
    document.add_paragraph("项目支出绩效自评表")
    document.add_paragraph("（2024年度）")
    table = document.add_table(rows=0, cols=7, style="Table Grid")
    head = ("一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分")
    rows = [("产出指标", level, name, *rest) for name, level, *rest in lines]
    for row in (("项目名称", "元宵灯会经费", *[""] * 5), head, *rows):
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    document.save(str(path))
