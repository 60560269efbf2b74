"""Spellings of one body meet in one name and region; different bodies do not."""

from __future__ import annotations

import re
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from normalizers.bodies import Body, Evidence, evidence, identify
from normalizers.bodies.divisions import Division, gazetteer, parse_divisions
from normalizers.bodies.place import spelled
from normalizers.lexicon import lexicon
from tests.normalizers.conftest import Refusal

HERE = Path(__file__).parent
LISTS = ("bodies_first.tsv", "bodies_second.tsv", "bodies_third.tsv", "bodies_fourth.tsv")


def labelled(name: str) -> list[tuple[str, str, str, Body]]:
    """Group, spelling, code of the region, and what is made of the spelling."""
    rows = []
    for line in (HERE / name).read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            group, text, says, code = (line.split("\t") + [""] * 3)[:4]
            body = identify(text, told(says))
            assert body is not None, text
            rows.append((group, text, code, body))
    return rows


def told(says: str) -> Evidence:
    """What the document says besides: a body (主管部门：…) or a heading (标题：…)."""
    where, _, text = says.partition("：")
    return evidence([text] if where == "主管部门" else [], [], [text] if where == "标题" else [])


@pytest.mark.parametrize("name", LISTS)
def test_no_two_bodies_meet(name: str) -> None:
    rows = labelled(name)
    met = [
        (one[1], other[1])
        for one, other in combinations(rows, 2)
        if one[0] != other[0] and one[3].canonical == other[3].canonical
    ]
    assert met == []


@pytest.mark.parametrize("name", LISTS)
def test_spellings_of_a_body_meet(name: str) -> None:
    rows = labelled(name)
    same = [(one, other) for one, other in combinations(rows, 2) if one[0] == other[0]]
    missed = [(one[1], other[1]) for one, other in same if one[3].canonical != other[3].canonical]
    assert len(missed) <= 0.05 * len(same), missed


@pytest.mark.parametrize("name", LISTS)
def test_a_region_is_right_or_not_known(name: str) -> None:
    rows = labelled(name)
    assert [
        (text, body.division_code) for _, text, code, body in rows if body.division_code not in (code, None)
    ] == []
    assert sum(body.division_code == (code or None) for _, _, code, body in rows) >= 0.97 * len(rows)


def test_a_body_knows_its_province_prefecture_and_county() -> None:
    assert identify("【211】贵阳市花溪区住建局") == Body(
        "贵阳市花溪区住房和城乡建设局", "住房和城乡建设", "county", "520111", "贵州省", "贵阳市", "花溪区"
    )
    assert identify("北京市朝阳区教委") == Body(
        "北京市朝阳区教育委员会", "教育", "county", "110105", "北京市", None, "朝阳区"
    )


@pytest.mark.parametrize(
    ("short", "full"),
    [
        ("呼市新城区教育局", "呼和浩特市新城区教育局"),
        ("乌市天山区住建局", "乌鲁木齐市天山区住房和城乡建设局"),
    ],
)
def test_a_city_known_by_one_character_is_that_city(short: str, full: str) -> None:
    assert identify(short) == identify(full)


def test_a_league_that_names_only_the_level_of_its_place_is_that_of_the_paper() -> None:
    known = evidence(["遵义市财政局"], [], [])
    assert identify("共青团市委", known) == identify("团市委", known) == identify("共青团遵义市委")


def test_of_two_places_named_none_is_taken() -> None:
    two = evidence(["六盘水市财政局", "遵义市财政局"], [], [])
    body = identify("市住建局", two)
    assert body is not None
    assert (body.canonical, body.division_code) == ("市住房和城乡建设局", None)


def test_the_nearest_place_of_the_right_kind_is_taken() -> None:
    known = evidence(["盘州市教育局"], ["六盘水市教育局"], [])
    body = identify("市财政局", known)
    assert body is not None
    assert body.division_code == "520281"


