"""Office packages (.docx, .xlsx): parts of a zip file and the relations between them."""

from __future__ import annotations

import io
import posixpath
import zipfile
from typing import Any

from lxml import etree

from extractors.detect import BROKEN_ZIP
from extractors.errors import DamagedDocument, OversizedDocument

STRICT = b"http://purl.oclc.org/ooxml/"
_TRANSITIONAL = (
    (b"officeDocument/relationships", b"http://schemas.openxmlformats.org/officeDocument/2006/relationships"),
    (b"officeDocument/math", b"http://schemas.openxmlformats.org/officeDocument/2006/math"),
    (b"wordprocessingml/main", b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"),
    (b"spreadsheetml/main", b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"),
)
"""Strict files say the same under other names; they are read under the names that everybody writes."""

_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
RELATION_ID = f"{_R}id"
_PARSER = etree.XMLParser(
    resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True, load_dtd=False
)


def checked(data: bytes, name: str, most: int) -> zipfile.ZipFile:
    """The zip file, open; raises where it is cut off or unpacks to more than ``most`` bytes of XML.

    A declared size that lies is no way around: nothing is unpacked beyond it.
    """
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        entries = archive.infolist()
    except BROKEN_ZIP as error:
        raise damaged(name) from error
    size = sum(entry.file_size for entry in entries if entry.filename.lower().endswith((".xml", ".rels")))
    if size > most:
        raise OversizedDocument(
            name,
            None,
            f"it unpacks to {size // 1_000_000} million bytes of XML; {most // 1_000_000} are allowed",
            "split it into smaller files",
        )
    return archive


def damaged(name: str) -> DamagedDocument:
    return DamagedDocument(
        name, None, "the Office file is cut off or damaged", "open it in Office, save it again, and add that"
    )


class Package:
    """The parts of one file, by their names in the zip. A part is unpacked when it is asked for.

    What a file refers to and does not hold (a picture, a preview) is of no matter until it is read.
    """

    def __init__(self, data: bytes, name: str, most: int) -> None:
        self.name = name
        self.archive = checked(data, name, most)
        self._entries = {_key(entry): entry for entry in self.archive.namelist()}

    def main(self, otherwise: str) -> str:
        """The name of the part that is the document itself."""
        return next(iter(self.related("", "officeDocument")), otherwise)

    def names(self, folder: str) -> list[str]:
        """The XML parts in a folder, in lower case."""
        return [name for name in self._entries if name.startswith(folder) and name.endswith(".xml")]

    def stored(self, part: str) -> bytes | None:
        """The bytes of a part as they are in the file, or None where there is none of that name."""
        entry = self._entries.get(_key(part))
        try:
            return None if entry is None else self.archive.read(entry)
        except BROKEN_ZIP as error:
            raise damaged(self.name) from error

    def content(self, part: str) -> bytes | None:
        """The bytes of a part under the names that everybody writes, or None where there is none."""
        data = self.stored(part)
        if data is not None and STRICT in data:
            for strict, transitional in _TRANSITIONAL:
                data = data.replace(STRICT + strict, transitional)
        return data

    def tree(self, part: str) -> Any:
        """The root element of a part, or None where there is none of that name."""
        data = self.content(part)
        if data is None:
            return None
        try:
            return etree.fromstring(data, _PARSER)
        except etree.XMLSyntaxError as error:
            raise damaged(self.name) from error

    def relations(self, part: str) -> dict[str, tuple[str, str]]:
        """(last word of the type, name of the part) by relation id, without addresses outside the file."""
        folder, base = posixpath.split(part)
        root = self.tree(posixpath.join(folder, "_rels", f"{base}.rels"))
        return {
            each.get("Id", ""): (
                each.get("Type", "").rsplit("/", 1)[-1],
                _resolved(folder, each.get("Target", "")),
            )
            for each in (() if root is None else root)
            if each.get("TargetMode") != "External"
        }

    def related(self, part: str, kind: str) -> list[str]:
        """The parts to which a part has a relation of a kind."""
        return [target for found, target in self.relations(part).values() if found == kind]


def _key(part: str) -> str:
    """Names differ in case and, from some programs, in strokes."""
    return part.replace("\\", "/").lstrip("/").lower()


def _resolved(folder: str, target: str) -> str:
    return posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
