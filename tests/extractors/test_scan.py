from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path

import cv2
import numpy as np
import pypdfium2
import pytest
from PIL import Image, ImageDraw, ImageFont

from extractors import extract
from extractors.model import Grid, Layout
from extractors.scanned.raster import in_one_channel, skew
from extractors.scanned.rectification import rectified
from tests.saving import saved

FIXTURES = Path(__file__).parents[2] / "fixtures"
DPI = 200
FONT = ImageFont.load_default(size=30)
CELLS = [
    ["Indicator", "Target", "Actual", "Score"],
    ["Rate", "97.08", "0", "5"],
    ["Count", "10", "-", "8.01"],
]


def drawn(columns: tuple[int, ...] = (60, 500, 800, 1050, 1300)) -> Image.Image:
    """A page with a table of figures and lone digits, at 200 dots an inch."""
    page = Image.new("RGB", (1400, 900), "white")
    pen = ImageDraw.Draw(page)
    for row, texts in enumerate(CELLS):
        top = 200 + 80 * row
        for (left, right), text in zip(pairwise(columns), texts, strict=True):
            pen.rectangle((left, top, right, top + 80), outline="black", width=2)
            pen.text(((left + right) / 2, top + 40), text, fill="black", font=FONT, anchor="mm")
    return page


def scan(page: Image.Image, kind: str = "PNG", **settings: object) -> bytes:
    """A picture of the page that says how many dots it has."""
    return saved(page, kind, **{"dpi": (DPI, DPI), **settings})


def table(layout: Layout) -> list[list[str]]:
    (grid,) = (block for block in layout.blocks if isinstance(block, Grid))
    return [[cell.text for cell in row] for row in grid.by_row()]


def assert_boxes_on_ink(layout: Layout, page: Image.Image, dpi: float = DPI) -> None:
    """Each cell's box lies on the picture, has ink inside its borders, and its borders have ink."""
    (grid,) = layout.blocks
    assert isinstance(grid, Grid)
    ink = np.asarray(page.convert("L")) < 128
    inset = round(0.06 * dpi)
    for cell in grid.cells:
        (box,) = cell.boxes
        x0, y0, x1, y1 = (round(value * dpi / 72) for value in (box.x0, box.y0, box.x1, box.y1))
        assert 0 <= x0 < x1 <= page.width, cell
        assert 0 <= y0 < y1 <= page.height, cell
        inside = ink[y0 + inset : y1 - inset, x0 + inset : x1 - inset]
        assert inside.any(), cell


@pytest.mark.parametrize("degrees", [0.0, 1.7, -2.0, -5.0])
def test_figures_and_lone_digits_of_a_skewed_page(degrees: float) -> None:
    page = drawn().rotate(degrees, resample=Image.Resampling.BICUBIC, fillcolor="white")
    assert table(extract(scan(page, "JPEG", quality=70), "photo.jpg")) == CELLS


def test_a_red_stamp_over_a_table() -> None:
    page = drawn()
    stamp = Image.new("RGB", page.size, "white")
    ImageDraw.Draw(stamp).ellipse((430, 190, 690, 450), outline=(214, 40, 50), width=14)
    ImageDraw.Draw(stamp).regular_polygon((560, 320, 60), 5, fill=(214, 40, 50))
    pixels = np.minimum(np.asarray(page), np.asarray(stamp))
    assert table(extract(scan(Image.fromarray(pixels)), "stamped.png")) == CELLS


def test_boxes_lie_on_the_ink_of_the_page_as_it_is() -> None:
    page = drawn().rotate(2.0, resample=Image.Resampling.BICUBIC, fillcolor="white")
    layout = extract(scan(page), "page.png")
    assert_boxes_on_ink(layout, page)
    size = layout.pages[0].width, layout.pages[0].height
    assert size == pytest.approx((1400 * 72 / DPI, 900 * 72 / DPI), abs=0.1)


def test_a_photo_that_says_it_lies_on_its_side() -> None:
    lying = drawn().transpose(Image.Transpose.ROTATE_90)
    exif = Image.Exif()
    exif[0x0112] = 6  # the camera was turned: show it turned by 90 degrees clockwise
    assert table(extract(scan(lying, "JPEG", quality=90, exif=exif), "photo.jpg")) == CELLS


