from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFilter, ImageFont

from extractors.scanned.ocr import Recognised
from extractors.scanned.signs import settled


def settled_over(printed: str, read: str, size: int = 27) -> Recognised:
    """What a picture of ``printed`` says, where a recogniser has read ``read`` from it."""
    font = ImageFont.load_default(size)
    width = round(font.getlength(printed))
    page = Image.new("L", (width + size, 2 * size), 255)
    ImageDraw.Draw(page).text((size / 2, size), printed, fill=0, font=font, anchor="lm")
    places = [font.getlength(read[:i]) + font.getlength(read[i]) / 2 for i in range(len(read))]
    shares = tuple((size / 2 + place) / page.width for place in places)
    return settled(Recognised(read, 0.999, shares), np.asarray(page.filter(ImageFilter.GaussianBlur(0.6))))


@pytest.mark.parametrize("size", [27, 32, 40])
@pytest.mark.parametrize("printed", ["5‰", "0.92‰", "(‰)", "3‰-6‰"])
def test_a_second_ring_makes_per_cent_per_mille_and_sends_a_person_to_look(printed: str, size: int) -> None:
    found = settled_over(printed, printed.replace("‰", "%"), size)
    assert found.text == printed
    assert found.confidence < 0.95
    assert len(found.places) == len(found.text)


@pytest.mark.parametrize("size", [20, 22, 24, 27, 32, 40])
@pytest.mark.parametrize("printed", ["5%", "100%", "≤100%", "98.08%", "(%)", "80%-90%", "60%00"])
def test_per_cent_stays(printed: str, size: int) -> None:
    found = settled_over(printed, printed, size)
    assert found.text == printed
    assert found.confidence == pytest.approx(0.999)


@pytest.mark.parametrize("read", ["0.9%0", "0.9%o", "0.9%O"])
def test_a_nought_behind_per_cent_is_a_ring(read: str) -> None:
    found = settled_over("0.9‰", read)
    assert found.text == "0.9‰"
    assert len(found.places) == len(found.text)


def test_the_upper_ring_of_per_cent_is_no_digit_behind_stars() -> None:
    assert settled_over("(≥**%)", "(≥**0%)").text == "(≥**%)"
    assert settled_over("*10%", "*10%").text == "*10%"


def test_an_upper_ring_that_hangs_low_in_small_print_is_no_second_one() -> None:
    picture = np.asarray(Image.open(Path(__file__).with_name("signs") / "percent.png"))
    places = tuple(at / picture.shape[1] for at in (23, 39, 49, 64, 80))
    found = settled(Recognised("≤100%", 0.999, places), picture)
    assert found.text == "≤100%"
    assert found.confidence == pytest.approx(0.999)
