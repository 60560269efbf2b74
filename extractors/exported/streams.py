"""Whether the packed parts of a PDF unpack whole: its pages' text, its fonts and their maps of characters.

Readers of PDFs show what they can unpack and say nothing of the rest: a page loses rows, a figure a digit.
What zlib packed carries a checksum, so that damage can be told. A stream that fails is looked for on the
pages; one that no page uses harms nobody.
"""

from __future__ import annotations

import binascii
import io
import re
import zlib
from collections import Counter, deque
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import reduce
from typing import Any, Literal, NamedTuple, cast

import numpy as np

from extractors.errors import DamagedDocument

Kind = Literal["text", "font", "picture", "objects", "aside"]
"""``text``: what pages draw, and maps of characters. ``objects``: other objects, or where they lie."""

EXACT: frozenset[Kind] = frozenset({"text", "objects"})
FONTS: frozenset[Kind] = frozenset({"font"})
SEEN: frozenset[Kind] = frozenset({"text", "objects", "font", "picture"})

_STREAM = re.compile(rb">>\s*stream[ \t]*(?:\r\n|\n|\r)")
_KIND = re.compile(
    rb"(?P<font>/Length1\b|/Subtype\s*/(?:Type1C|CIDFontType0C|OpenType)\b)"
    rb"|(?P<picture>/Subtype\s*/Image\b)"
    rb"|(?P<objects>/Type\s*/(?:ObjStm|XRef)\b)"
    rb"|(?P<aside>/Alternate\b|/Type\s*/(?:EmbeddedFile|Metadata)\b)"
)
_LENGTH = re.compile(rb"/Length\s+(\d+)(?!\s+\d+\s+R)\b")
_END = b"endstream"
_OBJECT = re.compile(rb"(\d+)\s+\d+\s+$")
_LONGEST_NUMBER = 24  # bytes in front of "obj" that hold an object's two numbers
_FILTERS = re.compile(rb"/Filter\s*(?:\[([^\]]*)\]|(/\w+))")
_FLATE = frozenset({b"/FlateDecode", b"/Fl"})
_AS_TEXT = frozenset({b"/ASCII85Decode", b"/A85", b"/ASCIIHexDecode", b"/AHx"})
_WITHOUT_CHECKSUM = frozenset(
    b"/" + name
    for name in (
        *(b"LZWDecode", b"LZW", b"RunLengthDecode", b"RL", b"CCITTFaxDecode", b"CCF", b"Crypt"),
        *(b"JBIG2Decode", b"DCTDecode", b"DCT", b"JPXDecode"),
    )
)
_ASIDE = frozenset(
    {"PieceInfo", "Metadata", "OC", "ColorSpace", "Group", "Ref", "OPI", "Parent", "Alternates"}
)
_AT_ONCE = 1 << 20  # bytes that are unpacked at once, and forgotten
_FLUSHED = b"\0\0\xff\xff"  # ends what a program packed to its end without saying that it is the end
_CHECKSUM = 4  # bytes
_LINE_END = 2  # bytes at most, between a checksum and the end of the stream
_SAME = 64  # bytes by which two streams are told to be the same
_WINDOWS = b"xhXH"  # of 32, 16, 8 and 4 KiB: how what zlib packed begins
_DIFFERS = "unpacks to something else than was packed"


class _Stream(NamedTuple):
    """What stands in front of a stream, and where that and its bytes begin and end."""

    kind: Kind
    head: bytes
    begin: int
    start: int
    end: int

    @property
    def filters(self) -> list[bytes]:
        found = _FILTERS.search(self.head)
        return re.findall(rb"/\w+", found[1] or found[2] or b"") if found else []


