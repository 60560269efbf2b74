"""One form in the terminal, laid out like the paper; rich knows that a Chinese character is two wide."""

from __future__ import annotations

from typing import Any

from rich import box
from rich.console import Console, RenderableType
from rich.panel import Panel
from rich.table import Table

from flows.cli.query import text
from flows.settings import Settings
from warehouse import query as ask

Row = dict[str, Any]

HEADER = (
    (("项目名称", "project_name"),),
    (("单位", "organization"), ("年度", "fiscal_year")),
    (("主管部门及代码", "competent_department"), ("实施单位", "implementing_unit")),
    (("填报日期", "filled_on"), ("联系人", "contact")),
)
FUNDING = (
    ("资金 (元)", "label_raw"),
    ("年初预算数", "initial_budget_yuan"),
    ("全年预算数", "annual_budget_yuan"),
    ("全年执行数", "executed_yuan"),
    ("分值", "weight"),
    ("执行率", "execution_rate"),
    ("得分", "score"),
)
INDICATORS = (
    ("一级指标", "level1"),
    ("二级指标", "level2"),
    ("三级指标", "name_raw"),
    ("年度指标值", "target_raw"),
    ("实际完成值", "actual_raw"),
    ("分值", "weight"),
    ("得分", "score"),
    ("偏差原因", "remark"),
)
FIGURES = {*(name for _, name in FUNDING[1:]), "weight", "score"}
REPEATED = ("level1", "level2")
"""Columns that the paper prints once a group."""

WIDTH_IN_A_FILE = 160
"""Columns of a form that goes to a file or a pipe, where a terminal does not say how many there are."""


def print_form(form_id: str, settings: Settings) -> None:
    """Print a form, and mark the lines that a person should look at."""
    key = {"form_id": form_id}

    def rows(view: str) -> list[Row]:
        order = "" if view == "v_forms" else " ORDER BY line_no"
        answer = ask(f"SELECT * FROM {view} WHERE form_id = :form_id{order}", settings.warehouse, key)  # noqa: S608
        return [dict(zip(answer.columns, row, strict=True)) for row in answer.rows]

    form = rows("v_forms")[0]
    console = Console(markup=False, highlight=False)
    console.width = console.width if console.is_terminal else max(console.width, WIDTH_IN_A_FILE)
    console.print(Panel(_header(form), title=text(form["title"]), box=box.SQUARE))
    threshold = settings.review_below
    for columns, lines in ((FUNDING, rows("v_funding")), (INDICATORS, rows("v_indicators"))):
        if columns is INDICATORS:
            _print_goals(console, form)
        if lines:
            console.print(_table(columns, lines, threshold))
    points = f"总分 {text(form['total_weight'])} / {text(form['total_score'])}  {text(form['rating'])}"
    console.print(points.rstrip(), soft_wrap=True)
    if form["conclusion"]:
        console.print(f"结论: {form['conclusion']}", soft_wrap=True)
    for section in rows("v_sections"):
        console.print(f"{text(section['label_raw'])}: {section['text']}".removeprefix(": "), soft_wrap=True)
    _print_findings(console, rows("v_findings"))
    page = f", page {form['page_first']}–{form['page_last']}" if form["page_first"] else ""
    console.print(
        f"{form['document_uri']}{page}; form {form_id}, version {form['version']}, "
        f"{form['read_share']:.1%} of its characters read",
        style="dim",
        soft_wrap=True,
    )


def _header(form: Row) -> RenderableType:
    grid = Table.grid(padding=(0, 2))
    for pairs in HEADER:
        grid.add_row(*(cell for label, name in pairs for cell in (label, text(form[name]))))
    return grid


def _print_goals(console: Console, form: Row) -> None:
    table = Table(box=box.SQUARE, expand=True)
    for label in ("预期目标", "实际完成情况"):
        table.add_column(label, overflow="fold")
    if form["expected_goal"] or form["actual_outcome"]:
        table.add_row(text(form["expected_goal"]), text(form["actual_outcome"]))
        console.print(table)


def _table(columns: tuple[tuple[str, str], ...], lines: list[Row], threshold: float) -> RenderableType:
    table = Table(box=box.SQUARE, show_lines=False)
    for label, name in columns:
        table.add_column(label, justify="right" if name in FIGURES else "left", overflow="fold")
    doubtful = [line["confidence"] < threshold for line in lines]
    if any(doubtful):
        table.add_column("?")
    above: Row = {}
    for line, is_doubtful in zip(lines, doubtful, strict=True):
        cells = [
            "" if name in REPEATED and line[name] == above.get(name) else text(line[name])
            for _, name in columns
        ]
        mark = ["?" if is_doubtful else ""] if any(doubtful) else []
        table.add_row(*cells, *mark, style="yellow" if is_doubtful else None)
        above = line
    return table


def _print_findings(console: Console, findings: list[Row]) -> None:
    for found in findings:
        line = f" line {found['line_no']}" if found["line_no"] is not None else ""
        style = {"error": "red", "warning": "yellow"}.get(found["severity"])
        where = f"{found['record']}{line}: {found['message']} ({found['rule']})"
        console.print(f"{found['severity']}: {where}", style=style, soft_wrap=True)
