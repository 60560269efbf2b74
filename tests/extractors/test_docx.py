from __future__ import annotations

import io
import tracemalloc
import zipfile
from typing import Any

import pytest
from docx import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Mm

from extractors import DamagedDocument, ExtractionOptions, OversizedDocument, UnsupportedKind, extract
from extractors.detect import DOCX as DOCX_TYPE
from extractors.model import Grid, TextLine
from tests.extractors.conftest import Places
from tests.extractors.office_files import paragraph, repacked, tc, with_xml
from tests.saving import saved

MATH = "http://schemas.openxmlformats.org/officeDocument/2006/math"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
TWO, FIRST, NEXT = "<w:gridSpan w:val='2'/>", "<w:hMerge w:val='restart'/>", "<w:hMerge/>"
TURNED, GONE = "<w:textDirection w:val='tbRlV'/>", "<w:cellDel/>"
BOXES = (
    "xmlns:mc='http://schemas.openxmlformats.org/markup-compatibility/2006' "
    "xmlns:v='urn:schemas-microsoft-com:vml' "
    "xmlns:wps='http://schemas.microsoft.com/office/word/2010/wordprocessingShape'"
)


def blocks_of(data: bytes) -> tuple[Any, ...]:
    return extract(data, "x").blocks


def blocks(body: str) -> tuple[Any, ...]:
    return blocks_of(with_xml(body))


def lines(data: bytes) -> list[str]:
    return [block.text for block in blocks_of(data)]


def texts(body: str) -> list[str]:
    return lines(with_xml(body))


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
    assert isinstance(title, TextLine)
    assert isinstance(grid, Grid)
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
    (grid,) = blocks(f"<w:tbl>{rows}</w:tbl>")
    assert isinstance(grid, Grid)
    assert places(grid) == {(0, 0, 1, 1, "一"), (0, 1, 1, 1, "二"), (1, 1, 1, 1, "三")}


def test_tracked_changes_are_read_as_accepted() -> None:
    changed = (
        "<w:p><w:r><w:t>分值</w:t></w:r><w:del><w:r><w:delText>9</w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>10</w:t></w:r></w:ins></w:p>"
    )
    (line,) = blocks(changed)
    assert line.text == "分值10"


def test_content_controls_lose_nothing(places: Places) -> None:
    control = f"<w:sdt><w:sdtContent>{paragraph('填报日期')}</w:sdtContent></w:sdt>"
    cell = f"<w:sdt><w:sdtContent><w:tc>{paragraph('优')}</w:tc></w:sdtContent></w:sdt>"
    row = f"<w:sdt><w:sdtContent><w:tr>{tc('良')}{tc('中')}</w:tr></w:sdtContent></w:sdt>"
    line, grid = blocks(f"{control}<w:tbl><w:tr>{tc('等级')}{cell}</w:tr>{row}</w:tbl>")
    assert line.text == "填报日期"
    assert places(grid) == {(0, 0, 1, 1, "等级"), (0, 1, 1, 1, "优"), (1, 0, 1, 1, "良"), (1, 1, 1, 1, "中")}


def test_a_content_control_that_nobody_filled_is_blank() -> None:
    prompt = (
        "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr>"
        "<w:sdtContent><w:r><w:t>单击此处输入文字</w:t></w:r></w:sdtContent></w:sdt>"
    )
    assert texts(f"<w:p><w:r><w:t>联系人：</w:t></w:r>{prompt}</w:p>") == ["联系人："]


def test_a_cell_whose_content_control_nobody_filled_is_blank(places: Places) -> None:
    shown = "<w:sdtPr><w:showingPlcHdr/></w:sdtPr>"
    prompt = f"<w:sdt>{shown}<w:sdtContent>{tc('[单位]')}</w:sdtContent></w:sdt>"
    (grid,) = blocks(f"<w:tbl><w:tr>{tc('单位')}{prompt}</w:tr></w:tbl>")
    assert places(grid) == {(0, 0, 1, 1, "单位"), (0, 1, 1, 1, "")}


