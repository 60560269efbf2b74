from __future__ import annotations

from functools import partial
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFilter

from extractors.scanned.ocr import Recognised, recognise
from extractors.scanned.overprint import apart
from extractors.scanned.signs import settled

PALER = (30, 60, 93, 124, 153)  # pixel rows at which a line of paler.png ends


def sign(*, points_right: bool, bar: str | None) -> np.ndarray:
    """A sign of 60 pixels, made small as a scanner would: the bar runs into the arm above it."""
    large = Image.new("L", (320, 160), 255)
    pen = ImageDraw.Draw(large)
    near, far = (40, 110) if points_right else (110, 40)
    pen.line((near, 40, far, 70, near, 100), fill=0, width=8)
    if bar == "level":
        pen.line((40, 116, 110, 116), fill=0, width=8)
    if bar == "slanting":
        pen.line((near, 116, far, 86), fill=0, width=8)
    pen.rectangle((180, 40, 230, 110), outline=0, width=8)
    return np.asarray(large.resize((80, 40), Image.Resampling.BOX))


@pytest.mark.parametrize("bar", ["level", "slanting"])
@pytest.mark.parametrize(("read", "meant"), [(">", "≥"), ("<", "≤")])
def test_a_bar_under_the_sign_is_seen(read: str, meant: str, bar: str) -> None:
    picture = sign(points_right=read == ">", bar=bar)
    assert settled(Recognised(f"{read}0", 0.9, (0.23, 0.64)), picture).text == f"{meant}0"


@pytest.mark.parametrize("read", [">", "<"])
def test_a_sign_without_a_bar_stays(read: str) -> None:
    picture = sign(points_right=read == ">", bar=None)
    assert settled(Recognised(f"{read}0", 0.9, (0.23, 0.64)), picture).text == f"{read}0"


@pytest.mark.parametrize(
    ("read", "meant"),
    [
        ("≥59吨/旧", "≥59吨/日"),
        ("2024年1月一12月", "2024年1月—12月"),
        ("一次5天", "一次5天"),
        ("数量（(个)", "数量(个)"),
        ("数量(个）)", "数量(个)"),
        ("附件（二(一)）", "附件（二(一)）"),
        ("附件((二)", "附件((二)"),
    ],
)
def test_what_no_form_prints_is_read_as_what_it_looks_like(read: str, meant: str) -> None:
    blank = np.full((40, 80), 255, dtype=np.uint8)
    places = tuple((i + 0.5) / len(read) for i in range(len(read)))
    assert settled(Recognised(read, 0.9, places), blank).text == meant


def test_as_many_hyphens_as_there_are_and_no_pieces_of_them() -> None:
    large = Image.new("L", (600, 80), 255)
    pen = ImageDraw.Draw(large)
    for i in range(4):
        pen.rectangle((20 + 40 * i, 38, 44 + 40 * i, 42), fill=0)
    pen.rectangle((180, 38, 186, 42), fill=0)
    pen.rectangle((192, 60, 216, 64), fill=0)
    pen.rectangle((260, 15, 310, 70), outline=0, width=6)
    line = Recognised("--日", 0.99, (0.05, 0.1, 0.47))
    found = settled(line, np.asarray(large))
    assert found.text == "----日"
    assert len(found.places) == len(found.text)


@pytest.mark.parametrize("read", ["..-本级安排", ".---.本级安排", ".本级安排", "-----本级安排"])
def test_hyphens_that_a_coarse_scan_runs_together_are_counted(read: str) -> None:
    """At 150 dots the gaps between hyphens are grey; recognisers read some of them as points."""
    large = Image.new("L", (1200, 240), 255)
    pen = ImageDraw.Draw(large)
    for i in range(5):
        pen.rectangle((60 + 60 * i, 118, 98 + 60 * i, 128), fill=0)
    for i in range(4):
        pen.rectangle((400 + 190 * i, 50, 550 + 190 * i, 200), outline=0, width=16)
    small = np.asarray(large.resize((160, 32), Image.Resampling.BOX).filter(ImageFilter.GaussianBlur(1)))
    places = tuple((i + 0.5) / len(read) for i in range(len(read)))
    found = settled(Recognised(read, 0.95, places), small)
    assert found.text == "-----本级安排"
    assert len(found.places) == len(found.text)


