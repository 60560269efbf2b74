"""The documentation says what the product does: commands, views, settings, rules, queries, links."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, create_engine
from typer.main import get_group

import warehouse
from flows.cli.app import app
from flows.settings import PREFIX, Settings
from normalizers.checks import ACROSS, RULES
from tests.conftest import Filled
from warehouse import read
from warehouse.views import views

ROOT = Path(__file__).resolve().parents[1]
DOCS = ROOT / "docs"
PAGES = sorted([*ROOT.glob("*.md"), *DOCS.rglob("*.md")])
COMMANDS = get_group(app).commands
TABLE_ROW = re.compile(r"^\| `(\w+)` \|", re.MULTILINE)


def page(name: str) -> str:
    return (DOCS / name).read_text(encoding="utf-8")


def prose() -> str:
    return "\n".join(path.read_text(encoding="utf-8") for path in PAGES)


def sections(text: str) -> dict[str, str]:
    """The text under each heading of the second order."""
    return {part.partition("\n")[0]: part for part in re.split(r"^## ", text, flags=re.MULTILINE)[1:]}


def examples(text: str) -> list[str]:
    return re.findall(r"^```sql\n(.*?)^```", text, flags=re.MULTILINE | re.DOTALL)


def questions(text: str) -> dict[str, str]:
    """The queries of a page by their headings."""
    return {title: query for title, part in sections(text).items() for query in examples(part)}


def without_code(text: str) -> str:
    return re.sub(r"```.*?```|`[^`\n]*`", "", text, flags=re.DOTALL)


QUESTIONS = questions(page("sql.md"))


def columns(engine: Engine, view: str) -> list[str]:
    with engine.connect() as connection:
        return list(connection.exec_driver_sql(f"SELECT * FROM {view}").keys())


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A fresh warehouse, empty."""
    address = f"sqlite:///{tmp_path_factory.mktemp('docs') / 'fresh.db'}"
    warehouse.connect(address).dispose()
    return address


@pytest.fixture(scope="module")
def engine(url: str) -> Iterator[Engine]:
    engine = create_engine(url)
    yield engine
    engine.dispose()


@pytest.mark.parametrize("name", COMMANDS)
def test_command_has_help_and_is_documented(name: str) -> None:
    command = COMMANDS[name]
    assert command.help
    assert all(getattr(option, "help", None) for option in command.params if option.name != "help")
    assert f"jixiao {name}" in prose()


@pytest.mark.parametrize("name", COMMANDS)
def test_option_in_the_docs_exists(name: str) -> None:
    known = {opt for option in COMMANDS[name].params for opt in option.opts} | {"--help"}
    for line in re.findall(rf"jixiao {name}\b([^\n`|]*)", prose()):
        assert set(re.findall(r"--[a-z][a-z-]+", line)) <= known, line


@pytest.mark.parametrize("view", views("sqlite"))
def test_data_dictionary_has_every_column_in_order(engine: Engine, view: str) -> None:
    documented = TABLE_ROW.findall(sections(page("views.md"))[view])
    assert documented == columns(engine, view)


@pytest.mark.parametrize("readme", ["README.md", "README.zh-CN.md"])
def test_readme_names_every_view(readme: str) -> None:
    text = (ROOT / readme).read_text(encoding="utf-8")
    assert [view for view in views("sqlite") if f"`{view}`" not in text] == []


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_sql_example_runs(path: Path, url: str) -> None:
    for example in examples(path.read_text(encoding="utf-8")):
        assert warehouse.query(example, url).columns


def test_questions_of_the_page_run_on_postgresql(new_database: Callable[[], str]) -> None:
    address = new_database()
    warehouse.connect(address).dispose()
    for example in examples(page("sql.md")):
        assert warehouse.query(example, address).columns


@pytest.mark.parametrize("question", QUESTIONS)
def test_question_has_an_answer_in_the_warehouse_of_the_demo(question: str, filled: Filled) -> None:
    assert warehouse.query(QUESTIONS[question], filled.url).rows


def answer(question: str, filled: Filled) -> list[dict[str, Any]]:
    found = warehouse.query(QUESTIONS[question], filled.url)
    return [dict(zip(found.columns, row, strict=True)) for row in found.rows]


def test_who_gave_themselves_more_is_asked_with_the_figures_of_the_paper(filled: Filled) -> None:
    found = answer("Who gave themselves more than their own numbers do?", filled)
    of_zunyi = [row for row in found if row["organization"] == "遵义市教育局"]
    assert [(row["name_raw"], row["score"], row["recomputed_score"]) for row in of_zunyi] == [
        ("改造学校食堂数量", 10, 8),
        ("受益学生人数", 9.8, 9.5),
    ]


def test_who_spent_more_than_the_budget_is_asked_in_yuan(filled: Filled) -> None:
    [row] = answer("Who spent more than the budget?", filled)
    assert (row["organization"], row["annual_budget_yuan"], row["executed_yuan"]) == (
        "云和县住房和城乡建设局",
        12_500_000,
        13_125_000,
    )


def test_spellings_of_a_body_are_one_row_of_what_it_spent(filled: Filled) -> None:
    found = answer("What did each body spend of its budget?", filled)
    [row] = [row for row in found if row["organization_canonical"] == "云和县住房和城乡建设局"]
    assert (row["forms"], row["budget_yuan"], row["executed_yuan"]) == (2, 14_900_000, 15_525_000)


