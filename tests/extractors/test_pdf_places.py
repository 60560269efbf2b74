"""Boxes are where the ink is: pages are rendered as a reader shows them, and looked at."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pypdfium2
import pytest
from numpy.typing import NDArray
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from extractors import extract
from extractors.model import Box, Grid, Layout, TextLine
from tests.saving import saved

FIXTURES = Path(__file__).parents[2] / "fixtures"
WIDTH, HEIGHT = 300, 400
SCALE = 4
DARK = 110
ROWS = [["项目名称", "道路养护", ""], ["执行率", "", "97.08"], ["", "≥95%", "10"]]


def form(canvas: Canvas) -> None:
    """A title, three rows of three cells, some blank, and a line below."""
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    canvas.setFont("STSong-Light", 12)
    canvas.drawString(90, 350, "绩效自评表")
    for row, texts in enumerate(ROWS):
        for column, text in enumerate(texts):
            x, y = 30 + 80 * column, 300 - 30 * row
            canvas.rect(x, y, 80, 30)
            canvas.drawString(x + 8, y + 9, text)
    canvas.drawString(30, 200, "联系人")


def drawn(draw: Callable[[Canvas], None], size: tuple[int, int] = (WIDTH, HEIGHT)) -> bytes:
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=size)
    draw(canvas)
    canvas.save()
    return out.getvalue()


def shown(data: bytes, rotate: int, crop: bool) -> bytes:
    """The page with /Rotate, and a crop box that does not begin at its corner."""
    with pypdfium2.PdfDocument(data) as document:
        width, height = document[0].get_mediabox()[2:]
        document[0].set_rotation(rotate)
        if crop:
            document[0].set_cropbox(13, 17, width - 9, height - 21)
        return saved(document)


def ink(data: bytes, page: int) -> NDArray[np.bool_]:
    with pypdfium2.PdfDocument(data) as document:
        image: NDArray[np.uint8] = document[page].render(scale=SCALE, grayscale=True).to_numpy()
        return image < DARK


def part(image: NDArray[np.bool_], box: Box, grown: float) -> NDArray[np.bool_]:
    x0, y0, x1, y1 = (
        round(value * SCALE) for value in (box.x0 - grown, box.y0 - grown, box.x1 + grown, box.y1 + grown)
    )
    return image[max(0, y0) : y1, max(0, x0) : x1]


def places(layout: Layout) -> list[tuple[str | None, Box]]:
    """Every box with its text, None where a cell has several boxes and the text stands in some of them."""
    found: list[tuple[str | None, Box]] = []
    for block in layout.blocks:
        if isinstance(block, TextLine):
            assert block.box
            found.append((block.text, block.box))
        else:
            found += [
                (cell.text if len(cell.boxes) == 1 or not cell.text else None, box)
                for cell in block.cells
                for box in cell.boxes
            ]
    return found


def assert_ink_is_where_it_is_said(data: bytes) -> None:
    """Ink in each box of a text, none in blank cells, none left when all boxes are wiped."""
    layout = extract(data, "form.pdf")
    for page in layout.pages:
        image = ink(data, page.number - 1)
        assert image.shape == pytest.approx(np.array([page.height, page.width]) * SCALE, abs=1)
        here = [(text, box) for text, box in places(layout) if box.page == page.number]
        for text, box in here:
            if text is not None:
                assert part(image, box, -1.5).any() == bool(text), text
        for _, box in here:
            part(image, box, 1.5)[:] = False
        assert not image.any()


def turned(angle: int) -> Callable[[Canvas], None]:
    """The form on its side: drawn turned, counter-clockwise, on a page that says nothing of it."""

    def draw(canvas: Canvas) -> None:
        shift = {90: (HEIGHT, 0), 180: (WIDTH, HEIGHT), 270: (0, WIDTH)}[angle]
        canvas.translate(*shift)
        canvas.rotate(angle)
        form(canvas)

    return draw


def size_of(angle: int) -> tuple[int, int]:
    return (WIDTH, HEIGHT) if angle % 180 == 0 else (HEIGHT, WIDTH)


def texts(layout: Layout) -> list[str]:
    (grid,) = (block for block in layout.blocks if isinstance(block, Grid))
    return [cell.text for cell in grid.cells]


@pytest.mark.parametrize("crop", [False, True])
@pytest.mark.parametrize("rotate", [0, 90, 180, 270])
def test_ink_lies_in_the_boxes_of_a_page_that_is_shown_turned(rotate: int, crop: bool) -> None:
    assert_ink_is_where_it_is_said(shown(drawn(form), rotate, crop))


@pytest.mark.parametrize("crop", [False, True])
@pytest.mark.parametrize("rotate", [0, 90, 180, 270])
@pytest.mark.parametrize("angle", [90, 180, 270])
def test_a_form_on_its_side_is_read_upright(angle: int, rotate: int, crop: bool) -> None:
    data = shown(drawn(turned(angle), size_of(angle)), rotate, crop)
    layout = extract(data, "form.pdf")
    assert texts(layout) == [text for row in ROWS for text in row]
    assert [b.text for b in layout.blocks if isinstance(b, TextLine)] == ["绩效自评表", "联系人"]
    assert_ink_is_where_it_is_said(data)


@pytest.mark.parametrize("name", ["family-0.pdf", "family-1.pdf", "family-4.pdf"])
def test_ink_lies_in_the_boxes_of_whole_forms(name: str) -> None:
    assert_ink_is_where_it_is_said((FIXTURES / name).read_bytes())
