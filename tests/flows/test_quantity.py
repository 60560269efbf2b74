"""``jixiao quantity``: lines in, one JSON object a line out."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

ROOT = str(Path(__file__).parents[2])
KEYS = ["kind", "operator", "value", "unit", "date", "value_base", "unit_base", "quantities"]


def command(*arguments: str) -> list[str]:
    return [sys.executable, "-c", "from flows.cli import main; main()", "quantity", *arguments]


def surroundings(**more: str) -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": ROOT, **more}


Answer = tuple[int, list[dict[str, Any]], str]
Ask = Callable[..., Answer]


@pytest.fixture
def ask(tmp_path: Path) -> Ask:
    """What the command answers to bytes: exit code, the objects with exact figures, what it complains of."""

    def run(given: bytes, *options: str, **environment: str) -> Answer:
        done = subprocess.run(
            command(*options),
            input=given,
            env=surroundings(**environment),
            cwd=tmp_path,
            capture_output=True,
        )
        lines = done.stdout.decode("utf-8").splitlines()
        return (
            done.returncode,
            [json.loads(line, parse_float=Decimal) for line in lines],
            done.stderr.decode(),
        )

    return run


def test_each_line_is_answered_by_one_object_with_these_keys(ask: Ask) -> None:
    given = "≥2570个\n2023年6月底前\n\n1600\t监督的户数（户）\n道路≥50公里、停车位≥5000个\r\n8月13日"
    code, found, _ = ask(given.encode(), "--year", "2022")
    assert code == 0
    assert [list(each) for each in found] == [KEYS] * 6
    assert [each["kind"] for each in found] == ["numeric", "date", "empty", "numeric", "qualitative", "date"]
    assert (found[0]["operator"], found[0]["value"], found[0]["unit"]) == (">=", 2570, "个")
    assert (found[1]["operator"], found[1]["date"], found[1]["value"]) == ("<=", "2023-06-30", None)
    assert found[3]["unit"] == "户"
    assert found[4]["quantities"] == [
        {"operator": ">=", "value": 50, "unit": "公里"},
        {"operator": ">=", "value": 5000, "unit": "个"},
    ]
    assert found[5]["date"] == "2022-08-13"


def test_figures_keep_the_digits_of_the_paper(ask: Ask) -> None:
    _, found, _ = ask("≤378.56125万元\n98.10%\n123456789012345.123456元\n0.1元\n".encode())
    values = [str(each["value"]) for each in found]
    assert values == ["378.56125", "98.10", "123456789012345.123456", "0.1"]
    assert found[0]["value_base"] == Decimal("3785612.5")
    assert found[0]["unit_base"] == "元"


def test_text_is_utf8_whatever_the_locale_and_a_byte_order_mark_is_none_of_it(ask: Ask) -> None:
    code, found, _ = ask(
        b"\xef\xbb\xbf" + "≥95%\n".encode(), LC_ALL="C", PYTHONUTF8="0", PYTHONIOENCODING="ascii"
    )
    assert code == 0
    assert (found[0]["kind"], found[0]["operator"]) == ("numeric", ">=")


def test_a_line_that_is_no_utf8_is_named(ask: Ask) -> None:
    code, found, complaint = ask("≥95%\n".encode() + "不少于".encode("gb18030") + b"\n")
    assert code == 2
    assert len(found) == 1
    assert "standard input, line 2: not UTF-8" in complaint


def test_a_line_is_answered_before_the_next_is_sent() -> None:
    with subprocess.Popen(
        command(),
        env=surroundings(),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        for text, kind in (("3次", "numeric"), ("无", "empty")):
            process.stdin.write(f"{text}\n".encode())
            process.stdin.flush()
            assert json.loads(process.stdout.readline())["kind"] == kind
        process.stdin.close()
        assert process.wait() == 0


def test_a_reader_that_leaves_ends_it_quietly() -> None:
    with subprocess.Popen(
        command(),
        env=surroundings(),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdout is not None
        process.stdout.close()
        _, complaint = process.communicate("3次\n".encode() * 1000)
        assert (process.returncode, complaint) == (0, b"")
