"""Bytes of a document in, its layout out: text lines and grids of cells, each with its place on the page.

what kind is it  →  read it page by page  →  join the grids that page breaks cut  →  Layout
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator

from extractors.detect import OFFICE, PDF, media_type, readable_kind
from extractors.errors import (
    DamagedDocument,
    DocumentError,
    EmptyDocument,
    EncryptedDocument,
    MissingReader,
    OversizedDocument,
    OversizedImage,
    UnsupportedKind,
)
from extractors.model import Layout, Medium, Page, Place
from extractors.options import ExtractionOptions
from extractors.pages import PageReading
from extractors.stitch import stitch

EXTRACTOR_VERSION = "16"
"""Raised whenever the same bytes may be read differently; a stored layout belongs to one version."""

_DEFAULTS = ExtractionOptions()


def extract(data: bytes, name: str, options: ExtractionOptions = _DEFAULTS) -> Layout:
    """The layout of a document; raises a DocumentError that names it by ``name`` where it cannot be read."""
    kind = readable_kind(data, name)
    digest = hashlib.sha256(data).hexdigest()
    if kind in OFFICE:
        from extractors.office.reading import read_office

        return Layout(digest, kind, "word", read_office(data, kind, name, options))
    pages, blocks = stitch(_pages(data, kind, name, options))
    return Layout(digest, kind, _medium(pages), blocks, pages)


def look_again(
    data: bytes,
    name: str,
    layout: Layout,
    places: Iterable[Place],
    options: ExtractionOptions = _DEFAULTS,
) -> Layout:
    """The layout with further readings of these cells, where they are scanned: see ``second_looks``."""
    from extractors import second_looks

    return second_looks.look_again(data, name, layout, places, options)


def _pages(data: bytes, kind: str, name: str, options: ExtractionOptions) -> Iterator[PageReading]:
    if kind == PDF:
        from extractors.exported.pdf import read_pdf

        return read_pdf(data, name, options)
    from extractors.scanned.images import read_image

    return read_image(data, name, options)


def _medium(pages: tuple[Page, ...]) -> Medium:
    """A document with one scanned page is no better than a scan."""
    return "scan" if any(page.medium == "scan" for page in pages) else "pdf"


__all__ = [
    "EXTRACTOR_VERSION",
    "DamagedDocument",
    "DocumentError",
    "EmptyDocument",
    "EncryptedDocument",
    "ExtractionOptions",
    "Layout",
    "MissingReader",
    "OversizedDocument",
    "OversizedImage",
    "Place",
    "UnsupportedKind",
    "extract",
    "look_again",
    "media_type",
]
