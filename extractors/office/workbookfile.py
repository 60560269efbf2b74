"""Excel files as packages, and the whole file for openpyxl."""

from __future__ import annotations

import io
import zipfile

from extractors.office.package import STRICT, Package


class WorkbookFile(Package):
    """The parts of an Excel file."""

    def __init__(self, data: bytes, name: str, most: int) -> None:
        super().__init__(data, name, most)
        self._data = data

    def packed(self) -> bytes:
        """The whole file; a strict one under the names of everybody else."""
        if not any(
            STRICT in (self.stored(part) or b"") for part in ("_rels/.rels", self.main("xl/workbook.xml"))
        ):
            return self._data
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as target:
            for entry in self.archive.namelist():
                target.writestr(entry, self.content(entry) or b"")
        return out.getvalue()
