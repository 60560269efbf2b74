"""Who there is, and who has published what: the views of bodies, organisations and coverage."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from sqlalchemy import Engine

from normalizers.model import BodyFacts, FormFacts
from tests.warehouse.conftest import MakeArrival, MakeForm, Select
from warehouse import Maker, load, read

HOUSING = BodyFacts(
    role="organization",
    spelling="市住建局",
    canonical="六盘水市住房和城乡建设局",
    department_kind="住房和城乡建设",
    level="prefecture",
    division_code="520200",
    province="贵州省",
    prefecture="六盘水市",
    county=None,
)
SCHOOL = BodyFacts("organization", "东河一中", "东河一中", "学校", None, None, None, None, None)


def named(form: MakeForm, body: BodyFacts, **changes: object) -> FormFacts:
    return form(organization=body.spelling, organization_canonical=body.canonical, bodies=(body,), **changes)


def test_spellings_of_a_body_are_one_row(
    engine: Engine, select: Select, form: MakeForm, arrival: MakeArrival, maker: Maker
) -> None:
    other = replace(HOUSING, spelling="六盘水市住房城乡建设局")
    load(engine, arrival("a"), (named(form, HOUSING),), maker)
    load(engine, arrival("b"), (named(form, other, fiscal_year=2022),), maker)
    assert select(
        "SELECT organization_canonical, department_kind, level, division_code, province, prefecture, county, "
        "spellings, forms, first_year, last_year FROM v_organizations"
    ) == [
        ("六盘水市住房和城乡建设局", "住房和城乡建设", "prefecture", "520200", "贵州省", "六盘水市", None,
         "六盘水市住房城乡建设局；市住建局", 2, 2022, 2024)
    ]  # fmt: skip


def test_a_region_that_readings_do_not_agree_on_is_not_known(
    engine: Engine, select: Select, form: MakeForm, arrival: MakeArrival, maker: Maker
) -> None:
    there = replace(SCHOOL, level="county", division_code="520201", province="贵州省")
    here = replace(there, division_code="520203")
    load(engine, arrival("a"), (named(form, there), named(form, here, ordinal=2, fiscal_year=2023)), maker)
    assert select("SELECT division_code, province FROM v_organizations") == [(None, "贵州省")]


def test_who_has_not_published_has_a_row_for_every_year(
    engine: Engine, select: Select, form: MakeForm, arrival: MakeArrival, maker: Maker
) -> None:
    school = named(form, SCHOOL, ordinal=2, fiscal_year=2021, form_type="project_target")
    undated = named(form, SCHOOL, ordinal=3, fiscal_year=None)
    load(engine, arrival("a", published_on=date(2025, 2, 1)), (named(form, HOUSING), school, undated), maker)
    rows = select(
        "SELECT organization_canonical, province, fiscal_year, published, forms, project_self_evaluation, "
        "project_target, documents, undated_forms FROM v_coverage"
    )
    assert sorted(rows, key=lambda row: (row[0] == SCHOOL.canonical, row[2])) == [
        (HOUSING.canonical, "贵州省", 2021, 0, 0, 0, 0, 0, 0),
        (HOUSING.canonical, "贵州省", 2022, 0, 0, 0, 0, 0, 0),
        (HOUSING.canonical, "贵州省", 2023, 0, 0, 0, 0, 0, 0),
        (HOUSING.canonical, "贵州省", 2024, 1, 1, 1, 0, 1, 0),
        (SCHOOL.canonical, None, 2021, 1, 1, 0, 1, 1, 1),
        (SCHOOL.canonical, None, 2022, 0, 0, 0, 0, 0, 1),
        (SCHOOL.canonical, None, 2023, 0, 0, 0, 0, 0, 1),
        (SCHOOL.canonical, None, 2024, 0, 0, 0, 0, 0, 1),
    ]


def test_the_first_publication_counts_whatever_source_is_shown(
    engine: Engine, url: str, form: MakeForm, arrival: MakeArrival, maker: Maker
) -> None:
    load(engine, arrival("a", published_on=date(2025, 2, 1)), (named(form, HOUSING),), maker)
    load(
        engine, arrival("b", 3, published_on=date(2025, 3, 1)), (named(form, HOUSING, medium="word"),), maker
    )
    (row,) = read("v_coverage", url).to_dict("records")
    assert (row["published"], row["documents"], row["forms"]) == (1, 2, 1)
    assert row["first_published_on"].date() == date(2025, 2, 1)
    assert row["first_seen_at"].date() == date(2025, 3, 1)


def test_an_empty_warehouse_covers_nothing(select: Select) -> None:
    assert select("SELECT * FROM v_coverage") == []
    assert select("SELECT * FROM v_organizations") == []


def test_projects_of_other_years_are_other_forms(
    engine: Engine, select: Select, form: MakeForm, arrival: MakeArrival, maker: Maker
) -> None:
    last, this = (form(ordinal=n, project_name=f"{year}年高标准农田建设", project_canonical="高标准农田建设",
                       project_edition=year) for n, year in ((1, "2023"), (2, "2024")))  # fmt: skip
    load(engine, arrival("a"), (last,), maker)
    load(engine, arrival("b"), (this,), maker)
    assert select("SELECT project_canonical FROM v_forms") == ["高标准农田建设"] * 2
    assert select("SELECT COUNT(*) FROM v_forms WHERE version = 1") == [2]
