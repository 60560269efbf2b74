"""Which way up a page with little print is."""

from __future__ import annotations

import numpy as np

from extractors.scanned.ocr import Recognised
from extractors.scanned.orientation import upright


def read_as(*texts: tuple[str, float]) -> list[Recognised]:
    return [Recognised(text, mean, mean=mean) for text, mean in texts]


def test_a_label_in_a_column_sets_no_page_on_its_side() -> None:
    """The last page of a form: a row of totals, a conclusion, and its label, one character a line."""
    line, label = np.zeros((20, 280), np.uint8), np.zeros((20, 76), np.uint8)
    ways = iter(
        [
            read_as(("总分100", 1.0), ("各项工作按计划推进产出效益", 1.0)),
            read_as(("001", 0.7), ("准", 0.5)),
            read_as(("自评结论", 1.0)),
            read_as(("自", 0.6)),
        ]
    )
    pages = {"as it lies": [line, line], "turned": [label]}
    found = upright("as it lies", lambda _: "turned", pages.__getitem__, lambda _: next(ways), None)
    assert found == "as it lies"


def test_a_page_on_its_side_with_a_few_words_is_set_upright() -> None:
    word = np.zeros((20, 100), np.uint8)
    ways = iter(
        [read_as(("口", 0.5)), read_as(("口", 0.5)), read_as(("评价结论", 1.0)), read_as(("口", 0.5))]
    )
    found = upright("as it lies", lambda _: "turned", lambda _: [word], lambda _: next(ways), None)
    assert found == "turned"


def test_characters_alone_say_less_than_a_figure() -> None:
    """The last row of a form, whose cells are found on its side as well, but not their lines."""
    figure, character = np.zeros((20, 54), np.uint8), np.zeros((20, 20), np.uint8)
    ways = iter(
        [
            read_as(("97.40", 1.0)),
            read_as(("0", 0.6)),
            read_as(*((text, 0.95) for text in ("40", "74", "00", "10", "分", "总"))),
            read_as(*((text, 0.6) for text in ("0", "6", "00", "证", "口", "1"))),
        ]
    )
    pages = {"as it lies": [figure], "turned": [character] * 6}
    found = upright("as it lies", lambda _: "turned", pages.__getitem__, lambda _: next(ways), None)
    assert found == "as it lies"