def test_a_county_named_twice_is_known_by_its_city() -> None:
    known = evidence([], [], ["福州市2023年度项目支出绩效自评表"])
    body = identify("鼓楼区财政局", known)
    assert body is not None
    assert body.canonical == "福州市鼓楼区财政局"


@pytest.mark.parametrize("text", ["东河县第一中学", "某某公司", "财政部", "机关", "市", "(本级)", "()", "委"])
def test_a_name_that_tells_no_place_has_no_region(text: str) -> None:
    body = identify(text)
    assert body is not None
    assert body.division_code is None


@pytest.mark.parametrize("text", ["乾安县财政局", "乾安縣財政局", "干安县财政局"])
def test_traditional_characters_of_an_official_name_stay(text: str) -> None:
    body = identify(text)
    assert body is not None
    assert (body.canonical, body.division_code) == ("乾安县财政局", "220723")


def test_a_cell_may_name_several_bodies() -> None:
    both = identify("六盘水市住建局、市水务局")
    assert both is not None
    assert (both.canonical, both.division_code) == ("六盘水市住房和城乡建设局、六盘水市水务局", "520200")
    apart = identify("六盘水市住建局、盘州市住建局")
    assert apart is not None
    assert apart.division_code is None


def test_a_place_on_no_list_keeps_its_name_and_has_no_code() -> None:
    known = evidence(["[305]清源市教育局"], [], [])
    short, full = identify("市住建局", known), identify("清源市住房城乡建设局")
    assert short == full == Body("清源市住房和城乡建设局", "住房和城乡建设")


def test_a_town_lies_in_the_county_that_the_document_names() -> None:
    town = identify("棠溪镇政府", evidence(["219-池州市贵池区财政局"], [], []))
    assert town is not None
    assert (town.canonical, town.division_code) == ("池州市贵池区棠溪镇人民政府", "341702")


def test_an_unknown_county_is_not_its_prefecture() -> None:
    body = identify("洛阳市涧水区住建局")
    assert body is not None
    assert (body.canonical, body.division_code) == ("洛阳市涧水区住房和城乡建设局", None)


def test_nothing_is_no_body() -> None:
    assert identify("  ") is None
    assert identify(None) is None


DIVISIONS = sorted(
    {item for found in gazetteer().by_name.values() for item in found}, key=lambda item: item.code
)
STEMS = sorted(set(lexicon("bodies/departments").aliases))


@given(st.sampled_from(DIVISIONS), st.sampled_from(STEMS), st.sampled_from(["局", "委员会"]))
def test_canonical_spelling_is_its_own(division: Division, stem: str, head: str) -> None:
    first = identify(f"{spelled(division)}{stem}{head}")
    assert first is not None
    assert identify(first.canonical) == first


@given(st.text(max_size=12))
def test_any_text_is_a_body_or_none(text: str) -> None:
    body = identify(text)
    assert body is None or body.canonical


def test_every_code_has_its_province() -> None:
    places = gazetteer()
    assert len({code for code, item in places.by_code.items() if item.level == "province"}) == 34
    for division in places.by_code.values():
        assert division.level == "province" or any(
            item.level == "province" for item in places.above(division)
        )


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("52020\t六盘水市\n", "line 1: expected a code"),
        ("520000\t贵州省\n520000\t黔省\n", "line 2: 520000 already stands for 贵州省"),
        ("520222\t盘县\t\t\t2016\t529999\n", "line 1: the heir 529999 of 盘县"),
        ("520222\t盘县\t\t\tbis\n", "line 1: “bis” is no year"),
    ],
)
def test_a_file_of_divisions_that_is_wrong_is_refused(refusal: Refusal, text: str, message: str) -> None:
    assert refusal(parse_divisions, "divisions.tsv", text).startswith(f"divisions.tsv: {message}")


def test_a_short_name_of_no_division_is_refused_with_file_and_line(refusal: Refusal) -> None:
    said = refusal(parse_divisions, "divisions.tsv", "520000\t贵州省\n")
    assert re.search(r"places\.yaml: line \d+: “.+” is the name of no division", said)