@pytest.mark.parametrize("quarters", [1, 2, 3])
def test_a_page_that_lies_on_its_side_or_upside_down(quarters: int) -> None:
    lying = drawn().rotate(90 * quarters, expand=True)
    layout = extract(scan(lying), "fed.png")
    assert table(layout) == CELLS
    assert (layout.pages[0].width > layout.pages[0].height) == (quarters == 2)
    assert_boxes_on_ink(layout, lying)


@pytest.mark.parametrize("quarters", [1, 3])
def test_a_page_on_its_side_with_a_single_row(quarters: int) -> None:
    page = Image.new("L", (1654, 2339), 255)
    pen = ImageDraw.Draw(page)
    row = ["Total score", "100", "97.5"]
    for (left, right), text in zip(pairwise((100, 600, 1000, 1550)), row, strict=True):
        pen.rectangle((left, 150, right, 230), outline=0, width=3)
        pen.text(((left + right) / 2, 190), text, fill=0, font=FONT, anchor="mm")
    assert table(extract(scan(page.rotate(90 * quarters, expand=True)), "last.png")) == [row]


def test_a_page_of_a_pdf_that_is_displayed_on_its_side() -> None:
    document = pypdfium2.PdfDocument(saved(drawn(), "PDF", resolution=DPI))
    document[0].set_rotation(90)
    assert table(extract(saved(document), "turned.pdf")) == CELLS


def test_a_photograph_of_a_sheet_on_a_desk() -> None:
    sheet = Image.new("RGB", (1400, 1980), "white")
    sheet.paste(drawn(), (0, 400))
    corners = np.array([(140, 90), (1480, 170), (1530, 2110), (60, 2060)], np.float32)
    ends = np.array([(0, 0), (1400, 0), (1400, 1980), (0, 1980)], np.float32)
    view = cv2.getPerspectiveTransform(ends, corners)
    page = cv2.warpPerspective(np.asarray(sheet), view, (1600, 2200), borderValue=(70, 90, 120))
    light = np.linspace(1.0, 0.6, 1600)[None, :, None]
    photo = Image.fromarray((page * light).astype(np.uint8))
    layout = extract(saved(photo, "JPEG", quality=80), "phone.jpg")
    assert table(layout) == CELLS
    assert_boxes_on_ink(layout, photo, dpi=photo.width * 72 / layout.pages[0].width)


def test_a_bent_sheet() -> None:
    page = np.asarray(drawn())
    x, y = np.meshgrid(np.arange(1400, dtype=np.float32), np.arange(900, dtype=np.float32))
    bent = cv2.remap(
        page, x, y + 9 * np.sin(x / 500).astype(np.float32), cv2.INTER_CUBIC, borderValue=(255,) * 3
    )
    layout = extract(scan(Image.fromarray(bent)), "bent.png")
    assert table(layout) == CELLS
    assert_boxes_on_ink(layout, Image.fromarray(bent))


def test_a_fax_has_twice_as_many_dots_across_as_down() -> None:
    small = drawn().convert("L").resize((1428, 441), Image.Resampling.BOX)
    fax = small.point([255 * (level > 190) for level in range(256)]).convert("1", dither=Image.Dither.NONE)
    layout = extract(scan(fax, "TIFF", compression="group4", dpi=(204, 98)), "fax.tiff")
    assert [row[1:] for row in table(layout)[1:]] == [row[1:] for row in CELLS[1:]]
    assert layout.pages[0].width == pytest.approx(1400 * 72 / DPI, rel=0.01)


