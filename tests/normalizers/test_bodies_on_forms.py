"""What the rest of a document tells of the bodies that its forms name."""

from __future__ import annotations

from extractors.model import Cell, Grid, Layout, Reading, TextLine
from normalizers import normalize
from normalizers.model import FormFacts

PROSE = "根据遵义市财政局的经验，" * 8


def form(
    number: int, competent: str, unit: str, project: str = "校舍维修（2025年）"
) -> tuple[TextLine, Grid]:
    rows = [["项目名称", project, "", ""], ["主管部门及代码", competent, "实施单位", unit]]
    cells = [
        Cell(row, column, 1, 1, (Reading(text),))
        for row, texts in enumerate(rows)
        for column, text in enumerate(texts)
    ]
    return TextLine((Reading("项目支出绩效自评表"),)), Grid(number, 2, 4, tuple(cells))


def read(*blocks: TextLine | Grid) -> tuple[FormFacts, ...]:
    return normalize(Layout("0" * 64, "application/x", "word", blocks))


def line(text: str) -> TextLine:
    return TextLine((Reading(text),))


def regions(facts: FormFacts) -> dict[str, str | None]:
    return {body.role: body.division_code for body in facts.bodies}


def test_the_competent_department_tells_the_place_of_the_unit() -> None:
    (facts,) = read(*form(0, "[211]六盘水市住房和城乡建设局", "市住建局（本级）"))
    assert facts.implementing_unit == "市住建局（本级）"
    assert facts.organization_canonical == facts.unit_canonical == "六盘水市住房和城乡建设局"
    assert set(regions(facts).values()) == {"520200"}
    assert [(body.spelling, body.department_kind) for body in facts.bodies] == [
        ("市住建局（本级）", "住房和城乡建设"),
        ("市住建局（本级）", "住房和城乡建设"),
        ("[211]六盘水市住房和城乡建设局", "住房和城乡建设"),
    ]


def test_another_form_of_the_document_tells_the_place() -> None:
    first, second = read(*form(0, "六盘水市住建局", "六盘水市住建局"), *form(1, "市住建局", "市住建局"))
    assert first.unit_canonical == second.unit_canonical == "六盘水市住房和城乡建设局"


def test_a_heading_tells_the_place_and_prose_does_not() -> None:
    heading = line("六盘水市2024年度部门决算")
    (told,) = read(heading, *form(0, "市住建局", "市住建局"), line(PROSE))
    assert regions(told) == dict.fromkeys(regions(told), "520200")
    (untold,) = read(*form(0, "市住建局", "市住建局"), line(PROSE))
    assert untold.unit_canonical == "市住房和城乡建设局"
    assert set(regions(untold).values()) == {None}


def test_a_document_of_two_cities_tells_neither() -> None:
    *_, third = read(
        *form(0, "六盘水市住建局", "六盘水市住建局"),
        *form(1, "遵义市住建局", "遵义市住建局"),
        *form(2, "市住建局", "市住建局"),
    )
    assert set(regions(third).values()) == {None}


def test_the_years_of_a_project_are_kept_aside() -> None:
    (facts,) = read(*form(0, "六盘水市住建局", "六盘水市住建局", "2021-2022年度污水处理费"))
    assert (facts.project_canonical, facts.project_edition) == ("污水处理费", "2021-2022")
