"""The areas that clip paths leave of a page: what is drawn outside of its own is not seen."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator

from extractors.exported.calls import Address, object_at
from extractors.exported.page import Corners


class ClipAreas:
    """Reads clip paths; holds what the calls into the library write to."""

    def __init__(self) -> None:
        import pypdfium2.raw as pdfium

        self._pdfium = pdfium
        self._x, self._y = ctypes.c_float(), ctypes.c_float()

    def area(self, address: Address) -> Corners | None:
        """The area that an object shows in, in its own coordinates; a point where that is empty."""
        area: Corners | None = None
        for path in self._paths(address):
            area = path if area is None else common(area, path)
        return area and (*area[:2], max(area[0], area[2]), max(area[1], area[3]))

    def _paths(self, address: Address) -> Iterator[Corners]:
        """The rectangles around the paths that clip an object, in its own coordinates."""
        pdfium, x, y = self._pdfium, self._x, self._y
        clip = pdfium.FPDFPageObj_GetClipPath(object_at(address))
        for path in range(pdfium.FPDFClipPath_CountPaths(clip)):
            xs, ys = [], []
            for number in range(pdfium.FPDFClipPath_CountPathSegments(clip, path)):
                segment = pdfium.FPDFClipPath_GetPathSegment(clip, path, number)
                pdfium.FPDFPathSegment_GetPoint(segment, x, y)
                xs.append(x.value)
                ys.append(y.value)
            if xs:
                yield min(xs), min(ys), max(xs), max(ys)


def common(one: Corners, other: Corners) -> Corners:
    """What two areas have in common; with its corners the other way round where they have nothing."""
    return max(one[0], other[0]), max(one[1], other[1]), min(one[2], other[2]), min(one[3], other[3])
