"""Word files opened by python-docx's package reader, which asks for no certain kind of main part."""

from __future__ import annotations

import io

from lxml import etree

from extractors.office.package import Package, checked, damaged

_BROKEN = (KeyError, ValueError, AttributeError, TypeError, OSError, etree.XMLSyntaxError)


class WordFile(Package):
    """The parts of a Word file by their names, and the relations between them."""

    def __init__(self, data: bytes, name: str, most: int) -> None:
        from docx.opc.pkgreader import PackageReader

        self.name = name
        checked(data, name, most)
        try:
            reader = PackageReader.from_file(io.BytesIO(data))  # type: ignore[no-untyped-call]
            self._blobs = {_plain(part): blob for part, _, _, blob in reader.iter_sparts()}
            self._related: dict[str, dict[str, tuple[str, str]]] = {}
            for source, relation in reader.iter_srels():
                if not relation.is_external:
                    target = relation.reltype.rsplit("/", 1)[-1], _plain(relation.target_partname)
                    self._related.setdefault(_plain(source), {})[relation.rId] = target
        except _BROKEN as error:
            raise damaged(name) from error

    def relations(self, part: str) -> dict[str, tuple[str, str]]:
        return self._related.get(_plain(part), {})

    def _raw(self, part: str) -> bytes | None:
        return self._blobs.get(_plain(part))


def _plain(partname: str) -> str:
    return partname.lstrip("/").lower()
