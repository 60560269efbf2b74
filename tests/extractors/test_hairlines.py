"""Rulings of which a scan shows less than was drawn: pale beside dark ones, ghosts, sides torn off."""

from __future__ import annotations

from itertools import pairwise

import cv2
import numpy as np
import numpy.typing as npt
import pytest

from extractors.openings import solved
from extractors.scanned.broken_rulings import mended
from extractors.scanned.faint_rulings import faint_rulings
from extractors.scanned.raster import Sheet
from extractors.scanned.rulings import find_rulings, ruling_ink

DPI = 200.0
SCALE = DPI / 72
XS, YS = (100, 240, 560, 900, 1240), tuple(range(200, 200 + 13 * 44, 44))
Page = npt.NDArray[np.uint8]


def blank() -> Page:
    return np.full((1000, 1400), 255, np.uint8)


def ruled(page: Page, level: int = 0, xs: tuple[int, ...] = XS, ys: tuple[int, ...] = YS) -> None:
    for y in ys:
        page[y : y + 2, xs[0] : xs[-1] + 2] = level
    for x in xs:
        page[ys[0] : ys[-1] + 2, x : x + 2] = level


def cells(page: Page) -> list[tuple[int, int, int, int]]:
    """Row, column and spans of all cells that are seen."""
    (frame,) = solved(*find_rulings(Sheet(page, np.eye(3), DPI)))
    return sorted((slot.row, slot.column, slot.row_span, slot.column_span) for slot in frame.slots)


def test_a_pale_ruling_ends_at_one_so_dark_that_it_looks_like_print() -> None:
    page = blank()
    ruled(page, 205)
    page[YS[1] + 2 : YS[-1], XS[0] + 2 : XS[1]] = 255  # the label of all rows
    page[YS[0] : YS[-1], XS[1] : XS[1] + 3] = 110
    assert (1, 0, len(YS) - 2, 1) in cells(page)


def test_a_bracket_below_the_end_of_a_torn_ruling_is_none() -> None:
    page = blank()
    ruled(page, 170)
    page[YS[3] + 2 : YS[4], XS[2] - 4 : XS[2] + 6] = 255
    middle = (XS[2] + 22, (YS[3] + YS[4]) // 2)
    cv2.ellipse(page, middle, (22, 26), 0, 145, 215, 0, 2)
    down = mended(page, ruling_ink(page, DPI), DPI)[1]
    there = [ruling for ruling in down if abs(ruling.position * SCALE - XS[2]) < 8]
    assert there
    for ruling in there:
        inside = min(ruling.end, (YS[4] - 4) / SCALE) - max(ruling.start, (YS[3] + 4) / SCALE)
        assert inside <= 0


@pytest.mark.parametrize("ghost", [246, 255])
def test_of_a_ruling_whose_line_is_known_a_ghost_is_enough(ghost: int) -> None:
    dice = np.random.default_rng(5)
    page = blank()
    ruled(page, 180)
    page[YS[5] + 2 : YS[6], XS[2] : XS[2] + 2] = ghost
    noisy = np.clip(page + dice.normal(0, 2, page.shape), 0, 255).astype(np.uint8)
    down = faint_rulings(noisy, 180, DPI, ((), ()))[1]
    middle = (YS[5] + YS[6]) / 2 / SCALE
    seen = any(abs(r.position * SCALE - XS[2]) < 3 and r.start < middle < r.end for r in down)
    assert seen == (ghost < 255)


def drawn_alone(page: Page) -> None:
    """Each cell with its own borders, which do not reach its corners, two pixels from its neighbours'."""
    for top, bottom in pairwise(YS):
        for left, right in pairwise(XS):
            for y in (top + 3, bottom - 4):
                page[y : y + 2, left + 8 : right - 7] = 0
            for x in (left + 3, right - 4):
                page[top + 5 : bottom - 4, x : x + 2] = 0


def test_two_borders_that_ran_together_with_breaks_at_the_corners() -> None:
    page = blank()
    drawn_alone(page)
    for top, bottom in list(pairwise(YS))[2:5]:
        page[top + 5 : bottom - 4, XS[2] - 3 : XS[2] + 4] = 0
    for y in YS[3:5]:
        page[y - 2 : y + 2, XS[2] + 2] = 0  # a speck in the break
    assert cells(page) == [(row, column, 1, 1) for row in range(12) for column in range(4)]


def test_low_print_with_strokes_in_two_rows_is_no_doubled_ruling() -> None:
    page = blank()
    ruled(page)
    for left in range(XS[1] + 30, XS[2] - 60, 24):  # a row of 目, packed as at 150 dots an inch
        page[YS[2] + 12 : YS[2] + 34, left : left + 20] = 110
        for row in (15, 21, 27):
            page[YS[2] + row : YS[2] + row + 3, left + 3 : left + 17] = 190
    assert cells(page) == [(row, column, 1, 1) for row in range(12) for column in range(4)]