@pytest.mark.parametrize("dpi", [150, 600])
def test_the_resolution_of_a_picture_changes_nothing(dpi: int) -> None:
    page = drawn().resize((1400 * dpi // DPI, 900 * dpi // DPI), Image.Resampling.LANCZOS)
    layout = extract(scan(page, dpi=(dpi, dpi)), "page.png")
    assert table(layout) == CELLS
    assert_boxes_on_ink(layout, page, dpi=dpi)


def test_a_grey_seal_over_the_lines_of_a_cell() -> None:
    page = drawn().convert("L")
    seal = Image.new("L", page.size, 255)
    ImageDraw.Draw(seal).ellipse((430, 190, 690, 450), outline=125, width=8)
    ImageDraw.Draw(seal).regular_polygon((470, 320, 50), 5, fill=125)
    pixels = np.minimum(np.asarray(page), np.asarray(seal))
    assert table(extract(scan(Image.fromarray(pixels)), "copied.png")) == CELLS


def below_a_row(text: str, before: float, top: int, y: int, anchor: str) -> list[list[str]]:
    """The table under a low row, ``top`` to 200, whose text begins ``before`` pixels left of a ruling."""
    page = drawn()
    pen = ImageDraw.Draw(page)
    pen.rectangle((60, top, 1300, 200), outline="black", width=2)
    pen.text((500 - before, y), text, fill="black", font=FONT, anchor=anchor)
    return table(extract(scan(page), "row.png"))


def test_print_in_a_low_row_is_no_part_of_the_ruling_below_it() -> None:
    stem = FONT.getbbox("E")[0] + FONT.getlength("TH")
    assert below_a_row("THE BUDGET", stem + 1, 170, 185, "lm") == [["THE BUDGET"], *CELLS]


def test_a_comma_above_the_end_of_a_ruling_is_not_painted_away() -> None:
    before = FONT.getlength("The budget") + FONT.getlength(",") / 2
    [[title], *_] = below_a_row("The budget, as spent", before - 2, 160, 192, "ls")
    assert "".join(title.split()) == "Thebudget,asspent"


def test_a_stem_just_above_a_ruling_does_not_lengthen_it() -> None:
    stem = FONT.getlength("Tota") + FONT.getlength("l") / 2
    assert below_a_row("Total", stem, 163, 197, "ls") == [["Total"], *CELLS]


def test_dots_in_a_cell_are_no_dash() -> None:
    page = drawn()
    pen = ImageDraw.Draw(page)
    pen.rectangle((60, 440, 1300, 520), outline="black", width=2)
    for i in range(6):
        pen.rectangle((300 + 12 * i, 480, 303 + 12 * i, 483), fill="black")
    assert table(extract(scan(page), "dots.png"))[-1] == ["……"]


@pytest.mark.parametrize("apart", [60, 75, 90, 200])
def test_texts_that_stand_apart_in_a_line_do_not_run_together(apart: int) -> None:
    page = drawn()
    pen = ImageDraw.Draw(page)
    left = 100.0
    for text in ("Made by: Li", "Checked by: Wang"):
        pen.text((left, 520), text, fill="black", font=FONT, anchor="lm")
        left += FONT.getlength(text) + apart
    lines = [block.text for block in extract(scan(page), "signed.png").blocks if not isinstance(block, Grid)]
    assert ["".join(piece.split()) for line in lines for piece in re.split(r" {2,}", line)] == [
        "Madeby:Li",
        "Checkedby:Wang",
    ]


def test_rulings_that_a_fax_lost_in_part() -> None:
    page = np.asarray(drawn()).copy()
    lost = np.arange(page.shape[1]) % 115 < 25
    for y in range(200, 441, 80):
        page[y - 3 : y + 4, lost] = 255
    assert table(extract(scan(Image.fromarray(page)), "faxed.png")) == CELLS


def test_a_number_is_as_sure_as_its_least_digit() -> None:
    page = np.asarray(drawn()).copy()
    page[300:340, 600:640] //= 2
    smudged = extract(scan(Image.fromarray(page)), "smudged.png")
    (grid,) = smudged.blocks
    assert isinstance(grid, Grid)
    wrong = [
        cell
        for row, texts in zip(grid.by_row(), CELLS, strict=True)
        for cell, text in zip(row, texts, strict=True)
        if cell.text != text
    ]
    assert all(cell.confidence < 0.9 for cell in wrong)


def test_every_page_of_a_tiff_is_read() -> None:
    fax = scan(drawn(), "TIFF", save_all=True, append_images=[drawn()])
    assert [page.number for page in extract(fax, "fax.tiff").pages] == [1, 2]


def form_page(number: int, rows: range) -> Image.Image:
    """An A4 page at 150 dots an inch of a form of many pages, its number and a note at its foot."""
    page = Image.new("RGB", (1240, 1754), "white")
    pen = ImageDraw.Draw(page)
    font = ImageFont.load_default(size=26)
    top = 160
    for row in rows:
        for (left, right), text in zip(pairwise((90, 500, 800, 1150)), form_row(row), strict=True):
            pen.rectangle((left, top, right, top + 110), outline="black", width=2)
            pen.text(((left + right) / 2, top + 55), text, fill="black", font=font, anchor="mm")
        top += 110
    pen.text((620, 1700), f"- {number} -", fill="black", font=font, anchor="mm")
    pen.text((90, 1660), "Printed by the finance office", fill="black", font=font, anchor="lm")
    return page


def form_row(row: int) -> list[str]:
    return ["Indicator", "Target", "Actual"] if row == 0 else [f"Number {row}", f"{7 * row}", f"{6 * row}"]


@pytest.mark.parametrize("degrees", [(4.0, -3.0, 180.0), (-5.0, 175.5, 90.0)])
def test_a_form_whose_pages_lie_each_in_another_way(degrees: tuple[float, ...]) -> None:
    parts = [range(start, start + 9) for start in (0, 9, 18)]
    pages = [
        form_page(number, rows).rotate(turn, Image.Resampling.BICUBIC, turn == 90, fillcolor="white")
        for number, (rows, turn) in enumerate(zip(parts, degrees, strict=True), start=1)
    ]
    fed = scan(pages[0], "TIFF", save_all=True, append_images=pages[1:], dpi=(150, 150))
    layout = extract(fed, "fed.tiff")
    assert table(layout) == [form_row(row) for row in range(27)]


def test_a_blank_page_has_no_blocks() -> None:
    layout = extract(scan(Image.new("L", (1654, 2339), 255)), "blank.png")
    assert layout.blocks == ()
    assert layout.medium == "scan"


@pytest.mark.parametrize("degrees", [-4.0, -0.6, 0.0, 1.3, 4.9])
def test_the_skew_of_a_page_is_found(degrees: float) -> None:
    page = drawn().convert("L").rotate(degrees, resample=Image.Resampling.BICUBIC, fillcolor=255)
    assert skew(np.asarray(page)) == pytest.approx(-degrees, abs=0.06)


def test_a_grey_page_saved_in_colour_is_the_same_sheet() -> None:
    grey = cv2.imread(str(FIXTURES / "photo.jpg"), cv2.IMREAD_GRAYSCALE)
    assert grey is not None
    sheets = [rectified(picture, 150, DPI) for picture in (grey, cv2.cvtColor(grey, cv2.COLOR_GRAY2BGR))]
    assert np.array_equal(sheets[0].grey, sheets[1].grey)
    assert np.array_equal(sheets[0].back, sheets[1].back)


def test_a_page_with_a_little_colour_keeps_it() -> None:
    page = np.full((40, 60, 3), 230, np.uint8)
    page[10:12, 20:22] = (40, 40, 200)
    assert np.array_equal(in_one_channel(page), page)


def test_a_scanned_page_behind_a_page_of_text() -> None:
    layout = extract(FIXTURES.joinpath("text-then-scan.pdf").read_bytes(), "text-then-scan.pdf")
    assert {page.medium for page in layout.pages} == {"pdf", "scan"}
    assert layout.medium == "scan"


def test_figures_whose_ruling_the_paper_left_out_are_two_cells_in_doubt() -> None:
    page = drawn()
    ImageDraw.Draw(page).rectangle((795, 284, 805, 356), fill="white")
    layout = extract(scan(page), "scan.png")
    assert table(layout) == CELLS
    (grid,) = layout.blocks
    assert isinstance(grid, Grid)
    assert {cell.text for cell in grid.cells if cell.confidence < 0.95} >= {"97.08", "0"}


def test_figures_that_stand_apart_in_one_cell_are_never_sure() -> None:
    page = drawn()
    pen = ImageDraw.Draw(page)
    pen.rectangle((510, 290, 790, 350), fill="white")
    pen.text((560, 320), "46", fill="black", font=FONT, anchor="mm")
    pen.text((720, 320), "15", fill="black", font=FONT, anchor="mm")
    (grid,) = extract(scan(page), "scan.png").blocks
    assert isinstance(grid, Grid)
    (cell,) = (cell for cell in grid.cells if "46" in cell.text)
    assert cell.confidence <= 0.5


@pytest.mark.parametrize("text", ["covers all of it", "counted by hand."])
def test_a_text_that_runs_over_the_right_edge_of_the_table_stays_whole(text: str) -> None:
    page = drawn()
    pen = ImageDraw.Draw(page)
    pen.rectangle((1058, 208, 1292, 272), fill="white")
    pen.text((1108, 240), text, fill="black", font=FONT, anchor="lm")
    layout = extract(scan(page), "over.png")
    assert ["".join(text.split()) for text in table(layout)[0][-1:]] == ["".join(text.split())]
    assert len(layout.blocks) == 1


def test_a_note_beside_a_table_is_no_part_of_a_cell() -> None:
    page = drawn()
    ImageDraw.Draw(page).text((1310, 240), "note", fill="black", font=FONT, anchor="lm")
    assert table(extract(scan(page), "note.png")) == CELLS