def test_an_indicator_of_one_body_is_followed_over_the_years(filled: Filled) -> None:
    found = answer("The same indicator of the same body, over the years", filled)
    assert [
        (row["fiscal_year"], row["target"], row["actual"])
        for row in found
        if (row["organization_canonical"], row["indicator"]) == ("遵义市教育局", "单个食堂改造成本")
    ] == [(2022, 350_000, 334_000), (2023, 350_000, 365_000)]


def test_coverage_counts_the_bodies_of_a_prefecture(filled: Filled) -> None:
    found = answer("How many bodies of each prefecture have published a year?", filled)
    counted = {(row["prefecture"], row["fiscal_year"]): (row["published"], row["missing"]) for row in found}
    assert [counted["遵义市", year] for year in (2022, 2023, 2024)] == [(2, 0), (1, 1), (0, 2)]
    assert found[-1]["province"] is None


def test_a_body_with_an_undated_form_is_unsure_and_not_missing(filled: Filled) -> None:
    found = answer("Who has not published a year yet, by prefecture?", filled)
    states = {row["state"] for row in found if row["organization_canonical"] == "阳朔县教育局"}
    assert states == {"unsure: a form without a year"}
    counts = answer("How many bodies of each prefecture have published a year?", filled)
    assert {row["missing"] for row in counts if row["prefecture"] == "桂林市"} == {0}
    undated = answer("Which forms do not say whose they are, or of which year?", filled)
    assert "学前教育资助经费" in {row["project_name"] for row in undated}


def test_one_kind_of_department_is_found_in_two_prefectures(filled: Filled) -> None:
    found = answer("One kind of department, over all places", filled)
    assert [(row["prefecture"], row["county"], row["forms"]) for row in found] == [
        ("丽水市", "云和县", 2),
        ("遵义市", "湄潭县", 1),
    ]


def test_what_a_person_should_look_at_is_every_doubtful_value(filled: Filled) -> None:
    """Lines without a score, heads and money too; each with its box on the page."""
    found = answer("What should a person look at, and where on the page?", filled)
    lines = read("v_lineage", filled.url)
    assert len(found) == int((lines["confidence"] < Settings().review_below).sum())
    assert all(row["page"] and row["x0"] < row["x1"] and row["y0"] < row["y1"] for row in found)


@pytest.mark.parametrize("name", Settings.model_fields)
def test_setting_is_documented(name: str) -> None:
    assert f"`{PREFIX}{name.upper()}`" in page("scheduling.md")


def test_documented_variables_exist() -> None:
    named = set(re.findall(rf"{PREFIX}([A-Z_]+)", prose()))
    assert {name.lower() for name in named} <= set(Settings.model_fields)


def test_every_rule_is_documented() -> None:
    documented = TABLE_ROW.findall(sections("## rules\n" + page("checks.md"))["rules"])
    severities = {"error", "warning", "info"}
    assert set(documented) - severities == {*(rule.__name__ for rule in (*RULES, *ACROSS)), "scan_disagrees"}


def test_every_rule_has_a_page_that_says_what_an_auditor_asks() -> None:
    pages = {path.stem: path.read_text(encoding="utf-8") for path in (DOCS / "checks").glob("*.md")}
    assert set(pages) == {*(rule.__name__ for rule in (*RULES, *ACROSS)), "scan_disagrees"}
    parts = ("**Severity:**", "**Source:**", "**Checked.**", "**Fires.**", "**Silent.**", "**What to do.**")
    assert [rule for rule, text in pages.items() if not all(part in text for part in parts)] == []


def test_vocabulary_files_are_documented() -> None:
    shipped = {path.name for path in (ROOT / "normalizers" / "vocabulary").glob("*.yaml")}
    assert shipped == set(re.findall(r"`(\w+\.yaml)`", page("vocabulary.md")))


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_links_resolve(path: Path) -> None:
    for target in re.findall(r"\]\(([^)#]+)", without_code(path.read_text(encoding="utf-8"))):
        assert (path.parent / target).exists(), target


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_no_addresses_and_no_machine_paths(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert re.findall(r"https?://\S+|(?<![\w.])/(?:home|work|tmp|root)/\S*", text) == []


def test_the_readmes_show_the_same_commands_outputs_and_tables() -> None:
    texts = [(ROOT / name).read_text(encoding="utf-8") for name in ("README.md", "README.zh-CN.md")]
    shown = [re.findall(r"^```\w+\n.*?^```", text, flags=re.MULTILINE | re.DOTALL)[1:] for text in texts]
    assert shown[0] == shown[1]
    rows = [re.findall(r"^\| (`[^`]+`) \|", text, flags=re.MULTILINE) for text in texts]
    assert rows[0] == rows[1]
    linked = [set(re.findall(r"\]\((docs/[^)]+)\)", text)) for text in texts]
    assert linked[0] == linked[1]


def test_help_of_query_names_every_view() -> None:
    assert re.findall(r"\bv_[a-z_]+", (COMMANDS["query"].help or "").partition("Example")[0]) == list(
        views("sqlite")
    )


def test_help_of_schedule_has_the_crontab_line_of_the_readme() -> None:
    [line] = re.findall(r"^0 2 .*ingest.log$", (ROOT / "README.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert line in (COMMANDS["schedule"].help or "")
