"""The fonts of a page of pypdfium2."""

from __future__ import annotations

import ctypes
from typing import Any

from extractors.exported.streams import checksum_of

_LOOKED_AT = 12  # objects of a page: most pages have two fonts, and both soon


def checksums_of_fonts(page: Any) -> set[bytes]:
    """What zlib's checksums of the font files are if pdfium, which has unpacked them, lost nothing.

    Not all fonts of the page: those of some objects spread over it.
    """
    import pypdfium2.raw as pdfium

    count = pdfium.FPDFPage_CountObjects(page.raw)
    found: set[bytes] = set()
    seen: set[int | None] = set()
    for index in range(0, count, count // _LOOKED_AT + 1):
        item = pdfium.FPDFPage_GetObject(page.raw, index)
        if pdfium.FPDFPageObj_GetType(item) != pdfium.FPDF_PAGEOBJ_TEXT:
            continue
        font = pdfium.FPDFTextObj_GetFont(item)
        address = ctypes.cast(font, ctypes.c_void_p).value
        if address not in seen:
            seen.add(address)
            found.add(checksum_of(_file_of(font)))
    return found


def _file_of(font: Any) -> Any:
    import pypdfium2.raw as pdfium

    length = ctypes.c_size_t()
    if not pdfium.FPDFFont_GetFontData(font, None, 0, length) or not length.value:
        return b""
    file = (ctypes.c_ubyte * length.value)()
    pdfium.FPDFFont_GetFontData(font, file, length.value, length)
    return file