def test_a_table_of_one_column_around_a_form_is_only_a_frame() -> None:
    inner = f"<w:tbl><w:tr>{tc('项目名称')}{tc('消防专项')}</w:tr></w:tbl>"
    outer = (
        f"<w:tbl><w:tr><w:tc>{paragraph('自评表')}{inner}{paragraph('填表人：张三')}</w:tc></w:tr></w:tbl>"
    )
    title, grid, note = blocks(outer)
    assert (title.text, note.text) == ("自评表", "填表人：张三")
    assert [cell.text for cell in grid.cells] == ["项目名称", "消防专项"]


def test_a_table_in_a_cell_divides_the_cell(places: Places) -> None:
    widths = "<w:tblGrid><w:gridCol w:w='2000'/><w:gridCol w:w='2000'/><w:gridCol w:w='4000'/></w:tblGrid>"
    halves = "<w:tblGrid><w:gridCol w:w='1000'/><w:gridCol w:w='2000'/></w:tblGrid>"
    inner = (
        f"<w:tbl>{halves}<w:tr>{tc('指标')}{tc('分值')}</w:tr><w:tr>{tc('满意度')}{tc('10')}</w:tr></w:tbl>"
    )
    cell = f"<w:tc><w:tcPr>{TWO}</w:tcPr>{inner}{paragraph('')}</w:tc>"
    outer = (
        f"<w:tbl>{widths}<w:tr>{tc('名称')}{tc('专项', TWO)}</w:tr><w:tr>{tc('绩效')}{cell}</w:tr></w:tbl>"
    )
    (grid,) = blocks(outer)
    assert places(grid) == {
        (0, 0, 1, 1, "名称"),
        (0, 1, 1, 2, "专项"),
        (1, 0, 2, 1, "绩效"),
        (1, 1, 1, 1, "指标"),
        (1, 2, 1, 1, "分值"),
        (2, 1, 1, 1, "满意度"),
        (2, 2, 1, 1, "10"),
    }


def test_a_text_beside_an_inner_table_is_a_row_of_its_own(places: Places) -> None:
    inner = f"<w:tbl><w:tr>{tc('一')}{tc('二')}</w:tr></w:tbl>"
    cell = f"<w:tc>{paragraph('明细')}{inner}{paragraph('合计')}</w:tc>"
    (grid,) = blocks(f"<w:tbl><w:tr>{tc('甲')}{cell}</w:tr></w:tbl>")
    assert places(grid) == {
        (0, 0, 3, 1, "甲"),
        (0, 1, 1, 2, "明细"),
        (1, 1, 1, 1, "一"),
        (1, 2, 1, 1, "二"),
        (2, 1, 1, 2, "合计"),
    }


def test_rows_whose_spans_do_not_add_up_are_placed_by_their_widths(places: Places) -> None:
    def wide(text: str, width: int) -> str:
        return tc(text, f"<w:tcW w:w='{width}' w:type='dxa'/>")

    first = "".join(
        wide(text, width) for text, width in (("指标", 1000), ("目标", 2010), ("实际", 3000), ("分", 1000))
    )
    second = "".join(wide(text, width) for text, width in (("总分", 6000), ("90", 1000)))
    (grid,) = blocks(f"<w:tbl><w:tr>{first}</w:tr><w:tr>{second}</w:tr></w:tbl>")
    assert places(grid) >= {(0, 3, 1, 1, "分"), (1, 0, 1, 3, "总分"), (1, 3, 1, 1, "90")}


def test_cells_merged_the_old_way(places: Places) -> None:
    row = f"{tc('项目名称', FIRST)}{tc('', NEXT)}{tc('专项')}"
    (grid,) = blocks(f"<w:tbl><w:tr>{row}</w:tr></w:tbl>")
    assert places(grid) == {(0, 0, 1, 2, "项目名称"), (0, 2, 1, 1, "专项")}


def test_changes_to_the_table_itself_are_accepted(places: Places) -> None:
    gone = f"<w:tr><w:trPr><w:del/></w:trPr>{tc('旧')}{tc('旧')}</w:tr>"
    less = f"<w:tr>{tc('甲')}{tc('删', GONE)}{tc('乙')}</w:tr>"
    new = f"<w:tr><w:trPr><w:ins/></w:trPr>{tc('丙')}{tc('丁')}</w:tr>"
    (grid,) = blocks(f"<w:tbl>{less}{gone}{new}</w:tbl>")
    assert places(grid) == {(0, 0, 1, 1, "甲"), (0, 1, 1, 1, "乙"), (1, 0, 1, 1, "丙"), (1, 1, 1, 1, "丁")}


