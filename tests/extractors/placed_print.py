"""Pages of texts without rulings, each centred at its place."""

from __future__ import annotations

import io
from collections.abc import Sequence

from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

Drawn = tuple[float, float, str]
"""A text with the middle of its cell and its height above the foot of the page. Points."""


def placed(
    places: Sequence[float], texts: Sequence[Sequence[str]], top: float, pitch: float = 24
) -> list[Drawn]:
    """Rows of texts in columns whose middles are ``places``."""
    return [
        (places[column], top - number * pitch, text)
        for number, row in enumerate(texts)
        for column, text in enumerate(row)
        if text
    ]


def pdf(*pages: Sequence[Drawn]) -> bytes:
    out = io.BytesIO()
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    canvas = Canvas(out, pagesize=A4)
    for page in pages:
        canvas.setFont("STSong-Light", 9)
        for x, y, text in page:
            canvas.drawCentredString(x, y, text)
        canvas.showPage()
    canvas.save()
    return out.getvalue()