@dataclass(frozen=True, slots=True)
class Streams:
    """The streams of a document, found by their bytes alone: no table of a damaged file is believed."""

    name: str
    data: bytes
    all: tuple[_Stream, ...]

    def refuse_damaged(self, kinds: Collection[Kind], sound: Collection[bytes] = ()) -> None:
        """Raise a DamagedDocument where a page uses a stream of these kinds that does not unpack whole.

        ``sound``: checksums of what was seen unpacked; a stream that ends with one of them is not unpacked.
        """
        faults: list[tuple[_Stream, str]] = []
        for stream in self.all:
            if stream.kind in kinds and not (sound and self._ends_with(stream, sound)):
                fault = _fault(stream, self.data)
                faults += [(stream, fault)] if fault else []
        if not faults:
            return
        idle = self._idle_checksums()
        faults = [(s, why) for s, why in faults if not (why == _DIFFERS and self._first(s) in idle)]
        if first := next((fault for fault in faults if fault[0].kind == "objects"), None):
            raise self._damaged(None, *first)
        if found := self._on_a_page(faults):
            raise self._damaged(*found)

    def _damaged(self, page: int | None, stream: _Stream, why: str) -> DamagedDocument:
        lost = "part of the PDF" if page is None else "part of the page"
        problem = f"{lost} is damaged: object {self._number(stream)} {why}"
        return DamagedDocument(self.name, page, problem, "fetch the document again from where it came from")

    def _ends_with(self, stream: _Stream, checksums: Collection[bytes]) -> bool:
        end = self.data[max(stream.start, stream.end - _CHECKSUM - _LINE_END) : stream.end]
        return any(checksum in end for checksum in checksums)

    def _first(self, stream: _Stream) -> bytes:
        """The two bytes by which zlib's streams tell how they were packed, and perhaps by which program."""
        return self.data[stream.start : stream.start + 2]

    def _number(self, stream: _Stream) -> int:
        found = _OBJECT.search(self.data, max(0, stream.begin - _LONGEST_NUMBER), stream.begin)
        return int(found[1]) if found else 0

    def _idle_checksums(self) -> set[bytes]:
        """The first bytes of streams of which several, and all, have a wrong checksum.

        Some programs never reckon it. One that packed anything with a right one would have packed all so.
        """
        agree: Counter[bytes] = Counter()
        differ: Counter[bytes] = Counter()
        for stream in self.all:
            if not _FLATE.isdisjoint(stream.filters):
                why = _fault(stream, self.data)
                if why in (None, _DIFFERS):
                    (differ if why else agree)[self._first(stream)] += 1
        return {first for first, count in differ.items() if count > 1 and not agree[first]}

    def _on_a_page(self, faults: Collection[tuple[_Stream, str]]) -> tuple[int | None, _Stream, str] | None:
        """The first page that uses one of these, None where none does.

        Where the pages cannot be walked, the page is unknown and the first stream stands for all.
        """
        if not faults:
            return None
        from pdfminer.pdfdocument import PDFDocument
        from pdfminer.pdfpage import PDFPage
        from pdfminer.pdfparser import PDFParser

        numbers = [self._number(stream) for stream, _ in faults]
        try:
            document = PDFDocument(PDFParser(io.BytesIO(self.data)))
            for page, content in enumerate(PDFPage.create_pages(document), start=1):
                for number, begins in _used(content):
                    for of, (stream, why) in zip(numbers, faults, strict=True):
                        if of == number and self.data.startswith(begins, stream.start):
                            return page, stream, why
        except Exception:  # noqa: BLE001 - pdfminer raises whatever a broken file leads it to
            return None, *next(iter(faults))
        return None


def streams_of(data: bytes, document: Any, name: str) -> Streams:
    """The streams of the PDF that pypdfium2 opened as ``document``."""
    import pypdfium2.raw as pdfium

    if pdfium.FPDF_GetSecurityHandlerRevision(document.raw) < 0:
        return Streams(name, data, tuple(_streams(data)))
    unlocked = io.BytesIO()
    document.save(unlocked, flags=pdfium.FPDF_REMOVE_SECURITY)
    data = unlocked.getvalue()
    # A copy without its lock has no use for the streams of objects that it still holds.
    return Streams(name, data, tuple(stream for stream in _streams(data) if stream.kind != "objects"))


def _streams(data: bytes) -> Iterator[_Stream]:
    at = 0
    while found := _STREAM.search(data, at):
        begin = max(at, data.rfind(b"obj", at, found.start()))
        start = found.end()
        head = data[begin : found.start()]
        at = _end(data, start, _LENGTH.search(head))
        kind = _KIND.search(head)
        yield _Stream(cast(Kind, kind.lastgroup) if kind else "text", head, begin, start, at)


def _end(data: bytes, start: int, length: re.Match[bytes] | None) -> int:
    """Where the bytes of a stream end: where its length says, if the end stands there."""
    told = start + int(length[1]) if length else start
    if data.startswith(_END, told) or data.startswith(_END, told + 1) or data.startswith(_END, told + 2):
        return told
    end = data.find(_END, start)
    return len(data) if end < 0 else end


def checksum_of(unpacked: Any) -> bytes:
    """The Adler-32 checksum that ends a zlib stream of these bytes."""
    return zlib.adler32(unpacked).to_bytes(_CHECKSUM, "big")