def test_a_cell_whose_text_is_turned_reads_like_any_other() -> None:
    (grid,) = blocks(f"<w:tbl><w:tr>{tc('年度总体目标', TURNED)}{tc('x')}</w:tr></w:tbl>")
    assert grid.cells[0].text == "年度总体目标"


def test_a_deleted_paragraph_mark_joins_two_paragraphs() -> None:
    mark = "<w:pPr><w:rPr><w:del/></w:rPr></w:pPr>"
    assert texts(f"<w:p>{mark}<w:r><w:t>年度</w:t></w:r></w:p>{paragraph('目标')}") == ["年度目标"]


def test_moved_text_stands_where_it_went() -> None:
    moved = "<w:p><w:moveFrom><w:r><w:t>十</w:t></w:r></w:moveFrom><w:r><w:t>百</w:t></w:r>"
    assert texts(f"{moved}<w:moveTo><w:r><w:t>十</w:t></w:r></w:moveTo></w:p>") == ["百十"]


@pytest.mark.parametrize("hidden", ["<w:vanish/>", "<w:rStyle w:val='Unseen'/>"])
def test_hidden_text_is_not_on_the_paper(hidden: str) -> None:
    document = Document()
    style = document.styles.add_style("Unseen", WD_STYLE_TYPE.CHARACTER)
    style.font.hidden = True
    xml = f"<w:p {nsdecls('w')}><w:r><w:t>90</w:t></w:r><w:r><w:rPr>{hidden}</w:rPr><w:t>0</w:t></w:r></w:p>"
    document.element.body.insert(0, parse_xml(xml))
    assert lines(saved(document)) == ["90"]


def test_fields_show_their_result_and_not_their_code() -> None:
    field = (
        "<w:p><w:r><w:t>合计</w:t></w:r><w:r><w:fldChar w:fldCharType='begin'/></w:r>"
        "<w:r><w:instrText> =SUM(ABOVE) </w:instrText></w:r><w:r><w:t>码</w:t></w:r>"
        "<w:r><w:fldChar w:fldCharType='separate'/></w:r><w:r><w:t>100</w:t></w:r>"
        "<w:r><w:fldChar w:fldCharType='end'/></w:r><w:fldSimple w:instr='DATE'><w:r><w:t>分</w:t></w:r>"
        "</w:fldSimple></w:p>"
    )
    assert texts(field) == ["合计100分"]


def test_old_form_fields_show_what_was_chosen() -> None:
    def field(inside: str) -> str:
        data = f"<w:ffData>{inside}</w:ffData>"
        return (
            f"<w:r><w:fldChar w:fldCharType='begin'>{data}</w:fldChar></w:r>"
            "<w:r><w:instrText>FORM</w:instrText></w:r><w:r><w:fldChar w:fldCharType='end'/></w:r>"
        )

    ticked = field("<w:checkBox><w:default w:val='0'/><w:checked/></w:checkBox>")
    empty = field("<w:checkBox><w:default w:val='0'/></w:checkBox>")
    chosen = field(
        "<w:ddList><w:result w:val='1'/><w:listEntry w:val='优'/><w:listEntry w:val='良'/></w:ddList>"
    )
    assert texts(f"<w:p>{ticked}{empty}{chosen}</w:p>") == ["☑□良"]


def test_a_field_that_never_ends_swallows_nothing() -> None:
    assert texts("<w:p><w:r><w:fldChar w:fldCharType='begin'/></w:r><w:r><w:t>分值</w:t></w:r></w:p>") == [
        "分值"
    ]


@pytest.mark.parametrize(
    ("run", "text"),
    [
        ("<w:sym w:font='Symbol' w:char='F0B3'/><w:t>95%</w:t>", "≥95%"),
        ("<w:sym w:font='Wingdings' w:char='F0FE'/><w:t>是</w:t>", "☑是"),
        ("<w:rPr><w:rFonts w:ascii='Symbol'/></w:rPr><w:t>\uf0a3</w:t>", "≤"),
        ("<w:sym w:font='Webdings' w:char='F061'/>", "\ufffd"),
        ("<w:t>年</w:t><w:softHyphen/><w:t>度\u00ad目\u200b标</w:t>", "年度目标"),
        ("<w:t>2023</w:t><w:noBreakHyphen/><w:t>2024</w:t>", "2023-2024"),
    ],
)
def test_characters_that_are_no_plain_text(run: str, text: str) -> None:
    assert texts(f"<w:p><w:r>{run}</w:r></w:p>") == [text]


