"""Office files of every kind: by a reader of ours, or through LibreOffice where there is none."""

from __future__ import annotations

from extractors.detect import DOC, DOCX, ODS, ODT, RTF, XLS, XLSB, XLSX, is_ole
from extractors.errors import DamagedDocument, DocumentError, MissingReader
from extractors.model import Grid, TextLine
from extractors.office.libreoffice import converted
from extractors.options import ExtractionOptions

_BECOMES = {
    DOC: (".doc", DOCX),
    RTF: (".rtf", DOCX),
    ODT: (".odt", DOCX),
    ODS: (".ods", XLSX),
    XLSB: (".xlsb", XLSX),
}
_ENDINGS = {DOCX: ".docx", XLSX: ".xlsx"}


def read_office(data: bytes, kind: str, name: str, options: ExtractionOptions) -> tuple[TextLine | Grid, ...]:
    """The blocks of an office file: its kind is a media type of ``detect.OFFICE``."""
    if kind in _BECOMES or (kind == XLS and not is_ole(data)):
        was, becomes = _BECOMES.get(kind, (".xls", XLSX))
        data = converted(
            data, name, was if is_ole(data) or kind != DOC else ".xml", _ENDINGS[becomes], options
        )
        kind = becomes
    if kind == DOCX:
        if options.word_reader == "python-docx":
            from extractors.office import reference

            return reference.read_docx(data, name, options.max_unpacked)
        from extractors.office.docx import read_docx

        return read_docx(data, name, options)
    return _read_sheets(data, kind, name, options)


def _read_sheets(
    data: bytes, kind: str, name: str, options: ExtractionOptions
) -> tuple[TextLine | Grid, ...]:
    """Excel files are many programs' work; what the reader stumbles over, LibreOffice may still save anew."""
    from extractors.office.sheets import sheet_blocks
    from extractors.office.xls import read_xls
    from extractors.office.xlsx import read_xlsx

    try:
        return sheet_blocks(read_xls(data, name) if kind == XLS else read_xlsx(data, name, options))
    except DamagedDocument as error:
        try:
            again = converted(data, name, ".xls" if kind == XLS else ".xlsx", ".xlsx", options)
            return sheet_blocks(read_xlsx(again, name, options))
        except MissingReader:
            raise error from None
        except DocumentError:
            raise error from None
