"""Exported PDFs that are damaged where nobody sees it, and sound ones that only look so."""

from __future__ import annotations

import base64
import io
import re
import zlib
from collections.abc import Callable, Iterator

import pypdfium2
import pytest
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

from extractors import DamagedDocument, ExtractionOptions, Layout, extract
from extractors.model import Cell, Grid
from normalizers import normalize

Fixtures = Callable[[str], bytes]
Draw = Callable[[Canvas], None]
PACKED = re.compile(rb"(?<=/FlateDecode \] /Length )(\d+)([^>]*>>\s+stream\r?\n)")


def packed_streams(pdf: bytes) -> Iterator[tuple[int, int]]:
    """Where the packed bytes of each stream begin and end: two fonts, their maps, two pages."""
    for found in PACKED.finditer(pdf):
        yield found.end(), found.end() + int(found[1])


def flipped(pdf: bytes, at: int) -> bytes:
    return pdf[:at] + bytes(byte ^ 0x55 for byte in pdf[at : at + 3]) + pdf[at + 3 :]


def cells(layout: Layout) -> list[Cell]:
    return [cell for block in layout.blocks if isinstance(block, Grid) for cell in block.cells]


@pytest.mark.parametrize("stream", range(6))
@pytest.mark.parametrize("share", [0.2, 0.9])
def test_three_bytes_flipped_in_text_font_or_map_are_refused(
    fixtures: Fixtures, stream: int, share: float
) -> None:
    whole = fixtures("family-0.pdf")
    start, end = list(packed_streams(whole))[stream]
    broken = flipped(whole, start + int(share * (end - start)))
    with pytest.raises(DamagedDocument, match=r"object \d+") as caught:
        extract(broken, "自评表.pdf")
    assert str(caught.value).startswith(
        f"自评表.pdf, page {2 if stream == 5 else 1}: part of the page is damaged"
    )
    assert str(caught.value).endswith("fetch the document again from where it came from")


def test_the_reference_reader_refuses_the_same(fixtures: Fixtures) -> None:
    whole = fixtures("family-0.pdf")
    start, _ = next(packed_streams(whole))
    with pytest.raises(DamagedDocument, match="part of the page is damaged"):
        extract(flipped(whole, start + 700), "x.pdf", ExtractionOptions(pdf_reader="pdfplumber"))


def without_checksum(packed: bytes) -> bytes:
    return packed[:-4] + b"\n\n\n\n"


def with_empty_checksum(packed: bytes) -> bytes:
    return packed[:-4] + bytes(4)


def with_wrong_checksum(packed: bytes) -> bytes:
    return packed[:-4] + bytes(byte ^ 0xFF for byte in packed[-4:])


@pytest.mark.parametrize("written", [without_checksum, with_empty_checksum, with_wrong_checksum])
def test_a_program_that_never_reckons_checksums_is_read(
    fixtures: Fixtures, written: Callable[[bytes], bytes]
) -> None:
    whole = sloppy = fixtures("family-0.pdf")
    for start, end in list(packed_streams(whole))[:4]:
        sloppy = sloppy[:start] + written(sloppy[start:end]) + sloppy[end:]
    pages = list(packed_streams(whole))[4:]
    if written is with_wrong_checksum:  # the pages are packed by the same program
        for start, end in pages:
            sloppy = sloppy[:start] + repacked(sloppy[start:end], written) + sloppy[end:]
    assert sloppy != whole
    assert extract(sloppy, "x.pdf").blocks == extract(whole, "x.pdf").blocks


def repacked(ascii85: bytes, written: Callable[[bytes], bytes]) -> bytes:
    packed = written(base64.a85decode(ascii85.strip().removesuffix(b"~>")))
    return (base64.a85encode(packed) + b"~>").ljust(len(ascii85), b"\n")[: len(ascii85)]


def test_a_wrong_length_and_bytes_behind_the_end_are_read(fixtures: Fixtures) -> None:
    whole = fixtures("family-0.pdf")
    sloppy = re.sub(rb"/Length 1440", b"/Length 1000", whole)
    sloppy = sloppy.replace(b"endstream", b"\r\n\0\0endstream")
    assert extract(sloppy, "x.pdf").blocks == extract(whole, "x.pdf").blocks


def test_damage_that_no_page_uses_harms_nobody(fixtures: Fixtures) -> None:
    whole = fixtures("family-0.pdf")
    idle = b"99 0 obj\n<</Filter/FlateDecode/Length 9>>\nstream\nx\x9cdamaged\nendstream\nendobj\n"
    more = whole.replace(b"xref\n0", idle + b"xref\n0", 1)
    assert len(more) > len(whole)
    assert extract(more, "x.pdf").blocks == extract(whole, "x.pdf").blocks


def test_damage_is_found_in_a_pdf_that_is_locked_against_changes(drawn: Callable[..., bytes]) -> None:
    def prose(canvas: Canvas) -> None:
        for line in range(20):
            canvas.drawString(30, 360 - 14 * line, f"the budget of the year {line} was spent as planned")

    locked = drawn(prose, encrypt=StandardEncryption("", ownerPassword="owner"))
    assert "as planned" in repr(extract(locked, "x.pdf").blocks)
    at = locked.index(b"stream", locked.index(b"/Filter")) + 8
    end = locked.index(b"endstream", at)
    with pytest.raises(DamagedDocument, match="damaged"):
        extract(flipped(locked, (at + end) // 2), "x.pdf")


def second_page(pdf: bytes) -> bytes:
    out = io.BytesIO()
    with pypdfium2.PdfDocument(pdf) as document:
        del document[0]
        document.save(out)
    return out.getvalue()


def test_fonts_without_maps_are_read_as_a_picture(fixtures: Fixtures) -> None:
    whole = second_page(fixtures("family-0.pdf"))
    assert whole.count(b"/ToUnicode") == 2
    layout = extract(whole.replace(b"/ToUnicode", b"/ToUnicodX"), "x.pdf")
    assert layout.medium == "scan"
    [form], [expected] = normalize(layout), normalize(extract(whole, "x.pdf"))
    assert len(form.indicators) == len(expected.indicators) > 5


def test_one_sign_without_a_meaning_makes_its_font_doubtful(fixtures: Fixtures) -> None:
    whole = fixtures("family-0.pdf")
    start, end = next(packed_streams(whole))
    one = re.sub(rb"<4F4D>", b"<0001>", zlib.decompress(whole[start:end]), count=1, flags=re.IGNORECASE)
    packed = zlib.compress(re.sub(rb"\(AAAAAA.*?\)", b"(A)", one), 9)
    assert b"<0001>" in one
    assert len(packed) <= end - start
    layout = extract(whole[:start] + packed.ljust(end - start, b"\n") + whole[end:], "x.pdf")
    signs = [cell for cell in cells(layout) if "\ufffd" in cell.text]
    assert signs
    assert layout.medium == "pdf"
    assert not any("\x01" in cell.text for cell in cells(layout))
    assert max(cell.confidence for cell in signs) <= 0.5
    page = [cell for cell in cells(layout) if cell.text and cell.boxes[0].page == 1]
    assert 2 * sum(cell.confidence < 0.95 for cell in page) > len(page)
