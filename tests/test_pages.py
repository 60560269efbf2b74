"""The pages show what the product does: every command of README and docs is run, what it prints compared.

Each page has a folder of its own, in which ``fixtures`` lies and a warehouse of all of them; its commands
run in the page's order, as a shell runs them. Directly behind a command, or behind one line that ends in a
colon, a block of text or JSON is what it prints: every line of the block must be a line of the output, in
that order. Figures that a clock or a digest makes are set aside, and how many values are to be reviewed: the
confidences of scans differ a little with the arithmetic of the processor.
``pytest tests/test_pages.py --redraw`` writes what is printed today into the pages; a block of which no line
is printed is left as it is, since it may show something else: empty it first where it is to be drawn.
"""

from __future__ import annotations

import ast
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
import yaml
from typer.main import get_group

from flows.cli.app import app
from normalizers import VocabularyError
from normalizers.lexicon import lexicon, parse_lexicon
from normalizers.units import parse_units, registry
from tests.conftest import Filled

ROOT = Path(__file__).parents[1]
CHINESE = ROOT / "README.zh-CN.md"
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
CLI = get_group(app)
OURS = re.compile(rf"(?:^|[|/ ])jixiao (?:{'|'.join(CLI.commands)})\b", re.MULTILINE)
STAYS = "jixiao schedule"
INGEST = ".venv/bin/jixiao ingest fixtures"
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
PART = re.compile(r"^```(?P<language>\w+)\n(?P<text>.*?)^```$|^## ", re.MULTILINE | re.DOTALL)
BRIEFLY = re.compile(r"\s*(?:\S.*:\s*)?")
"""What may stand between a command and what it prints."""

MADE_ELSEWHERE = re.compile(
    r"(?<=seconds )\s*[\d.]+|(?<=to review )\s*\d+(?= of)|\b[0-9a-f]{12}(?:\+[0-9a-f]+)?\b"
)
NAMES = "name,level2,unit\n污水处理率,质量指标,%\n学员满意率,服务对象满意度指标,%\n"


@dataclass(frozen=True)
class Example:
    """A command of a page, and the blocks behind it that show what it prints, by their places in the page."""

    command: str
    shown: tuple[re.Match[str], ...]


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory, filled: Filled) -> Filled:
    """A folder like that of a user who has run ``make demo``."""
    folder = tmp_path_factory.mktemp("shop")
    shutil.copytree(filled.folder, folder, symlinks=True, dirs_exist_ok=True)
    program = folder / ".venv" / "bin" / "jixiao"
    program.parent.mkdir(parents=True)
    program.write_text(
        f"#!/bin/sh\nexec {shlex.quote(sys.executable)} -c 'from flows.cli import main; main()' \"$@\"\n"
    )
    program.chmod(0o755)
    (folder / "incoming").mkdir()
    shutil.copy(ROOT / "fixtures" / "family-0.docx", folder / "incoming" / "family-0.docx")
    (folder / "names.csv").write_text(NAMES, encoding="utf-8")
    return replace(filled, folder=folder)


def examples(text: str) -> Iterator[Example]:
    """The commands of a page, each with the blocks that follow it and show what it prints."""
    command, shown, end = "", list[re.Match[str]](), 0
    for part in (*PART.finditer(text), None):
        if part is not None and part["language"] in ("text", "json"):
            if BRIEFLY.fullmatch(text[end : part.start()]):
                shown.append(part)
                end = part.end()
            continue
        if command:
            yield Example(command, tuple(shown))
        is_ours = part is not None and part["language"] == "sh" and OURS.search(part["text"])
        command = part["text"] if part is not None and is_ours and STAYS not in part["text"] else ""
        shown, end = [], part.end() if part is not None else 0


def carried_out(example: Example, shop: Filled, folder: Path) -> tuple[str, str]:
    """What a command prints, on stdout and on stderr; it must end well."""
    if example.command.strip() == INGEST:
        return shop.told, ""
    clean = {
        name: value for name, value in os.environ.items() if not name.startswith(("JIXIAO_", "PREFECT_"))
    }
    path = f"{folder / '.venv' / 'bin'}:{os.environ['PATH']}"
    ours = {"PATH": path, "PYTHONPATH": str(ROOT), "JIXIAO_STATE_DIR": str(shop.state)}
    done = subprocess.run(
        ["/bin/sh", "-ec", example.command], cwd=folder, env={**clean, **ours}, capture_output=True, text=True
    )
    assert done.returncode == 0, f"{example.command}{done.stderr}"
    return done.stdout, done.stderr


def stable(line: str) -> str:
    """A line without what a clock or a digest makes of it, and without blanks around it."""
    return MADE_ELSEWHERE.sub("…", line).strip()


def missing(block: str, printed: str) -> str | None:
    """The first line of a block that is not printed, or not behind the lines before it."""
    lines = map(stable, printed.splitlines())
    return next(
        (line for line in block.splitlines() or ["(an empty block)"] if stable(line) not in lines), None
    )


def redrawn(block: str, out: str, err: str, command: str) -> str | None:
    """A block as it is printed today: stdout, and of stderr what differs from its lines in figures only.

    None where no line of it is printed, figures aside: it shows something else.
    """
    like = {_without_figures(line) for line in block.splitlines()}
    if like and not any(_without_figures(line) in like for line in (out + err).splitlines()):
        return None
    lines = [*out.splitlines(), *(line for line in err.splitlines() if _without_figures(line) in like)]
    if command.strip() == INGEST:
        lines = lines[: len(block.splitlines())]
    kept = {stable(line): line for line in block.splitlines()}
    return "".join(f"{kept.get(stable(line), line.rstrip())}\n" for line in lines)


