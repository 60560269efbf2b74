"""Office packages (.docx, .xlsx): parts of a zip file and the relations between them."""

from __future__ import annotations

import io
import posixpath
import zipfile
from contextlib import suppress
from typing import Any

from lxml import etree

from extractors.errors import DamagedDocument, OversizedDocument
from extractors.unpacking import BROKEN_ZIP, pieces, unpacked

STRICT = b"http://purl.oclc.org/ooxml/"
_TRANSITIONAL = (
    (b"officeDocument/relationships", b"http://schemas.openxmlformats.org/officeDocument/2006/relationships"),
    (b"officeDocument/math", b"http://schemas.openxmlformats.org/officeDocument/2006/math"),
    (b"wordprocessingml/main", b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"),
    (b"spreadsheetml/main", b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"),
)
"""Strict files say the same under other names; they are read under the names that everybody writes."""

_ATTACHED = ("/media/", "/embeddings/", "/pictures/")
"""Folders of what is no text of the document: it may be large, and no reader of ours looks at it."""

_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
RELATION_ID = f"{_R}id"
_PARSER = etree.XMLParser(
    resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True, load_dtd=False
)


def damaged(name: str) -> DamagedDocument:
    return DamagedDocument(
        name, None, "the Office file is cut off or damaged", "open it in Office, save it again, and add that"
    )


class Budget:
    """How many bytes of one file may still be unpacked, documents inside it included."""

    def __init__(self, most: int) -> None:
        self.most = most
        self.left = most

    def take(self, size: int, name: str) -> None:
        """Take bytes from it; raises OversizedDocument where they are more than are left."""
        self.left -= size
        if self.left < 0:
            raise OversizedDocument(
                name,
                None,
                f"it unpacks to more than {self.most / 1_000_000:g} million bytes",
                "split it into smaller files",
            )


class Package:
    """The parts of one file, by their names in the zip. A part is unpacked when it is asked for.

    What is unpacked is counted, whatever the parts are called and whatever sizes they declare: beyond the
    budget OversizedDocument is raised. What a file refers to and does not hold (a picture, a preview) is of
    no matter until it is read.
    """

    def __init__(self, data: bytes, name: str, budget: Budget) -> None:
        self.name = name
        self.budget = budget
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(data))
        except BROKEN_ZIP as error:
            raise damaged(name) from error
        self._entries = {_key(entry): entry for entry in self._archive.namelist()}
        self._counted: dict[str, int] = {}

    def main(self, otherwise: str) -> str:
        """The name of the part that is the document itself."""
        return next(iter(self.related("", "officeDocument")), otherwise)

    def stored(self, part: str) -> bytes | None:
        """The bytes of a part as they are in the file, or None where there is none of that name."""
        entry = self._entries.get(_key(part))
        if entry is None:
            return None
        known = self._counted.get(entry, 0)
        try:
            data = unpacked(self._archive, entry, known + self.budget.left + 1)
        except BROKEN_ZIP as error:
            raise damaged(self.name) from error
        self.budget.take(len(data) - known, self.name)
        self._counted[entry] = len(data)
        return data

    def content(self, part: str) -> bytes | None:
        """The bytes of a part under the names that everybody writes, or None where there is none."""
        data = self.stored(part)
        if data is not None and STRICT in data:
            for strict, transitional in _TRANSITIONAL:
                data = data.replace(STRICT + strict, transitional)
        return data

    def packed(self) -> bytes:
        """The whole file for a reader that unpacks it itself: within the budget, under those names too.

        Pictures and files that hang on it are empty in it.
        """
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as target:
            for entry in dict.fromkeys(self._archive.namelist()):
                data = b"" if _is_attached(entry) else self.content(entry)
                target.writestr(entry, data or b"")
        return out.getvalue()

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


def require_unpackable(data: bytes, name: str, most: int) -> None:
    """Raise OversizedDocument where a zip unpacks to more than ``most`` bytes, pictures included.

    For programs that unpack it themselves. What is no zip, and a part that is broken, is theirs to judge.
    """
    budget = Budget(most)
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except BROKEN_ZIP:
        return
    for entry in archive.namelist():
        with suppress(*BROKEN_ZIP):
            for piece in pieces(archive, entry):
                budget.take(len(piece), name)


def _is_attached(entry: str) -> bool:
    return any(folder in f"/{_key(entry)}" for folder in _ATTACHED)


def _key(part: str) -> str:
    """Names differ in case and, from some programs, in strokes."""
    return part.replace("\\", "/").lstrip("/").lower()


def _resolved(folder: str, target: str) -> str:
    return posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
