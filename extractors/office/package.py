"""Office packages (.docx, .xlsx): parts of a zip file and the relations between them."""

from __future__ import annotations

import io
import zipfile
from abc import ABC, abstractmethod
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


class Package(ABC):
    """The parts of one file, by their names in the zip."""

    name: str

    def main(self, otherwise: str) -> str:
        """The name of the part that is the document itself."""
        return next(iter(self.related("", "officeDocument")), otherwise)

    def content(self, part: str) -> bytes | None:
        """The bytes of a part, or None where there is none of that name."""
        data = self._raw(part)
        if data is not None and STRICT in data:
            for strict, transitional in _TRANSITIONAL:
                data = data.replace(STRICT + strict, transitional)
        return data

    @abstractmethod
    def _raw(self, part: str) -> bytes | None:
        """The bytes of a part as they are in the file."""

    def tree(self, part: str) -> Any:
        """The root element of a part, or None where there is none of that name."""
        data = self.content(part)
        if data is None:
            return None
        try:
            return etree.fromstring(data, _PARSER)
        except etree.XMLSyntaxError as error:
            raise damaged(self.name) from error

    @abstractmethod
    def relations(self, part: str) -> dict[str, tuple[str, str]]:
        """(last word of the type, name of the part) by relation id, without addresses outside the file."""

    def related(self, part: str, kind: str) -> list[str]:
        """The parts to which a part has a relation of a kind."""
        return [target for found, target in self.relations(part).values() if found == kind]