def speckled(
    *, before: int | None = None, behind: int | None = None, letters: int = 3, aside: int = 8
) -> np.ndarray:
    """Boxes for letters of 24 pixels, with a speck of so many pixels in front of them or far behind."""
    page = np.full((32, 160), 255, dtype=np.uint8)
    for at in range(letters):
        page[4:28, 30 + 28 * at : 32 + 28 * at] = page[4:28, 52 + 28 * at : 54 + 28 * at] = 0
        page[4:6, 30 + 28 * at : 54 + 28 * at] = page[26:28, 30 + 28 * at : 54 + 28 * at] = 0
    if before:
        page[14 : 14 + before, aside : aside + before] = 0
    if behind:
        page[14 : 14 + behind, 140 : 140 + behind] = 0
    return page


@pytest.mark.parametrize(
    ("read", "picture", "meant"),
    [
        (".数量标", speckled(before=3), "数量标"),
        ("•数量标", speckled(before=3), "数量标"),
        ("•数量标", speckled(before=9), "•数量标"),
        ("数量标.", speckled(behind=3), "数量标"),
        (".", speckled(before=3, letters=0), ""),
        (".5吨", speckled(before=3, aside=19), ".5吨"),
        (".1,874.35", speckled(before=3, aside=4), "1,874.35"),
        ("24.00.", speckled(behind=3), "24.00"),
    ],
)
def test_dust_beside_a_text_is_no_point_of_it(read: str, picture: np.ndarray, meant: str) -> None:
    places = tuple((i + 0.5) / len(read) for i in range(len(read)))
    found = settled(Recognised(read, 0.95, places), picture)
    assert (found.text, len(found.places)) == (meant, len(meant))


@pytest.mark.parametrize("read", [".5吨", "-0.5吨", "--"])
def test_a_point_or_a_minus_before_a_figure_is_no_row_of_hyphens(read: str) -> None:
    blank = np.full((32, 160), 255, dtype=np.uint8)
    places = tuple((i + 0.5) / len(read) for i in range(len(read)))
    assert settled(Recognised(read, 0.95, places), blank).text == read


def test_a_sign_paler_than_its_figure_is_no_second_print() -> None:
    """Lines of a scan and a photograph in a typeface whose signs are drawn thinner than its figures."""
    page = np.asarray(Image.open(Path(__file__).with_name("signs") / "paler.png"))
    lines = [
        line[:, : int(np.flatnonzero((line < 200).any(axis=0))[-1]) + 12] for line in np.split(page, PALER)
    ]
    read = partial(recognise, engine="openvino", threads=1)
    crops, found = apart(lines, read(lines), read)
    texts = [settled(line, crop).text for line, crop in zip(found, crops, strict=True)]
    assert texts == ["≥619人", "≥26073亩", "≥1229元", "≤230万元", "≥1810元", "≤20小时"]


@pytest.mark.parametrize("bar", [None, "level", "slanting"])
def test_a_sign_paler_than_its_figure_is_told_in_its_own_ink(bar: str | None) -> None:
    picture = sign(points_right=True, bar=bar).copy()
    thin = picture[:, :30]
    thin[:] = 255 - 0.55 * (255 - thin.astype(float))
    assert settled(Recognised(">0", 0.99, (0.23, 0.64)), picture).text == ("≥0" if bar else ">0")


def test_a_broken_sign_is_for_a_person_to_look_at() -> None:
    picture = sign(points_right=True, bar=None).copy()
    picture[8:17, 8:20] = 255
    found = settled(Recognised(">0", 0.99, (0.23, 0.64)), picture)
    assert found.text == ">0"
    assert found.confidence < 0.95


@pytest.mark.parametrize(
    ("read", "meant"), [("≥3个!", "≥3个"), ("100%|", "100%"), ("1|", "1|"), ("努力!", "努力!")]
)
def test_a_stroke_behind_a_quantity_is_no_part_of_it(read: str, meant: str) -> None:
    places = tuple((at + 0.5) / len(read) for at in range(len(read)))
    found = settled(Recognised(read, 0.98, places), np.full((40, 200), 255, np.uint8))
    assert (found.text, len(found.places)) == (meant, len(meant))