def test_the_reading_above_a_word_is_left_out() -> None:
    above = "<w:rt><w:r><w:t>jì</w:t></w:r></w:rt>"
    ruby = f"<w:ruby>{above}<w:rubyBase><w:r><w:t>绩</w:t></w:r></w:rubyBase></w:ruby>"
    assert texts(f"<w:p><w:r>{ruby}</w:r></w:p>") == ["绩"]


def test_a_power_of_a_figure_is_no_further_digit() -> None:
    raised = "<w:r><w:rPr><w:vertAlign w:val='superscript'/></w:rPr><w:t>{}</w:t></w:r>"
    power = f"<w:p><w:r><w:t>10</w:t></w:r>{raised.format(4)}<w:r><w:t>m</w:t></w:r>{raised.format(3)}</w:p>"
    assert texts(power) == ["10^4m3"]


def test_formulas_stand_in_the_line() -> None:
    def run(text: str) -> str:
        return f"<m:r><m:t>{text}</m:t></m:r>"

    fraction = f"<m:f><m:num>{run('57.55')}</m:num><m:den>{run('70')}</m:den></m:f>"
    square = f"<m:sSup><m:e>{run('m')}</m:e><m:sup>{run('2')}</m:sup></m:sSup>"
    formula = f"<w:p><m:oMath xmlns:m='{MATH}'>{run('≥95')}{square}{fraction}</m:oMath></w:p>"
    assert texts(formula) == ["≥95m257.55/70"]


def test_list_numbers_are_read_as_they_are_printed() -> None:
    document = Document()
    numbering = parse_xml(
        f"<w:numbering {nsdecls('w')}><w:abstractNum w:abstractNumId='77'>"
        "<w:lvl w:ilvl='0'><w:start w:val='1'/><w:numFmt w:val='chineseCounting'/>"
        "<w:lvlText w:val='（%1）'/><w:suff w:val='nothing'/></w:lvl>"
        "<w:lvl w:ilvl='1'><w:start w:val='1'/><w:numFmt w:val='decimal'/><w:lvlText w:val='%2.'/></w:lvl>"
        "</w:abstractNum><w:num w:numId='77'><w:abstractNumId w:val='77'/></w:num></w:numbering>"
    )
    document.part.numbering_part.element.extend(list(numbering))
    for level, text in ((0, "产出"), (1, "2023年"), (1, "质量"), (0, "效益"), (1, "社会")):
        properties = document.add_paragraph(text)._p.get_or_add_pPr()
        properties.append(
            parse_xml(f"<w:numPr {nsdecls('w')}><w:ilvl w:val='{level}'/><w:numId w:val='77'/></w:numPr>")
        )
    document.add_paragraph("不编号", style="List Number")
    found = lines(saved(document))
    assert found[:5] == ["（一）产出", "1. 2023年", "2. 质量", "（二）效益", "1. 社会"]
    assert found[5] == "1. 不编号"


def test_text_in_a_box_is_a_line() -> None:
    box = (
        f"<w:p><w:r><w:t>附件</w:t></w:r><w:r><w:pict><v:shape xmlns:v='urn:schemas-microsoft-com:vml'>"
        f"<v:textbox><w:txbxContent>{paragraph('单位：万元')}</w:txbxContent></v:textbox></v:shape></w:pict></w:r></w:p>"
    )
    assert texts(box) == ["附件", "单位：万元"]


def test_a_box_in_two_spellings_is_read_once(places: Places) -> None:
    table = f"<w:tbl><w:tr>{tc('分值')}{tc('10')}</w:tr></w:tbl>"
    box = f"<w:txbxContent>{table}{paragraph('框内')}</w:txbxContent>"
    drawn = f"<mc:Choice Requires='wps'><w:drawing><wps:txbx>{box}</wps:txbx></w:drawing></mc:Choice>"
    old = f"<mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback>"
    both = f"<w:p {BOXES}><w:r><mc:AlternateContent>{drawn}{old}</mc:AlternateContent></w:r></w:p>"
    grid, line = blocks(both)
    assert places(grid) == {(0, 0, 1, 1, "分值"), (0, 1, 1, 1, "10")}
    assert line.text == "框内"


