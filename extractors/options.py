"""The settings of extraction, each with its unit and its reason."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field


class ExtractionOptions(BaseModel):
    """How documents are read. A change of any of these may change what is read."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    ocr_engine: Literal["openvino", "onnxruntime"] = "openvino"
    """OpenVINO reads a dense page three times as fast; ONNX Runtime is for where it has no wheel."""

    pdf_reader: Literal["pdfium", "pdfplumber"] = "pdfium"
    """What reads exported PDFs; pdfplumber is the reference reader, independent and ten times slower."""

    word_reader: Literal["lxml", "python-docx"] = "lxml"
    """What reads Word files; python-docx is the reference reader, which knows less of Word."""

    dpi: Annotated[int, Field(ge=72, le=600)] = 200
    """Pixels an inch at which scanned pages of a PDF are rendered and recognised."""

    ocr_threads: Annotated[int, Field(ge=1)] = 1
    """Threads of one recognition engine: one, since the work is spread over processes."""

    max_side: Annotated[int, Field(ge=1)] = 20_000
    """Pixels along one side of an image file: above it the file is a mistake or an attack."""

    max_pixels: Annotated[int, Field(ge=1)] = 120_000_000
    """Pixels of one image: A3 at 600 dpi has 70 million, and each takes three bytes once decoded."""

    max_unpacked: Annotated[int, Field(ge=1)] = 100_000_000
    """Bytes that may be unpacked of an Office file: a form has 0.2 million, and an attack has billions."""

    conversion_timeout: Annotated[float, Field(gt=0)] = 120
    """Seconds that LibreOffice may take to turn an old office file into a new one; it takes 4, to start."""

    soffice: Annotated[str, Field(exclude=True)] = ""
    """LibreOffice's program, where it is not on PATH. Stored layouts do not depend on it."""
