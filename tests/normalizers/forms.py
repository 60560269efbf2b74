"""Forms of a few rows, as their cells print them, and what is read of them."""

from __future__ import annotations

from extractors.model import Cell, Grid, Layout, Reading, TextLine
from normalizers import normalize
from normalizers.model import FormFacts

Printed = str | tuple[str, int] | tuple[str, int, int]


def grid(number: int, rows: list[list[Printed]]) -> Grid:
    """A grid from rows of texts, (text, column span) or (text, column span, row span)."""
    cells: list[Cell] = []
    taken: set[tuple[int, int]] = set()
    width = 0
    for row, texts in enumerate(rows):
        column = 0
        for item in texts:
            while (row, column) in taken:
                column += 1
            text, columns, height = (*((item,) if isinstance(item, str) else item), 1, 1)[:3]
            cells.append(Cell(row, column, int(height), int(columns), (Reading(str(text)),)))
            taken |= {
                (row + down, column + right) for down in range(int(height)) for right in range(int(columns))
            }
            column += int(columns)
        width = max(width, column)
    return Grid(number, len(rows), width, tuple(cells))


def lines(*texts: str) -> tuple[TextLine, ...]:
    return tuple(TextLine((Reading(text),)) for text in texts)


def read(*blocks: TextLine | Grid) -> tuple[FormFacts, ...]:
    return normalize(Layout("0" * 64, "application/x", "word", blocks))


HEAD: list[list[Printed]] = [
    ["项目名称", ("校舍维修（2025年）", 6)],
    ["主管部门及代码", ("[305]东河县教育局", 3), "实施单位", ("东河县第一中学", 2)],
]
LEVELS: list[Printed] = ["一级指标", "二级指标", "三级指标"]
SCORED: list[Printed] = [*LEVELS, "指标值", "完成值", "分值", "得分"]
ROW: list[Printed] = ["产出指标", "数量指标", "检查次数"]
TARGET, EVALUATION = "2023年度项目支出绩效目标表", "2023年度项目支出绩效自评表"


def one(title: str, *rows: list[Printed]) -> FormFacts:
    """The form of a sheet in 万元 with the usual head and these rows below it."""
    (form,) = read(*lines(title, "单位：万元"), grid(0, [*HEAD, *rows]))
    return form


def sections(form: FormFacts) -> dict[str | None, str]:
    return {each.label_raw: each.text for each in form.sections}