def test_headers_stand_before_the_body_and_page_numbers_nowhere() -> None:
    document = Document()
    header, footer = document.sections[0].header, document.sections[0].footer
    header.paragraphs[0].text = "附件2"
    table = header.add_table(1, 2, width=Mm(160))
    table.cell(0, 0).text, table.cell(0, 1).text = "填报单位：东州市住建局", "2024年"
    footer.paragraphs[0].text = "第 "
    footer.paragraphs[0]._p.append(
        parse_xml(f"<w:fldSimple {nsdecls('w')} w:instr=' PAGE '><w:r><w:t>3</w:t></w:r></w:fldSimple>")
    )
    footer.add_paragraph("填表人：张三")
    document.add_paragraph("自评表")
    document.add_section()
    document.add_paragraph("第二份")
    assert lines(saved(document)) == [
        "附件2",
        "填报单位：东州市住建局\t2024年",
        "自评表",
        "填表人：张三",
        "第二份",
    ]


def test_a_footnote_follows_the_table_that_refers_to_it() -> None:
    document = Document()
    table = document.add_table(1, 1)
    reference = f"<w:r {nsdecls('w')}><w:footnoteReference w:id='2'/></w:r>"
    table.cell(0, 0).paragraphs[0].add_run("满意度")
    table.cell(0, 0).paragraphs[0]._p.append(parse_xml(reference))
    document.add_paragraph("填表人")
    rule = f"<w:footnote w:type='separator' w:id='0'>{paragraph('线')}</w:footnote>"
    note = f"<w:footnote w:id='2'>{paragraph('抽样调查')}</w:footnote>"
    notes = f"<w:footnotes {nsdecls('w')}>{rule}{note}</w:footnotes>".encode()
    part = Part(PackURI("/word/footnotes.xml"), "application/xml", notes, document.part.package)
    document.part.relate_to(part, f"{RELATIONS}/footnotes")
    grid, line, last = blocks_of(saved(document))
    assert (grid.cells[0].text, line.text, last.text) == ("满意度", "抽样调查", "填表人")


def test_a_main_part_of_another_name_and_with_macros() -> None:
    def change(name: str, content: bytes) -> tuple[str, bytes]:
        macros = b"application/vnd.ms-word.document.macroEnabled.main+xml"
        plain = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
        content = content.replace(b"word/document.xml", b"word/document2.xml").replace(plain, macros)
        return name.replace("word/document.xml", "word/document2.xml").replace(
            "document.xml.rels", "document2.xml.rels"
        ), content

    document = Document()
    document.add_paragraph("自评表")
    assert lines(repacked(saved(document), change)) == ["自评表"]


def test_the_strict_spelling() -> None:
    def change(name: str, content: bytes) -> tuple[str, bytes]:
        for word in (b"wordprocessingml", b"officeDocument"):
            old = b"http://schemas.openxmlformats.org/" + word + b"/2006/"
            content = content.replace(old, b"http://purl.oclc.org/ooxml/" + word + b"/")
        return name, content

    document = Document()
    document.add_paragraph("自评表")
    document.add_table(1, 2).cell(0, 0).text = "项目名称"
    line, grid = blocks_of(repacked(saved(document), change))
    assert (line.text, grid.cells[0].text) == ("自评表", "项目名称")


def test_a_document_inside_a_document() -> None:
    inner, outer = Document(), Document()
    inner.add_paragraph("附表")
    inner.add_table(1, 1).cell(0, 0).text = "内"
    outer.add_table(1, 1).cell(0, 0).text = "外"
    part = Part(PackURI("/word/chunk.docx"), DOCX_TYPE, saved(inner), outer.part.package)
    relation = outer.part.relate_to(part, f"{RELATIONS}/aFChunk")
    outer.element.body.insert(1, parse_xml(f"<w:altChunk {nsdecls('w', 'r')} r:id='{relation}'/>"))
    first, line, second = blocks_of(saved(outer))
    assert (first.number, line.text, second.number) == (0, "附表", 1)


