"""What kind a document is, and what is said of one that cannot be read."""

from __future__ import annotations

import io
import pickle
import tracemalloc
import zipfile
from collections.abc import Mapping
from contextlib import suppress

import pytest
from PIL import Image

from extractors import (
    DamagedDocument,
    DocumentError,
    EmptyDocument,
    EncryptedDocument,
    ExtractionOptions,
    MissingReader,
    OversizedDocument,
    OversizedImage,
    UnsupportedKind,
    extract,
    media_type,
)
from extractors.detect import ODT, readable_kind


def archive(*names: str) -> bytes:
    """A ZIP file of these parts, of no date: its bytes, by which tests are called, are always the same."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as content:
        for name in names:
            content.writestr(zipfile.ZipInfo(name), "x")
    return out.getvalue()


def packed(parts: Mapping[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A ZIP file of these parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as content:
        for name, data in parts.items():
            content.writestr(zipfile.ZipInfo(name), data, method)
    return out.getvalue()


def ole(stream: str) -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 512 + stream.encode("utf-16-le")


def image(kind: str, size: tuple[int, int] = (40, 30)) -> bytes:
    out = io.BytesIO()
    Image.new("L", size, 255).save(out, kind)
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"rubbish before\n%PDF-1.7", "application/pdf"),
        (
            archive("[Content_Types].xml", "xl/workbook.xml"),
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        ),
        (archive("a.txt"), "application/zip"),
        (archive("xl/workbook.bin"), "application/vnd.ms-excel.sheet.binary.macroenabled.12"),
        (b"{\\rtf1\\ansi}", "application/rtf"),
        (b'<?xml version="1.0"?><?mso-application progid="Word.Document"?><w/>', "application/msword"),
        (ole("WordDocument"), "application/msword"),
        (image("PNG"), "image/png"),
        (image("JPEG"), "image/jpeg"),
        (image("TIFF"), "image/tiff"),
        (image("BMP"), "image/bmp"),
        (image("WEBP"), "image/webp"),
        (b"BM is how this text begins", None),
        ("项目支出绩效自评表".encode(), None),
    ],
)
def test_the_kind_is_told_from_the_bytes(data: bytes, expected: str | None) -> None:
    assert media_type(data) == expected


@pytest.mark.parametrize(
    ("data", "error", "says"),
    [
        (b"", EmptyDocument, "empty"),
        (b"\n \n", EmptyDocument, "empty"),
        ("这是一个文本文件".encode(), UnsupportedKind, "plain text"),
        ("这是一个文本文件".encode("gb18030"), UnsupportedKind, "plain text"),
        (b"<html><body>404</body></html>", UnsupportedKind, "web page"),
        (ole("WordDocument"), MissingReader, "Debian package libreoffice-writer"),
        (ole("Workbook"), DamagedDocument, "damaged"),
        (ole("Unknown"), DamagedDocument, "damaged"),
        (archive("a.txt"), UnsupportedKind, "unpack"),
        (archive("a.txt")[:60], DamagedDocument, "cut off"),
        (archive("xl/workbook.xml"), DamagedDocument, "damaged"),
        (archive("word/document.xml"), DamagedDocument, "damaged"),
        (ole("EncryptedPackage"), EncryptedDocument, "password"),
        (image("PNG", (30_000, 10)), OversizedImage, "30000 by 10"),
        (image("PNG", (400, 300))[:150], DamagedDocument, "cut off"),
    ],
)
def test_what_cannot_be_read_says_why(data: bytes, error: type[DocumentError], says: str) -> None:
    with pytest.raises(error, match=says) as caught:
        extract(data, "自评表.docx", ExtractionOptions(soffice="no-such-program"))
    assert str(caught.value).startswith("自评表.docx")


def test_the_limit_on_images_is_a_setting() -> None:
    with pytest.raises(OversizedImage):
        extract(image("PNG"), "x.png", ExtractionOptions(max_side=20))


@pytest.mark.parametrize(
    "kind",
    [
        *(EmptyDocument, UnsupportedKind, DamagedDocument, EncryptedDocument),
        *(OversizedImage, OversizedDocument, MissingReader),
    ],
)
def test_errors_come_whole_out_of_a_worker_process(kind: type[DocumentError]) -> None:
    error = kind("a.pdf", 3, "the page is damaged", "scan it again")
    copy = pickle.loads(pickle.dumps(error))
    assert type(copy) is kind
    assert (copy.document, copy.page, copy.problem, copy.remedy) == (
        "a.pdf",
        3,
        "the page is damaged",
        "scan it again",
    )
    assert str(copy) == "a.pdf, page 3: the page is damaged; scan it again"


def test_settings_refuse_what_they_do_not_know() -> None:
    with pytest.raises(ValueError, match="dots"):
        ExtractionOptions.model_validate({"dots": 300})


@pytest.mark.parametrize("part", ["[Content_Types].xml", "mimetype", "META-INF/manifest.xml"])
@pytest.mark.parametrize("method", [zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2])
def test_a_zip_bomb_is_not_unpacked_to_tell_its_kind(part: str, method: int) -> None:
    bomb = packed({"mimetype": ODT.encode(), part: bytes(50_000_000)}, method)
    lying = bomb.replace((50_000_000).to_bytes(4, "little"), (1000).to_bytes(4, "little"))
    tracemalloc.start()
    try:
        for data in (bomb, lying):
            with suppress(DocumentError):
                readable_kind(data, "bomb.odt")
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 10_000_000


def test_what_libreoffice_would_unpack_is_held_against_the_limit() -> None:
    data = packed({"mimetype": ODT.encode(), "content.xml": bytes(300_000)})
    with pytest.raises(OversizedDocument, match=r"自评表\.odt: it unpacks to more than 0\.2 million bytes"):
        extract(data, "自评表.odt", ExtractionOptions(max_unpacked=200_000))
