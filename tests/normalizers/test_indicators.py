"""The curated indicators: what stands for one column, what must never share one, and the page about them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from normalizers.matching import Name, indicators, match

PAGE = Path(__file__).resolve().parents[2] / "docs" / "indicators.md"
CODES = Path(__file__).with_name("indicator_codes.tsv")


def codes(names: list[str]) -> list[str]:
    return [found.code for found in match([Name(name) for name in names])]


@pytest.mark.parametrize(
    "names",
    [
        ["九年义务教育巩固率", "义务教育巩固率", "花溪区2023年义务教育巩固率（%）"],
        ["辅警人数", "警务辅助人员人数", "2.辅警数量"],
        ["农村危房改造户数", "危房改造户数"],
        ["参训人员满意度", "培训学员满意度"],
    ],
)
def test_spellings_of_one_indicator_share_a_code(names: list[str]) -> None:
    assert len(set(codes(names))) == 1


@pytest.mark.parametrize(
    "names",
    [
        ["污水处理量", "污水处理率", "污水处理及时率", "污水处理厂数量"],
        ["资助学生人数", "资助学生人次"],
        ["学生满意度", "家长满意度", "教师满意度"],
        ["新建公厕数量", "公厕改造数量", "公厕管护数量"],
        ["刑事案件立案数", "刑事案件破案数", "刑事案件破案率"],
        ["城市低保人数", "城市低保户数", "农村低保人数"],
    ],
)
def test_siblings_stay_apart(names: list[str]) -> None:
    found = codes(names)
    assert len(set(found)) == len(names)
    assert not any(code.startswith("P-") for code in found)


def test_every_name_and_alias_means_its_own_indicator() -> None:
    texts = {text: code for code, entry in indicators().items() for text in (entry.name, *entry.aliases)}
    assert dict(zip(texts, codes(list(texts)), strict=True)) == texts


def test_codes_keep_their_meaning() -> None:
    """Warehouses store codes: a kept list says what each has meant, and only grows."""
    kept = dict(line.split("\t") for line in CODES.read_text("utf-8").splitlines())
    assert {code: entry.name for code, entry in indicators().items()} == kept, (
        f"add new codes to {CODES.name}; a code that is there may get a better name, never another meaning"
    )


def test_a_larger_share_of_accidents_is_not_better() -> None:
    better = {entry.name: entry.direction for entry in indicators().values()}
    assert (better["安全事故发生率"], better["义务教育巩固率"], better["寄宿生生活补助标准"]) == (
        "lower",
        "higher",
        "none",
    )


def test_the_page_names_every_sector() -> None:
    rows = re.findall(r"^\| `\w+\.yaml` \| ([A-Z]{3}) \| .* \|$", PAGE.read_text("utf-8"), re.MULTILINE)
    assert sorted(rows) == sorted({code[:3] for code in indicators()} - {"GEN"})