def test_a_web_page_inside_a_document_is_not_passed_over() -> None:
    outer = Document()
    part = Part(PackURI("/word/chunk.html"), "text/html", b"<p>90</p>", outer.part.package)
    relation = outer.part.relate_to(part, f"{RELATIONS}/aFChunk")
    outer.element.body.insert(0, parse_xml(f"<w:altChunk {nsdecls('w', 'r')} r:id='{relation}'/>"))
    with pytest.raises(UnsupportedKind, match="save it again"):
        extract(saved(outer), "x.docx")


def test_a_file_that_unpacks_to_more_than_the_limit_is_refused() -> None:
    document = Document()
    document.add_paragraph("零" * 100_000)
    with pytest.raises(OversizedDocument, match=r"bomb\.docx: .*split"):
        extract(saved(document), "bomb.docx", ExtractionOptions(max_unpacked=200_000))


@pytest.mark.parametrize("reader", ["lxml", "python-docx"])
def test_the_limit_holds_for_a_part_of_any_name(reader: str) -> None:
    document = Document()
    document.add_paragraph("零" * 100_000)
    renamed = repacked(
        saved(document),
        lambda name, data: (
            (f"{name[:-3]}bin", data)
            if name == "word/document.xml"
            else (name, data.replace(b"document.xml", b"document.bin"))
        ),
    )
    options = ExtractionOptions.model_validate({"word_reader": reader})
    assert len(extract(renamed, "x.docx", options).blocks) == 1
    with pytest.raises(OversizedDocument, match=r"bomb\.docx: .*0\.2 million bytes; split"):
        extract(renamed, "bomb.docx", options.model_copy(update={"max_unpacked": 200_000}))


@pytest.mark.parametrize("reader", ["lxml", "python-docx"])
def test_a_part_that_declares_less_than_it_holds_is_not_unpacked(reader: str) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as content:
        content.writestr("word/document.xml", bytes(40_000_000))
    lying = out.getvalue().replace((40_000_000).to_bytes(4, "little"), (1000).to_bytes(4, "little"))
    options = ExtractionOptions.model_validate({"word_reader": reader, "max_unpacked": 1_000_000})
    tracemalloc.start()
    try:
        with pytest.raises((DamagedDocument, OversizedDocument)):
            extract(lying, "bomb.docx", options)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 20_000_000


def test_documents_inside_a_document_share_its_limit() -> None:
    inner = Document()
    inner.add_paragraph("零" * 100_000)
    outer = Document()
    for at in range(3):
        part = Part(PackURI(f"/word/chunk{at}.docx"), DOCX_TYPE, saved(inner), outer.part.package)
        relation = outer.part.relate_to(part, f"{RELATIONS}/aFChunk")
        outer.element.body.insert(at, parse_xml(f"<w:altChunk {nsdecls('w', 'r')} r:id='{relation}'/>"))
    limits = ExtractionOptions(max_unpacked=1_300_000), ExtractionOptions(max_unpacked=800_000)
    assert len(extract(saved(outer), "x.docx", limits[0]).blocks) == 3
    with pytest.raises(OversizedDocument, match="unpacks"):
        extract(saved(outer), "x.docx", limits[1])


def test_line_breaks_and_tabs_stay() -> None:
    broken = "<w:p><w:r><w:t>一</w:t><w:br/><w:t>二</w:t><w:tab/><w:t>三</w:t></w:r></w:p>"
    assert texts(broken) == ["一", "二\t三"]


def test_a_word_file_that_is_cut_off_says_so() -> None:
    whole = saved(Document())
    with pytest.raises(DamagedDocument, match=r"half\.docx: .*save it again"):
        extract(whole[: len(whole) // 2], "half.docx")


def test_a_preview_that_is_named_and_not_there_costs_nothing() -> None:
    document = Document()
    document.add_paragraph("自评表")

    def change(name: str, content: bytes) -> tuple[str, bytes]:
        return name, content.replace(b"docProps/thumbnail.jpeg", b"docProps/lost.jpeg")

    assert lines(repacked(saved(document), change)) == ["自评表"]


def test_a_part_that_does_not_unpack_says_so() -> None:
    def change(name: str, content: bytes) -> tuple[str, bytes]:
        return name, (b"<mark/>" * 40 if name == "word/document.xml" else content)

    data = repacked(saved(Document()), change).replace(b"<mark/>" * 40, b"<mark?>" * 40)
    with pytest.raises(DamagedDocument, match=r"spoilt\.docx: .*save it again"):
        extract(data, "spoilt.docx")
