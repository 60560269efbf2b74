"""img2table: exported PDFs with their own text, scans with RapidOCR or Tesseract; one thread each."""

from __future__ import annotations

import shutil
from functools import partial
from pathlib import Path
from typing import Any

from img2table.document import PDF, Image

from gridbench.model import Table, boxed
from gridbench.readers import Reader

_TOLERANCE = 2.0  # pixels at 200 dpi: less than a millimetre, far less than a cell


def text() -> Reader:
    """The PDF's own text; a page without any stays without."""
    return Reader(partial(_read, ocr=None), _tables)


def rapid() -> Reader:
    """RapidOCR's default engine (ONNX Runtime) and models, on the whole page."""
    from img2table.ocr import RapidOCR
    from rapidocr import LangRec

    params = {
        "Global.log_level": "critical",
        "Rec.lang_type": LangRec.CH,
        "EngineConfig.onnxruntime.intra_op_num_threads": 1,
        "EngineConfig.onnxruntime.inter_op_num_threads": 1,
    }
    return Reader(partial(_read, ocr=RapidOCR(params)), _tables)


def tesseract() -> Reader:
    """Tesseract with simplified Chinese and Latin letters, for sparse text as img2table asks it to be."""
    from img2table.ocr import TesseractOCR

    if shutil.which("tesseract") is None:
        raise ImportError("no tesseract: apt install tesseract-ocr tesseract-ocr-chi-sim")
    return Reader(partial(_read, ocr=TesseractOCR(n_threads=1, lang="chi_sim+eng")), _tables)


def _read(path: Path, ocr: Any) -> dict[int, list[Any]]:
    """Scans are levelled first, without which most skewed ones have no table for it."""
    scanned = ocr is not None
    if path.suffix.lower() == ".pdf":
        document = PDF(path, detect_rotation=scanned, pdf_text_extraction=not scanned)
        return dict(document.extract_tables(ocr=ocr))
    return {0: Image(path, detect_rotation=scanned).extract_tables(ocr=ocr)}


def _tables(pages: dict[int, list[Any]]) -> list[Table]:
    return [_table(page + 1, each) for page, tables in pages.items() for each in tables]


def _table(page: int, found: Any) -> Table:
    cells = {
        (cell.bbox.x1, cell.bbox.y1, cell.bbox.x2, cell.bbox.y2): cell.value or ""
        for row in found.content.values()
        for cell in row
    }
    return boxed(page, list(cells.items()), _TOLERANCE)
