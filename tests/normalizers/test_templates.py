"""Templates are checked when they are loaded."""

from __future__ import annotations

import pytest

from normalizers.templates import parse_templates, templates
from tests.normalizers.conftest import Refusal

GOOD = "- {name: a, source: b, from: 2020, weights: {预算执行率: 10, 产出指标: 90}}\n"


def test_those_that_ship_are_sound() -> None:
    assert {"usual", "execution 20"} <= {template.name for template in templates()}


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        (GOOD.replace("90", "80"), "line 2: the weights sum to 90"),
        (GOOD.replace("产出指标", "产品指标"), "line 2: “产品指标” is no first level"),
        (GOOD.replace("2020", "newly"), "line 2: from and until are years"),
        (GOOD.replace("from: 2020", "from: 2020, until: 2019"), "line 2: until is a year before from"),
        (GOOD.replace("source: b, ", ""), "line 2: a template has"),
        (GOOD.replace("source", "origin"), "line 2: a template has"),
    ],
)
def test_a_template_that_cannot_be_right_names_its_line(refusal: Refusal, text: str, complaint: str) -> None:
    said = refusal(parse_templates, "templates.yaml", GOOD + text)
    assert said.startswith(f"templates.yaml: {complaint}")