def _without_figures(line: str) -> str:
    return re.sub(r"\d+", "0", stable(line))


def with_blocks(text: str, new: Sequence[tuple[re.Match[str], str]]) -> str:
    """A page with blocks drawn anew; the README in Chinese shows those of the other one."""
    for block, drawn in new:
        text = text.replace(block[0], f"```{block['language']}\n{drawn}```", 1)
    return text


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_what_a_page_shows_is_what_its_commands_print(
    page: Path, shop: Filled, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    text = page.read_text(encoding="utf-8")
    found = tuple(examples(text))
    if found:
        shutil.copytree(shop.folder, tmp_path, symlinks=True, dirs_exist_ok=True)
    redraws = request.config.getoption("--redraw")
    wrong, new = [], []
    for example in found:
        out, err = carried_out(example, shop, tmp_path)
        for place, block in enumerate(example.shown):
            if (line := missing(block["text"], out + err)) is None:
                continue
            drawn = redrawn(block["text"], out, err, example.command) if place == 0 and redraws else None
            if drawn is not None:
                new.append((block, drawn))
                continue
            wrong.append(f"{example.command}does not print, or not in this place:\n{line}\nbut\n{out}{err}")
    for written in (page, *([CHINESE] if page.name == "README.md" else [])) if new else ():
        written.write_text(with_blocks(written.read_text(encoding="utf-8"), new), encoding="utf-8")
    assert not wrong, "\n".join([*wrong, "see the head of tests/test_pages.py for --redraw"])


PAGE = """## Asking again

```sh
jixiao ingest incoming --retry
```
{between}
```text
自评表.pdf, page 2: part of the page is damaged
```
"""


@pytest.mark.parametrize(
    ("between", "shown"),
    [
        ("", 1),
        ("\nIt says:\n", 1),
        ("\nOther files are refused as well.\nThe reason names the page; ask for the file again:\n", 0),
        ("\nOther files are refused.\n\nThe reason names the page:\n", 0),
    ],
)
def test_a_block_belongs_to_the_command_right_before_it(between: str, shown: int) -> None:
    (example,) = examples(PAGE.format(between=between))
    assert len(example.shown) == shown


def test_a_block_is_not_drawn_anew_with_what_has_nothing_to_do_with_it() -> None:
    out = "documents    1 (nothing new, 1 unchanged)\nnothing new\n"
    assert redrawn("自评表.pdf, page 2: part of the page is damaged\n", out, "", "jixiao ingest x") is None
    assert redrawn("documents    3 (nothing new, 3 unchanged)\n", out, "", "jixiao ingest x") == out
    assert redrawn("", out, "", "jixiao ingest x") == out


def test_the_examples_of_the_help_run_one_after_the_other(shop: Filled, tmp_path: Path) -> None:
    shutil.copytree(shop.folder, tmp_path, symlinks=True, dirs_exist_ok=True)
    helps = (command.help or "" for command in CLI.commands.values())
    shown = [line for text in helps for line in re.findall(r"Example: (.*\bjixiao .*)", text)]
    assert len(shown) >= 7
    carried_out(Example("\n".join(shown), ()), shop, tmp_path)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_python_of_a_page_runs_and_gives_what_it_says(
    page: Path, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    blocks = [part[2] for part in BLOCK.finditer(page.read_text(encoding="utf-8")) if part[1] == "python"]
    if any("jixiao.db" in block for block in blocks):
        monkeypatch.chdir(request.getfixturevalue("shop").folder)
    for block in blocks:
        known: dict[str, object] = {}
        for statement in ast.parse(block).body:
            code = ast.unparse(statement)
            said = block.splitlines()[(statement.end_lineno or 1) - 1].partition("  # ")[2]
            if not isinstance(statement, ast.Expr):
                exec(code, known)
                continue
            value = eval(code, known)
            if said.startswith(("(", "'", "[")):
                assert repr(value) == said


def test_the_vocabulary_page_teaches_words_that_are_in_no_file_yet() -> None:
    text = (ROOT / "docs" / "vocabulary.md").read_text(encoding="utf-8")
    labels, units = (yaml.safe_load(part[2]) for part in BLOCK.finditer(text) if part[1] == "yaml")
    ((field, words),) = labels.items()
    *there, new = words
    assert {lexicon("labels").aliases.get(word) for word in there} == {field}
    assert new not in lexicon("labels").aliases
    ((unit, (base, _)),) = units["counters"].items()
    assert unit == base
    assert unit not in registry()


@pytest.mark.parametrize(
    ("file", "right", "wrong", "read"),
    [
        ("labels.yaml", "implementing_unit: [", "implementing_unit: [主管单位, ", parse_lexicon),
        ("units.yaml", "  千米: [米, 1000]", "  千米: [米]", parse_units),
        ("units.yaml", "  千米: [米, 1000]", "  千米: [公里, 1000]", parse_units),
    ],
)
def test_the_vocabulary_page_shows_what_is_said_of_a_mistake(
    tmp_path: Path, file: str, right: str, wrong: str, read: Callable[[Path], object]
) -> None:
    text = (ROOT / "normalizers" / "vocabulary" / file).read_text(encoding="utf-8")
    assert right in text
    (tmp_path / file).write_text(text.replace(right, wrong, 1), encoding="utf-8")
    with pytest.raises(VocabularyError) as raised:
        read(tmp_path / file)
    said = re.sub(r"line \d+", "line …", str(raised.value)).removeprefix(f"{tmp_path}/")
    page = (ROOT / "docs" / "vocabulary.md").read_text(encoding="utf-8")
    assert said in re.sub(r"line \d+", "line …", page)
