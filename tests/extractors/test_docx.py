from __future__ import annotations

import io
from collections.abc import Callable

import pytest
from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from extractors import DamagedDocument, extract
from extractors.model import Grid

Places = Callable[[Grid], set[tuple[int, int, int, int, str]]]


def saved(document: object) -> bytes:
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def with_xml(body: str) -> bytes:
    document = Document()
    for element in list(parse_xml(f"<w:body {nsdecls('w')}>{body}</w:body>")):
        document.element.body.insert(len(document.element.body) - 1, element)
    return saved(document)


def paragraph(text: str) -> str:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def test_cells_merged_both_ways(places: Places) -> None:
    document = Document()
    document.add_paragraph("项目支出绩效自评表")
    document.add_paragraph("")
    table = document.add_table(3, 3)
    table.cell(0, 0).merge(table.cell(0, 1)).text = "项目名称"
    table.cell(0, 2).text = "消防安全专项"
    table.cell(1, 0).merge(table.cell(2, 0)).text = "绩效\n指标"
    table.cell(2, 2).text = ">=98%"
    layout = extract(saved(document), "自评表.docx")
    title, grid = layout.blocks
    assert title.text == "项目支出绩效自评表"
    assert places(grid) == {
        (0, 0, 1, 2, "项目名称"),
        (0, 2, 1, 1, "消防安全专项"),
        (1, 0, 2, 1, "绩效\n指标"),
        (1, 1, 1, 1, ""),
        (1, 2, 1, 1, ""),
        (2, 1, 1, 1, ""),
        (2, 2, 1, 1, ">=98%"),
    }
    assert (layout.medium, layout.pages, grid.cells[0].boxes) == ("word", (), ())


def test_rows_that_begin_later_than_the_first_column(places: Places) -> None:
    cell = "<w:tc>{}</w:tc>"
    rows = (
        f"<w:tr>{cell.format(paragraph('一'))}{cell.format(paragraph('二'))}</w:tr>"
        f"<w:tr><w:trPr><w:gridBefore w:val='1'/></w:trPr>{cell.format(paragraph('三'))}</w:tr>"
    )
    (grid,) = extract(with_xml(f"<w:tbl>{rows}</w:tbl>"), "x").blocks
    assert isinstance(grid, Grid)
    assert places(grid) == {(0, 0, 1, 1, "一"), (0, 1, 1, 1, "二"), (1, 1, 1, 1, "三")}


def test_tracked_changes_are_read_as_accepted() -> None:
    changed = (
        "<w:p><w:r><w:t>分值</w:t></w:r><w:del><w:r><w:delText>9</w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>10</w:t></w:r></w:ins></w:p>"
    )
    (line,) = extract(with_xml(changed), "x").blocks
    assert line.text == "分值10"


def test_content_controls_and_nested_tables_lose_nothing() -> None:
    control = f"<w:sdt><w:sdtContent>{paragraph('填报日期')}</w:sdtContent></w:sdt>"
    inner = f"<w:tbl><w:tr><w:tc>{paragraph('内')}</w:tc></w:tr></w:tbl>"
    outer = f"<w:tbl><w:tr><w:tc>{paragraph('外')}{inner}{paragraph('尾')}</w:tc></w:tr></w:tbl>"
    line, grid = extract(with_xml(control + outer), "x").blocks
    assert line.text == "填报日期"
    assert isinstance(grid, Grid)
    assert [cell.text for cell in grid.cells] == ["外\n内\n尾"]


def test_text_in_a_box_is_a_line() -> None:
    box = (
        f"<w:p><w:r><w:t>附件</w:t></w:r><w:r><w:pict><v:shape xmlns:v='urn:schemas-microsoft-com:vml'>"
        f"<v:textbox><w:txbxContent>{paragraph('单位：万元')}</w:txbxContent></v:textbox></v:shape></w:pict></w:r></w:p>"
    )
    assert [block.text for block in extract(with_xml(box), "x").blocks] == ["附件", "单位：万元"]


def test_line_breaks_and_tabs_stay() -> None:
    broken = "<w:p><w:r><w:t>一</w:t><w:br/><w:t>二</w:t><w:tab/><w:t>三</w:t></w:r></w:p>"
    assert [block.text for block in extract(with_xml(broken), "x").blocks] == ["一", "二\t三"]


def test_a_word_file_that_is_cut_off_says_so() -> None:
    whole = saved(Document())
    with pytest.raises(DamagedDocument, match=r"half\.docx: .*save it again"):
        extract(whole[: len(whole) // 2], "half.docx")
