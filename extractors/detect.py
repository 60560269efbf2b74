"""What kind of document these bytes are. The name of a file is never asked."""

from __future__ import annotations

import io
import zipfile

from extractors.errors import EmptyDocument, EncryptedDocument, UnsupportedKind

PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
IMAGES = frozenset({"image/png", "image/jpeg", "image/tiff", "image/bmp", "image/webp"})

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_OLE = "application/x-ole-storage"
_DOC = "application/msword"
_XLS = "application/vnd.ms-excel"
_RTF = "application/rtf"
_ZIP = "application/zip"

_SIGNATURES = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
    (b"{\\rtf", _RTF),
)
_OLE_SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PDF_HEADER_WITHIN = 1024  # bytes; readers have always accepted rubbish before %PDF
_PARTS = (("word/document.xml", DOCX), ("xl/workbook.xml", _XLSX))
_STREAMS = (("WordDocument", _DOC), ("Workbook", _XLS), ("Book", _XLS))

_UNREAD = {
    _DOC: ("an old Word file (.doc)", "save it as .docx or PDF and add that"),
    _XLS: ("an old Excel file (.xls)", "save it as PDF and add that"),
    _XLSX: ("an Excel file (.xlsx)", "save it as PDF and add that"),
    _RTF: ("a rich text file (.rtf)", "save it as .docx or PDF and add that"),
    _ZIP: ("an archive or an unknown kind of zip file", "unpack it and add the documents in it"),
    _OLE: ("an unknown kind of old Office file", "save it as .docx or PDF and add that"),
}


def media_type(data: bytes) -> str | None:
    """The media type that the bytes show, or None where they show none that is known here."""
    if b"%PDF" in data[:_PDF_HEADER_WITHIN]:
        return PDF
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "image/webp"
    if data[:2] == b"BM" and data[6:10] == bytes(4):
        return "image/bmp"
    if data.startswith(b"PK\x03\x04"):
        return _zip_kind(data)
    if data.startswith(_OLE_SIGNATURE):
        return _ole_kind(data)
    return next((kind for signature, kind in _SIGNATURES if data.startswith(signature)), None)


def readable_kind(data: bytes, name: str) -> str:
    """The media type of a document that can be read here; raises a DocumentError for any other."""
    if not data.strip(b"\x00\r\n\t "):
        raise EmptyDocument(name, None, "the file is empty", "fetch it again from where it came from")
    kind = media_type(data)
    if kind == _OLE and _utf16("EncryptedPackage") in data:
        raise EncryptedDocument(name, None, "the file is locked with a password", "remove the password")
    if kind in _UNREAD:
        what, remedy = _UNREAD[kind]
        raise UnsupportedKind(name, None, f"this is {what}", remedy)
    if kind is None:
        raise UnsupportedKind(name, None, _describe(data), "add the original as PDF, .docx or an image")
    return kind


def _zip_kind(data: bytes) -> str:
    try:
        parts = set(zipfile.ZipFile(io.BytesIO(data)).namelist())
    except (zipfile.BadZipFile, EOFError, ValueError):
        # A zip that is cut off has lost its directory at the end; the names also stand in front of the parts.
        return next((kind for part, kind in _PARTS if part.encode() in data), _ZIP)
    return next((kind for part, kind in _PARTS if part in parts), _ZIP)


def _ole_kind(data: bytes) -> str:
    return next((kind for stream, kind in _STREAMS if _utf16(stream) in data), _OLE)


def _utf16(name: str) -> bytes:
    return name.encode("utf-16-le")


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
            return "its bytes are plain text, not a PDF, Word or image file"
    return "its bytes are of no known kind"
