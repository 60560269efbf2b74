"""Image files: one scanned page each, or several in a TIFF."""

from __future__ import annotations

import io
import warnings
from collections.abc import Container, Iterator
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt
from PIL import Image, ImageOps, ImageSequence, UnidentifiedImageError

from extractors.errors import DamagedDocument, DocumentError, OversizedImage
from extractors.options import ExtractionOptions
from extractors.pages import PageReading
from extractors.scanned.raster import Image as Pixels
from extractors.scanned.scan import read_picture

Picture = npt.NDArray[np.uint8]

_A4 = (8.27, 11.69)  # inches; a page without a believable resolution is taken for A4
_BELIEVABLE = (90, 1200)  # dots an inch that a scanner may write into its files
_FAX = (1.02, 2.2)  # times as many pixels in one direction as in the other
_WIDEST = 30.0  # inches: a resolution that makes the page larger is the screen's, not the scanner's


def read_image(data: bytes, name: str, options: ExtractionOptions) -> Iterator[PageReading]:
    """The pages of an image file, one at a time."""
    for number, picture, dpi, least in pictures(data, name, options):
        size = picture.shape[1] * 72 / dpi, picture.shape[0] * 72 / dpi
        yield read_picture(picture, dpi, number, size, options, least)


def pictures(
    data: bytes, name: str, options: ExtractionOptions, wanted: Container[int] | None = None
) -> Iterator[tuple[int, Pixels, float, float]]:
    """Number, pixels (BGR), dots an inch, and those of its coarser direction as it was scanned, of the wanted
    pages, or of all of them, one at a time.

    The size of each is checked before it is decoded.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", Image.DecompressionBombWarning)
        try:
            image = Image.open(io.BytesIO(data))
        except Image.DecompressionBombError as error:
            raise _oversized(name, 1, "more pixels than any page") from error
        except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as error:
            raise _damaged(name, None) from error
        with image:
            for number, frame in enumerate(ImageSequence.Iterator(image), start=1):
                if wanted is None or number in wanted:
                    yield number, *_decoded(frame, number, name, options)


def _decoded(
    frame: Image.Image, number: int, name: str, options: ExtractionOptions
) -> tuple[Pixels, float, float]:
    width, height = frame.size
    if max(width, height) > options.max_side or width * height > options.max_pixels:
        raise _oversized(name, number, f"the image is {width} by {height} pixels")
    try:
        picture = np.asarray(_on_white(ImageOps.exif_transpose(frame)).convert("RGB"))[..., ::-1]
    except (OSError, SyntaxError, ValueError) as error:
        raise _damaged(name, number) from error
    return _square(np.ascontiguousarray(picture), frame.info.get("dpi"))


def _square(picture: Picture, written: Any) -> tuple[Picture, float, float]:
    """The picture with as many pixels an inch across as down (a fax has twice as many), how many, and how
    many it had where it had fewer.
    """
    height, width = picture.shape[:2]
    if isinstance(written, tuple) and _is_fax(written):
        across, down = float(written[0]), float(written[1])
        least, most = sorted((across, down))
        size = round(width * most / across), round(height * most / down)
        dpi = _resolution((most, most), *size)
        return cv2.resize(picture, size, interpolation=cv2.INTER_CUBIC), dpi, dpi * least / most
    dpi = _resolution(written, width, height)
    return picture, dpi, dpi


def _is_fax(written: tuple[Any, ...]) -> bool:
    low, high = sorted(map(float, written[:2]))
    return low > 0 and _FAX[0] <= high / low <= _FAX[1]


def _on_white(image: Image.Image) -> Image.Image:
    """What is transparent shows the paper."""
    if image.mode not in ("RGBA", "LA", "PA") and "transparency" not in image.info:
        return image
    layered = image.convert("RGBA")
    return Image.alpha_composite(Image.new("RGBA", layered.size, "white"), layered)


def _resolution(written: Any, width: int, height: int) -> float:
    """Dots an inch: as written in the file where that can be a page, else as if the page were A4."""
    if isinstance(written, tuple) and _BELIEVABLE[0] <= float(written[0]) <= _BELIEVABLE[1]:
        dpi = float(written[0])
        if max(width, height) / dpi <= _WIDEST:
            return dpi
    return min(width, height) / _A4[0]


def _damaged(name: str, page: int | None) -> DocumentError:
    remedy = "fetch it again from where it came from"
    return DamagedDocument(name, page, "the image is cut off or damaged", remedy)


def _oversized(name: str, page: int, problem: str) -> DocumentError:
    return OversizedImage(name, page, problem, "add it at 300 dots an inch, one page an image")
