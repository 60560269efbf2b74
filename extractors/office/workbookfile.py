"""Excel files as packages: their parts, and the whole file for openpyxl."""

from __future__ import annotations

import io
import posixpath
import zipfile

from extractors.detect import BROKEN_ZIP
from extractors.office.package import STRICT, Package, checked, damaged


class WorkbookFile(Package):
    """The parts of an Excel file, by their names in the zip."""

    def __init__(self, data: bytes, name: str, most: int) -> None:
        self.name = name
        self._data = data
        self._archive = checked(data, name, most)
        self._names = {entry.lower(): entry for entry in self._archive.namelist()}

    def names(self, folder: str) -> list[str]:
        """The parts in a folder."""
        return [name for name in self._names if name.startswith(folder) and name.endswith(".xml")]

    def packed(self) -> bytes:
        """The whole file; a strict one under the names of everybody else."""
        if not any(
            STRICT in (self._raw(name) or b"") for name in ("_rels/.rels", self.main("xl/workbook.xml"))
        ):
            return self._data
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as target:
            for entry in self._archive.namelist():
                target.writestr(entry, self.content(entry) or b"")
        return out.getvalue()

    def _raw(self, part: str) -> bytes | None:
        entry = self._names.get(part.lower())
        try:
            return None if entry is None else self._archive.read(entry)
        except BROKEN_ZIP as error:
            raise damaged(self.name) from error

    def relations(self, part: str) -> dict[str, tuple[str, str]]:
        folder, base = posixpath.split(part)
        root = self.tree(posixpath.join(folder, "_rels", f"{base}.rels"))
        if root is None:
            return {}
        return {
            each.get("Id", ""): (
                each.get("Type", "").rsplit("/", 1)[-1],
                _resolved(folder, each.get("Target", "")),
            )
            for each in root
            if each.get("TargetMode") != "External"
        }


def _resolved(folder: str, target: str) -> str:
    return posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
