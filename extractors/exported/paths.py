"""The paths of a page of a PDF, all at once: which of them are seen, and what they are made of."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import accumulate, chain, pairwise
from typing import Any

import numpy as np
import numpy.typing as npt

from extractors.exported.calls import Address, members_of, numbers_of, numbers_written_of, written_of
from extractors.exported.page import Matrix, after

_PALE = 245  # levels: a colour no darker on any channel is white on paper
_FAINT = 12  # of 255: less opaque is not seen
_RECTANGLE, _LINE = 5, 2  # segments of a path that is a rectangle, or a line

Piece = list[tuple[float, float]]
Which = npt.NDArray[np.bool_]


def strokes_and_fills(paths: Sequence[Address]) -> tuple[Which, Which]:
    """Of each path whether its stroke is seen on paper, and whether its filling is."""
    import pypdfium2.raw as pdfium

    modes = np.zeros((len(paths), 2), np.int32)
    numbers_written_of(paths, pdfium.FPDFPath_GetDrawMode, modes)
    filled, stroked = modes.T != 0
    stroked[stroked] = _are_seen(paths, stroked, pdfium.FPDFPageObj_GetStrokeColor)
    filled[filled] = _are_seen(paths, filled, pdfium.FPDFPageObj_GetFillColor)
    return stroked, filled


def _are_seen(paths: Sequence[Address], which: Which, colour_of: Any) -> Which:
    """Whether these of the paths are drawn in a colour that shows on paper; a pattern does."""
    drawn = [paths[index] for index in np.flatnonzero(which).tolist()]
    colours = np.zeros((len(drawn), 4), np.uint32)
    is_plain = np.array(numbers_written_of(drawn, colour_of, colours), np.bool_)
    seen: Which = (colours[:, 3] > _FAINT) & (colours[:, :3].min(axis=1) < _PALE)
    return seen | ~is_plain


def matrices_of(items: Sequence[Address]) -> npt.NDArray[np.float64]:
    """The matrix of each object, a row each."""
    import pypdfium2.raw as pdfium

    rows = np.empty((len(items), 6), np.float32)
    rows[:] = 1, 0, 0, 1, 0, 0
    written_of(items, pdfium.FPDFPageObj_GetMatrix, rows)
    return rows.astype(np.float64)


def pieces_of(paths: Sequence[Address], counts: Sequence[int], shown: Matrix) -> list[list[Piece]]:
    """Of each path of so many segments its parts: their corners as displayed.

    Curves count as nothing, the straight lines between them do.
    """
    import pypdfium2.raw as pdfium

    owners = [path for path, count in zip(paths, counts, strict=True) for _ in range(count)]
    segments = members_of(owners, chain.from_iterable(map(range, counts)), pdfium.FPDFPath_GetPathSegment)
    kinds = numbers_of(segments, pdfium.FPDFPathSegment_GetType)
    closing = numbers_of(segments, pdfium.FPDFPathSegment_GetClose)
    places = np.zeros((len(segments), 2), np.float32)
    numbers_written_of(segments, pdfium.FPDFPathSegment_GetPoint, places)
    a, b, c, d, e, f = after(tuple(np.repeat(matrices_of(paths), counts, axis=0).T), shown)
    x, y = places.T.astype(np.float64)
    points = list(zip((a * x + c * y + e).tolist(), (b * x + d * y + f).tolist(), strict=True))
    ends = list(accumulate(counts, initial=0))
    lines = [kind == pdfium.FPDF_SEGMENT_LINETO for kind in kinds]
    return [
        list(_pieces(points[start:end], lines[start:end], closing[start:end]))
        for start, end in pairwise(ends)
    ]


def _pieces(points: Piece, lines: Sequence[bool], closing: Sequence[int]) -> Iterator[Piece]:
    """The parts of a path, by what leads to each point: a line, or not; and what closes its part."""
    if len(points) in (_RECTANGLE, _LINE) and all(lines[1:]):
        yield points  # closed or not, it is shown whole
        return
    piece: Piece = []
    for point, is_line, closes in zip(points, lines, closing, strict=True):
        if not is_line and piece:
            yield piece
            piece = []
        piece.append(point)
        if closes and is_line:
            if piece[-1] != piece[0]:
                piece.append(piece[0])
            yield piece
            piece = []
    if piece:
        yield piece
