"""Which pages of a PDF are pictures: decided by what a reader sees, never by a layer nobody sees."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pypdfium2
import pytest
from PIL import Image
from reportlab.lib.colors import Color, white
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from extractors import extract
from extractors.model import Grid, Layout

SIZE = (300, 400)
WORDS = ("weight", "97.08")
WRONG = "wciqht 91.03 misread by the app and put where nobody sees it"

Draw = Callable[[Canvas], None]
Drawn = Callable[..., bytes]


def cells(canvas: Canvas) -> None:
    canvas.rect(20, 300, 100, 40)
    canvas.rect(120, 300, 150, 40)
    canvas.drawString(30, 315, WORDS[0])
    canvas.drawString(130, 315, WORDS[1])


@pytest.fixture(scope="module")
def paper(drawn: Drawn) -> ImageReader:
    """A page of a form as a picture."""
    with pypdfium2.PdfDocument(drawn(cells)) as document:
        return ImageReader(document[0].render(scale=200 / 72).to_pil())


def picture(image: ImageReader) -> Draw:
    return lambda canvas: canvas.drawImage(image, 0, 0, *SIZE) and None


def layer(size: float = 9, mode: int = 0, colour: Color | None = None) -> Draw:
    """Text of an app that reads scans, hidden in one of the ways they hide it."""

    def draw(canvas: Canvas) -> None:
        text = canvas.beginText(30, 315)
        text.setFont("Helvetica", size)
        text.setTextRenderMode(mode)
        if colour is not None:
            text.setFillColor(colour)
        text.textLine(WRONG)
        canvas.drawText(text)

    return draw


def texts(layout: Layout) -> list[str]:
    return [cell.text for block in layout.blocks if isinstance(block, Grid) for cell in block.cells]


@pytest.mark.parametrize(
    "hidden",
    [
        layer(mode=3),
        layer(colour=white),
        layer(colour=Color(0, 0, 0, alpha=0)),
        layer(size=0.1),
    ],
    ids=["invisible", "white", "transparent", "of no size"],
)
def test_a_layer_over_the_picture_that_nobody_sees_is_not_believed(
    drawn: Drawn, paper: ImageReader, hidden: Draw
) -> None:
    layout = extract(drawn(picture(paper), hidden), "scan.pdf")
    assert layout.medium == "scan"
    assert texts(layout) == list(WORDS)


def test_a_layer_behind_the_picture_is_not_believed(drawn: Drawn, paper: ImageReader) -> None:
    layout = extract(drawn(layer(), picture(paper)), "scan.pdf")
    assert layout.medium == "scan"
    assert texts(layout) == list(WORDS)


def test_a_picture_with_a_printed_footer_is_a_picture(drawn: Drawn, paper: ImageReader) -> None:
    def footer(canvas: Canvas) -> None:
        canvas.drawString(60, 12, "Scanned with a scanning app, page 1 of 1")

    layout = extract(drawn(picture(paper), footer), "scan.pdf")
    assert layout.medium == "scan"
    assert texts(layout) == list(WORDS)


def background() -> ImageReader:
    """A pale pattern, as letter paper has, over the whole page."""
    y, x = np.mgrid[0:400, 0:300]
    levels = 235 + 15 * np.sin(x / 9) * np.sin(y / 13)
    return ImageReader(Image.fromarray(levels.astype(np.uint8)))


def seal() -> ImageReader:
    """A red ring with nothing around it."""
    y, x = np.mgrid[-100:100, -100:100]
    ring = (np.hypot(x, y) > 80) & (np.hypot(x, y) < 95)
    pixels = np.zeros((200, 200, 4), np.uint8)
    pixels[ring] = (220, 20, 20, 200)
    return ImageReader(Image.fromarray(pixels))


def prose(canvas: Canvas) -> None:
    for line in range(20):
        canvas.drawString(30, 360 - 14 * line, "the budget of the year was spent as planned")


@pytest.mark.parametrize("page", [cells, prose], ids=["form", "prose"])
def test_printed_text_on_a_background_stays_text(drawn: Drawn, page: Draw) -> None:
    layout = extract(drawn(picture(background()), page), "letter.pdf")
    assert layout.medium == "pdf"
    assert layout.blocks == extract(drawn(page), "plain.pdf").blocks


def test_printed_text_under_a_seal_stays_text(drawn: Drawn) -> None:
    def sealed(canvas: Canvas) -> None:
        canvas.drawImage(seal(), 100, 250, 120, 120, mask="auto")

    layout = extract(drawn(cells, sealed), "sealed.pdf")
    assert (layout.medium, texts(layout)) == ("pdf", list(WORDS))


def test_a_see_through_watermark_over_the_page_hides_no_text(drawn: Drawn) -> None:
    def watermark(canvas: Canvas) -> None:
        canvas.drawImage(seal(), 0, 50, 300, 300, mask="auto")

    layout = extract(drawn(cells, prose, watermark), "watermark.pdf")
    assert layout.medium == "pdf"


def test_letters_that_lean_across_the_page_are_in_no_cell(drawn: Drawn) -> None:
    def watermark(canvas: Canvas) -> None:
        canvas.setFillGray(0.8)
        canvas.setFont("Helvetica", 30)
        canvas.translate(20, 250)
        canvas.rotate(40)
        canvas.drawString(0, 0, "CONFIDENTIAL")

    layout = extract(drawn(cells, watermark), "watermark.pdf")
    assert texts(layout) == list(WORDS)


def test_text_that_is_not_drawn_is_not_read(drawn: Drawn) -> None:
    layout = extract(drawn(cells, layer(mode=3)), "form.pdf")
    assert texts(layout) == list(WORDS)
    assert len(layout.blocks) == 1
