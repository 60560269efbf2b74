"""Excel files as they look: what is a line, what a table, and what a cell shows."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pytest
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.drawing.image import Image as SheetImage
from openpyxl.worksheet.worksheet import Worksheet
from PIL import Image

from extractors import (
    DamagedDocument,
    EncryptedDocument,
    ExtractionOptions,
    OversizedDocument,
    extract,
)
from extractors.model import Grid, Layout, TextLine
from tests.extractors.conftest import Places
from tests.extractors.office_files import BOX, repacked, ruled, workbook
from tests.saving import saved

NO_OFFICE = ExtractionOptions(soffice="no-such-program")


def read(*fill: Callable[[Worksheet], None]) -> Layout:
    return extract(workbook(*fill), "自评表.xlsx", NO_OFFICE)


def said(layout: Layout) -> list[object]:
    """Lines as texts, grids as rows of texts."""
    return [
        block.text if isinstance(block, TextLine) else [[cell.text for cell in row] for row in block.by_row()]
        for block in layout.blocks
    ]


def test_titles_above_the_borders_are_lines_and_merged_cells_have_spans(places: Places) -> None:
    def fill(sheet: Worksheet) -> None:
        sheet["A1"] = "项目支出绩效自评表"
        sheet.merge_cells("A1:C1")
        sheet["A2"], sheet["B2"] = "填报单位：", "东州市住建局"
        sheet["C2"], sheet["D2"] = "填报日期：", "（2023年度）"
        ruled(sheet, 3, 1, [["项目名称", "消防专项", None], ["绩效指标", "数量", 10], [None, "质量", 20]])
        sheet.merge_cells("B3:C3")
        sheet.merge_cells("A4:A5")
        sheet["A6"] = "注：本表一式两份。\n由财政部门存档。"

    layout = read(fill)
    blocks: tuple[Any, ...] = layout.blocks
    title, unit, day, year, grid, *notes = blocks
    assert [title.text, unit.text] == ["项目支出绩效自评表", "填报单位：\t东州市住建局"]
    assert [day.text, year.text] == ["填报日期：", "（2023年度）"]
    assert places(grid) == {
        (0, 0, 1, 1, "项目名称"),
        (0, 1, 1, 2, "消防专项"),
        (1, 0, 2, 1, "绩效指标"),
        (1, 1, 1, 1, "数量"),
        (1, 2, 1, 1, "10"),
        (2, 1, 1, 1, "质量"),
        (2, 2, 1, 1, "20"),
    }
    assert [note.text for note in notes] == ["注：本表一式两份。", "由财政部门存档。"]
    assert (layout.medium, layout.pages) == ("word", ())


def test_cells_show_what_their_formats_make_of_them() -> None:
    def fill(sheet: Worksheet) -> None:
        ruled(sheet, 1, 1, [["执行率", 0.8221], ["预算", 1234.5], ["日期", 45082], ["合格", True]])
        sheet["B1"].number_format, sheet["B2"].number_format = "0.00%", "#,##0.00"
        sheet["B3"].number_format = 'yyyy"年"m"月"'

    (rows,) = said(read(fill))
    assert rows == [["执行率", "82.21%"], ["预算", "1,234.50"], ["日期", "2023年6月"], ["合格", "TRUE"]]


def test_a_chinese_date_format_without_a_code_of_its_own() -> None:
    def fill(sheet: Worksheet) -> None:
        ruled(sheet, 1, 1, [["填报日期", 45082]])
        sheet["B1"].number_format = "mm-dd-yy"

    def change(styles: bytes) -> bytes:
        return styles.replace(b'numFmtId="14"', b'numFmtId="31"')

    data = changed(workbook(fill), "xl/styles.xml", change)
    assert said(extract(data, "x")) == [[["填报日期", "2023年6月5日"]]]


def changed(data: bytes, part: str, change: Callable[[bytes], bytes]) -> bytes:
    return repacked(data, lambda name, content: (name, change(content) if name == part else content))


def test_a_number_whose_format_cannot_be_followed_is_doubted() -> None:
    def fill(sheet: Worksheet) -> None:
        ruled(sheet, 1, 1, [["完成", 1.5]])
        sheet["B1"].number_format = "# ?/?"

    grid = read(fill).blocks[0]
    assert isinstance(grid, Grid)
    assert [(cell.text, cell.confidence) for cell in grid.cells] == [("完成", 1.0), ("1.5", 0.5)]


def test_texts_of_several_typefaces_and_texts_that_look_like_formulas() -> None:
    def fill(sheet: Worksheet) -> None:
        rich = CellRichText("≥", TextBlock(InlineFont(b=True), "95"), "%")
        ruled(sheet, 1, 1, [["目标", rich]])
        sheet["A2"].border, sheet["B2"].border = BOX, BOX
        sheet["A2"] = "实际"
        sheet["B2"] = "=100%"
        sheet["B2"].data_type = "s"

    assert said(read(fill)) == [[["目标", "≥95%"], ["实际", "=100%"]]]


def test_escaped_characters_of_a_text() -> None:
    def fill(sheet: Worksheet) -> None:
        ruled(sheet, 1, 1, [["数量_x000D_\n质量", "A_x005f_x000D_B"], ["年_x0041_", "_x_"]])

    assert said(read(fill)) == [[["数量\n质量", "A_x000D_B"], ["年A", "_x_"]]]


def test_what_is_hidden_is_not_read(places: Places) -> None:
    def fill(sheet: Worksheet) -> None:
        ruled(sheet, 1, 1, [["一", "二", "三"], ["旧", "旧", "旧"], ["四", "五", "六"]])
        sheet.merge_cells("A1:A3")
        sheet.row_dimensions[2].hidden = True
        sheet.column_dimensions["B"].hidden = True

    def away(sheet: Worksheet) -> None:
        ruled(sheet, 1, 1, [["字典", "值"], ["甲", "乙"]])
        sheet.sheet_state = "hidden"

    (grid,) = read(fill, away).blocks
    assert isinstance(grid, Grid)
    assert places(grid) == {(0, 0, 2, 1, "一"), (0, 1, 1, 1, "三"), (1, 1, 1, 1, "六")}


def test_forms_below_and_beside_each_other_are_apart() -> None:
    def fill(sheet: Worksheet) -> None:
        sheet["A1"], sheet["E1"] = "甲表", "乙表"
        ruled(sheet, 2, 1, [["甲", "1"], ["甲", "2"]])
        ruled(sheet, 2, 5, [["乙", "1"], ["乙", "2"]])
        sheet["A5"] = "丙表"
        ruled(sheet, 6, 1, [["丙", "1"], ["丙", "2"]])

    def other(sheet: Worksheet) -> None:
        ruled(sheet, 1, 1, [["丁", "1"], ["丁", "2"]])

    layout = read(fill, other)
    tables = [[[name, "1"], [name, "2"]] for name in "甲乙丙丁"]
    assert said(layout) == ["甲表", tables[0], "丙表", tables[2], "乙表", tables[1], tables[3]]
    assert [block.number for block in layout.blocks if isinstance(block, Grid)] == [0, 1, 2, 3]


def test_a_table_without_borders_begins_after_its_title_and_ends_with_a_blank_row() -> None:
    def fill(sheet: Worksheet) -> None:
        sheet["A1"] = "绩效目标表"
        sheet["A2"], sheet["C2"] = "单位：东州市住建局", "单位：万元"
        for row in (["项目名称", "消防专项", None], ["指标", "目标", "分值"], ["数量", "≥5个", 10]):
            sheet.append(row)
        sheet["A7"] = "填表人：张三"

    assert said(read(fill)) == [
        "绩效目标表",
        "单位：东州市住建局",
        "单位：万元",
        [["项目名称", "消防专项"], ["指标", "目标", "分值"], ["数量", "≥5个", "10"]],
        "填表人：张三",
    ]


def test_rows_that_were_only_bordered_in_advance_are_no_rows() -> None:
    def fill(sheet: Worksheet) -> None:
        ruled(sheet, 1, 1, [["一", "二"], [None, None], ["三", None], [None, None], [None, None]])

    assert said(read(fill)) == [[["一", "二"], ["", ""], ["三", ""]]]


def test_what_stands_apart_from_the_print_area_is_not_printed() -> None:
    def fill(sheet: Worksheet) -> None:
        ruled(sheet, 1, 1, [["一", "二"], ["三", "四"], ["五", "六"]])
        sheet["H1"] = "下拉选项"
        sheet.print_area = "A1:B2"

    assert said(read(fill)) == [[["一", "二"], ["三", "四"], ["五", "六"]]]


def test_formulas_that_were_never_calculated_are_not_taken_for_blank() -> None:
    def fill(sheet: Worksheet) -> None:
        ruled(sheet, 1, 1, [["合计", "=SUM(1,2)"]])

    with pytest.raises(DamagedDocument, match=r"never calculated.*save it again"):
        read(fill)


def test_the_results_of_formulas_are_read() -> None:
    def fill(sheet: Worksheet) -> None:
        ruled(sheet, 1, 1, [["合计", "=SUM(1,2)"], ["率", "=1/0"], ["空", '=""']])

    def calculate(part: bytes) -> bytes:
        part = part.replace(b"<f>SUM(1,2)</f><v></v>", b"<f>SUM(1,2)</f><v>3</v>")
        part = part.replace(b' s="1"><f>1/0</f><v></v>', b' s="1" t="e"><f>1/0</f><v>#DIV/0!</v>')
        return part.replace(b' s="1"><f>""</f>', b' s="1" t="str"><f>""</f>')

    data = changed(workbook(fill), "xl/worksheets/sheet1.xml", calculate)
    assert said(extract(data, "x", NO_OFFICE)) == [[["合计", "3"], ["率", "#DIV/0!"], ["空", ""]]]


def test_a_workbook_that_is_cut_off_or_unpacks_to_too_much_says_so() -> None:
    data = workbook(lambda sheet: sheet.append(["零" * 1000]))
    with pytest.raises(DamagedDocument, match=r"half\.xlsx: .*cut off"):
        extract(data[: len(data) // 2], "half.xlsx", NO_OFFICE)
    with pytest.raises(OversizedDocument, match="unpacks"):
        extract(data, "x", ExtractionOptions(max_unpacked=1000))


def renamed(data: bytes) -> bytes:
    """A workbook whose parts for texts and the first sheet have names that end in no .xml."""
    return repacked(
        data,
        lambda name, part: (
            name.replace("sharedStrings.xml", "strings.bin").replace("sheet1.xml", "sheet1.bin"),
            part.replace(b"sharedStrings.xml", b"strings.bin").replace(b"sheet1.xml", b"sheet1.bin"),
        ),
    )


def test_the_limit_holds_for_parts_of_any_name() -> None:
    data = renamed(workbook(lambda sheet: sheet.append(["零" * 30_000])))
    assert said(extract(data, "x", NO_OFFICE)) == ["零" * 30_000]
    with pytest.raises(OversizedDocument, match="unpacks"):
        extract(data, "x", ExtractionOptions(max_unpacked=80_000))


def test_formulas_are_looked_for_in_sheets_of_any_name() -> None:
    data = renamed(workbook(lambda sheet: ruled(sheet, 1, 1, [["合计", "=SUM(1,2)"]])))
    with pytest.raises(DamagedDocument, match="never calculated"):
        extract(data, "x", NO_OFFICE)


def test_pictures_in_a_workbook_are_passed_over() -> None:
    def fill(sheet: Worksheet) -> None:
        sheet.append(["项目"])
        noise = saved(Image.effect_noise((400, 400), 50), "PNG")
        sheet.add_image(SheetImage(io.BytesIO(noise)), "C3")

    options = ExtractionOptions(max_unpacked=60_000)
    assert said(extract(workbook(fill), "x", options)) == ["项目"]


def test_a_workbook_that_nothing_was_written_in_has_no_blocks() -> None:
    assert read(lambda _: None).blocks == ()


def test_an_old_workbook_that_is_damaged_says_so(fixtures: Callable[[str], bytes]) -> None:
    data = fixtures("old-workbook.xls")
    with pytest.raises(DamagedDocument, match=r"half\.xls: .*damaged"):
        extract(data[: len(data) // 3], "half.xls", NO_OFFICE)


def test_an_old_workbook_keeps_spans_and_formats(fixtures: Callable[[str], bytes]) -> None:
    layout = extract(fixtures("old-workbook.xls"), "x", NO_OFFICE)
    (grid,) = (block for block in layout.blocks if isinstance(block, Grid))
    assert layout.media_type == "application/vnd.ms-excel"
    assert any(cell.row_span > 1 for cell in grid.cells)
    assert any(cell.column_span > 1 for cell in grid.cells)
    assert any(cell.text.endswith("0.00") for cell in grid.cells)


def test_a_locked_workbook_says_so() -> None:
    locked = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 512 + "EncryptedPackage".encode("utf-16-le")
    with pytest.raises(EncryptedDocument, match="password"):
        extract(locked, "x.xlsx")
