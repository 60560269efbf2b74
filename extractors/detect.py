"""What kind of document these bytes are. The name of a file is never asked."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from typing import BinaryIO

from extractors.errors import DamagedDocument, EmptyDocument, EncryptedDocument, UnsupportedKind
from extractors.unpacking import BROKEN_ZIP, unpacked

PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DOC = "application/msword"
XLS = "application/vnd.ms-excel"
RTF = "application/rtf"
ODT = "application/vnd.oasis.opendocument.text"
ODS = "application/vnd.oasis.opendocument.spreadsheet"
XLSB = "application/vnd.ms-excel.sheet.binary.macroenabled.12"
IMAGES = frozenset({"image/png", "image/jpeg", "image/tiff", "image/bmp", "image/webp"})
OFFICE = frozenset({DOCX, XLSX, DOC, XLS, RTF, ODT, ODS, XLSB})

_OLE = "application/x-ole-storage"
_ZIP = "application/zip"

_SIGNATURES = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
    (b"{\\rtf", RTF),
)
_OLE_SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HEAD = 1024  # bytes; readers have always accepted rubbish before %PDF
_BLOCK = 1 << 20  # bytes that are looked through at a time
_PARTS = (("word/document.xml", DOCX), ("xl/workbook.xml", XLSX), ("xl/workbook.bin", XLSB))
_FOLDERS = ((b"word/", DOCX), (b"xl/", XLSX))
_CONTENT_TYPES = (
    # What the main part says it is; its name is free, and macros and templates change nothing of the text.
    (b"wordprocessingml.document.main+xml", DOCX),
    (b"wordprocessingml.template.main+xml", DOCX),
    (b"ms-word.document.macroEnabled.main+xml", DOCX),
    (b"ms-word.template.macroEnabledTemplate.main+xml", DOCX),
    (b"spreadsheetml.sheet.main+xml", XLSX),
    (b"spreadsheetml.template.main+xml", XLSX),
    (b"ms-excel.sheet.macroEnabled.main+xml", XLSX),
    (b"ms-excel.template.macroEnabled.main+xml", XLSX),
    (b"ms-excel.sheet.binary.macroEnabled.main", XLSB),
)
_OPEN_DOCUMENTS = ((ODT.encode(), ODT), (ODS.encode(), ODS))
_STREAMS = (("WordDocument", DOC), ("Workbook", XLS), ("Book", XLS))
_OFFICE_XML = ((b'progid="Word.Document"', DOC), (b'progid="Excel.Sheet"', XLS))
"""Office 2003 could save as one XML file, and web systems still do, under the old names .doc and .xls."""

_ENCRYPTED_WORD = 0x0100  # a bit in the flags at byte 10 of an old Word file

_ASKED = 1_000_000  # bytes of a part that names kinds: one of a real file has some thousand

_UNREAD = {
    _ZIP: ("an archive or an unknown kind of zip file", "unpack it and add the documents in it"),
    _OLE: ("an unknown kind of old Office file", "save it as .docx, .xlsx or PDF and add that"),
}
_LOCKED = "the file is locked with a password", "remove the password and add it again"


def media_type(data: bytes) -> str | None:
    """The media type that the bytes show, or None where they show none that is known here."""
    return media_type_of(io.BytesIO(data))


def media_type_of(file: BinaryIO) -> str | None:
    """The media type of an open file, of which no more is read than that takes: most tell it at once."""
    data = _head(file, _HEAD)
    if b"%PDF" in data:
        return PDF
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "image/webp"
    if data[:2] == b"BM" and data[6:10] == bytes(4):
        return "image/bmp"
    if data.startswith(b"PK\x03\x04"):
        return _zip_kind(file)
    if data.startswith(_OLE_SIGNATURE):
        return _ole_kind(file)
    found = next((kind for signature, kind in _SIGNATURES if data.startswith(signature)), None)
    return found or next((kind for mark, kind in _OFFICE_XML if mark in data), None)


def readable_kind(data: bytes, name: str) -> str:
    """The media type of a document that can be read here; raises a DocumentError for any other."""
    return readable_kind_of(io.BytesIO(data), name)


def readable_kind_of(file: BinaryIO, name: str) -> str:
    """The same of an open file; one of no kind of ours is not read whole."""
    if not any(block.strip(b"\x00\r\n\t ") for block in _blocks(file)):
        raise EmptyDocument(name, None, "the file is empty", "fetch it again from where it came from")
    kind = media_type_of(file)
    if kind in OFFICE | {_OLE} and _is_locked(file):
        raise EncryptedDocument(name, None, *_LOCKED)
    if kind == _OLE and _streams(file) is None:
        raise DamagedDocument(
            name,
            None,
            "it is an old Office file that is cut off or damaged",
            "fetch it again from its source",
        )
    if kind == _ZIP and not zipfile.is_zipfile(file):
        raise DamagedDocument(
            name,
            None,
            "it is a Word or Excel file, or an archive, that is cut off or damaged",
            "fetch it again from its source",
        )
    if kind in _UNREAD:
        what, remedy = _UNREAD[kind]
        raise UnsupportedKind(name, None, f"this is {what}", remedy)
    if kind is None:
        raise UnsupportedKind(
            name, None, _describe(_head(file, 4096)), "add the original as PDF, Word, Excel or an image"
        )
    return kind


def is_ole(data: bytes) -> bool:
    """Whether the bytes are of the old binary kind of Office file."""
    return data.startswith(_OLE_SIGNATURE)


def _head(file: BinaryIO, size: int) -> bytes:
    file.seek(0)
    return file.read(size)


def _blocks(file: BinaryIO) -> Iterator[bytes]:
    file.seek(0)
    while block := file.read(_BLOCK):
        yield block


def _holds(file: BinaryIO, text: bytes) -> bool:
    """Whether a text stands anywhere in a file."""
    before = b""
    for block in _blocks(file):
        if text in before + block:
            return True
        before = (before + block)[1 - len(text) :]
    return False


def _zip_kind(file: BinaryIO) -> str:
    try:
        archive = zipfile.ZipFile(file)
        parts = {name.replace("\\", "/") for name in archive.namelist()}
        types = unpacked(archive, "[Content_Types].xml", _ASKED) if "[Content_Types].xml" in parts else b""
        plain = unpacked(archive, "mimetype", _ASKED) if "mimetype" in parts else b""
    except BROKEN_ZIP:
        # A zip that is cut off has lost its directory at the end; the names also stand in front of the parts.
        return next((kind for folder, kind in _FOLDERS if _holds(file, folder)), _ZIP)
    for mark, kind in _OPEN_DOCUMENTS:
        if plain.strip() == mark:
            return kind
    named = next((kind for part, kind in _PARTS if part in parts), _ZIP)
    return next((kind for mark, kind in _CONTENT_TYPES if mark in types), named)


def _ole_kind(file: BinaryIO) -> str:
    streams = _streams(file)
    if streams is None:
        # Cut off: its directory may be gone.
        return next((kind for stream, kind in _STREAMS if _holds(file, stream.encode("utf-16-le"))), _OLE)
    return next((kind for stream, kind in _STREAMS if stream.lower() in streams), _OLE)


def _streams(file: BinaryIO) -> dict[str, bytes] | None:
    """The first bytes of the streams at the root of an old Office file, by name, without those it embeds."""
    import olefile

    try:
        with olefile.OleFileIO(file) as ole:
            paths = [path for path in ole.listdir() if len(path) == 1]
            return {path[0].lower(): ole.openstream(path).read(12) for path in paths}
    except (OSError, ValueError, IndexError, TypeError, AttributeError):
        return None


def _is_locked(file: BinaryIO) -> bool:
    head = _head(file, _HEAD)
    if head.startswith(b"PK\x03\x04"):
        return _is_locked_zip(file)
    if not is_ole(head):
        return False
    streams = _streams(file)
    if streams is None:
        return _holds(file, "EncryptedPackage".encode("utf-16-le"))
    word = streams.get("worddocument", b"")
    flags = int.from_bytes(word[10:12], "little")
    return "encryptedpackage" in streams or (len(word) == 12 and bool(flags & _ENCRYPTED_WORD))


def _is_locked_zip(file: BinaryIO) -> bool:
    """Whether an OpenDocument file is locked: its manifest says how its parts are encrypted."""
    try:
        manifest = unpacked(zipfile.ZipFile(file), "META-INF/manifest.xml", _ASKED)
        return b"encryption-data" in manifest
    except BROKEN_ZIP:
        return False


def _describe(data: bytes) -> str:
    head = data[:4096]
    if head.lstrip()[:1] == b"<":
        return "its bytes are a web page or XML, not a document that can be read here"
    for encoding in ("utf-8", "gb18030"):
        try:
            head[:-4].decode(encoding) if len(head) == 4096 else head.decode(encoding)
        except UnicodeDecodeError:
            continue
        if b"\x00" not in head:
            return "its bytes are plain text, not a PDF, Word, Excel or image file"
    return "its bytes are of no known kind"