def _fault(stream: _Stream, data: bytes) -> str | None:
    """What is wrong with a stream; None where it unpacks, or nothing tells."""
    packed = data[stream.start : stream.end]
    if b"/Filter" not in stream.head and _is_zlib(packed) and not packed[:2].isascii():
        return "is packed, and does not say how"
    for name in stream.filters:
        if name in _FLATE:
            return _packed_fault(packed)
        if name not in _AS_TEXT:
            return None if name in _WITHOUT_CHECKSUM else "is packed in a way that nobody knows"
        decoded = _from_hex(packed) if b"H" in name else _from_ascii85(packed)
        if decoded is None:
            return "holds characters that do not belong there"
        packed = decoded
    return None


def _is_zlib(packed: bytes) -> bool:
    return len(packed) > 1 and packed[0] in _WINDOWS and int.from_bytes(packed[:2], "big") % 31 == 0


def _packed_fault(packed: bytes) -> str | None:
    if not packed.strip():
        return None
    try:
        if _is_whole(packed) or packed.rstrip().endswith(_FLUSHED):
            return None
    except zlib.error:
        return _unchecked_fault(packed)
    return "ends before its end" if _unchecked_fault(packed) else None


def _unchecked_fault(packed: bytes) -> str | None:
    """The same without the checksum, which some programs leave out or leave empty."""
    try:
        ended, rest, checksum = _unpacked(packed[2:])
    except zlib.error:
        return "does not unpack"
    if not ended or not _is_zlib(packed):
        return "does not unpack"
    written = rest.rstrip()
    left_out = (len(written) < _CHECKSUM and checksum.startswith(written)) or rest[:_CHECKSUM] == bytes(
        _CHECKSUM
    )
    return None if left_out else _DIFFERS


def _is_whole(packed: bytes) -> bool:
    """Whether the end was found; raises zlib.error where it does not unpack, or not to what was packed."""
    unpacking = zlib.decompressobj()
    deque(_parts(packed, unpacking), maxlen=0)
    return unpacking.eof


def _unpacked(packed: bytes) -> tuple[bool, bytes, bytes]:
    """Whether the end was found, what stands behind it, and what the checksum there should be."""
    unpacking = zlib.decompressobj(-zlib.MAX_WBITS)
    checksum = reduce(lambda so_far, part: zlib.adler32(part, so_far), _parts(packed, unpacking), 1)
    return unpacking.eof, unpacking.unused_data, checksum.to_bytes(_CHECKSUM, "big")


def _parts(packed: bytes, unpacking: Any) -> Iterator[bytes]:
    yield unpacking.decompress(packed, _AT_ONCE)
    while unpacking.unconsumed_tail and not unpacking.eof:
        yield unpacking.decompress(unpacking.unconsumed_tail, _AT_ONCE)


def _from_hex(written: bytes) -> bytes | None:
    digits = b"".join(written.partition(b">")[0].split())
    try:
        return binascii.unhexlify(digits + b"0" * (len(digits) % 2))
    except binascii.Error:
        return None


def _from_ascii85(written: bytes) -> bytes | None:
    """Five characters to four bytes, in bulk; None where they stand for none."""
    text = b"".join(written.partition(b"~")[0].split()).replace(b"z", b"!!!!!")
    lacking = -len(text) % 5
    digits = np.frombuffer(text + b"u" * lacking, np.uint8) - np.uint8(ord("!"))
    if not len(digits):
        return b""
    if digits.max() >= 85:
        return None
    first, second, third, fourth, fifth = digits.reshape(-1, 5).T.astype(np.int64)
    values = (((first * 85 + second) * 85 + third) * 85 + fourth) * 85 + fifth
    if values.max() >> 32:
        return None
    decoded = values.astype(">u4").tobytes()
    return decoded[: len(decoded) - lacking]


def _used(page: Any) -> Iterator[tuple[int, bytes]]:
    """The streams that a page of pdfminer draws from: object, and first bytes."""
    from pdfminer.pdftypes import PDFObjRef, PDFStream

    seen: set[int] = set()
    resources = page.resources
    waiting: list[Any] = [page.attrs.get("Contents"), resources.get("Font"), resources.get("XObject")]
    while waiting:
        value = waiting.pop()
        if isinstance(value, PDFObjRef):
            if value.objid in seen:
                continue
            seen.add(value.objid)
            found = value.resolve()
            if isinstance(found, PDFStream):
                yield value.objid, (found.rawdata or b"")[:_SAME]
            value = found
        if isinstance(value, PDFStream):
            value = value.attrs
        if isinstance(value, dict):
            waiting += [inner for key, inner in value.items() if key not in _ASIDE]
        elif isinstance(value, list):
            waiting += value
