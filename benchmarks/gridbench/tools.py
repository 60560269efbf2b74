"""The tools that are compared, what each is called with, and what its licence is."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Tool:
    """``reader`` is a function of ``gridbench.readers``; ``ours`` runs in the product's own environment.

    ``joins``: puts the pages of one table together itself.
    """

    name: str
    reader: str
    packages: tuple[str, ...]
    ours: bool = False
    joins: bool = False

    @property
    def slug(self) -> str:
        return self.reader.replace(":", "-")


JIXIAO = Tool("jixiao", "jixiao:default", ("pypdfium2", "openvino", "rapidocr"), ours=True, joins=True)
PLUMBER_READER = Tool("jixiao, reference reader", "jixiao:pdfplumber", ("pdfplumber",), ours=True, joins=True)
PLUMBER = Tool("pdfplumber", "plumber:default", ("pdfplumber", "pdfminer.six"))
CAMELOT = Tool(
    "camelot lattice", "lattice:default", ("camelot-py", "playa-pdf", "opencv-contrib-python-headless")
)
CAMELOT_VECTOR = Tool("camelot lattice, vector lines", "lattice:vector", ("camelot-py",))
IMG2TABLE = Tool("img2table", "image:text", ("img2table", "opencv-contrib-python-headless"))
MUPDF = Tool("PyMuPDF", "mupdf:default", ("pymupdf", "pymupdf-layout", "onnxruntime"))
MUPDF_PLAIN = Tool("PyMuPDF, no layout model", "mupdf:without_layout", ("pymupdf",))
MUPDF_REFINED = Tool("PyMuPDF, refined", "mupdf:refined", ("pymupdf",))
RAPID = Tool("img2table + RapidOCR", "image:rapid", ("img2table", "rapidocr", "onnxruntime"))
TESSERACT = Tool("img2table + Tesseract", "image:tesseract", ("img2table",))
RAPID_OPENVINO = Tool("RapidOCR on OpenVINO, text only", "rapid:openvino", ("rapidocr", "openvino"))
DOCX = Tool("docx.Document(), opened only", "jixiao:docx_open", ("python-docx", "lxml"), ours=True)

ON_PDF = (
    JIXIAO,
    PLUMBER_READER,
    PLUMBER,
    CAMELOT,
    CAMELOT_VECTOR,
    IMG2TABLE,
    MUPDF,
    MUPDF_PLAIN,
    MUPDF_REFINED,
)
ON_SCANS = (JIXIAO, RAPID, TESSERACT, RAPID_OPENVINO)
ON_WORD = (JIXIAO, DOCX)
TEXT_ONLY = frozenset({RAPID_OPENVINO, DOCX})
