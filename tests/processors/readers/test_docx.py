from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import docx
import pytest

from processors.extraction import Unreadable
from processors.readers.docx import read
from processors.sandbox.limits import DEFAULT_LIMITS, Limits

DocxWith = Callable[..., Path]


def p(text: str, properties: str = "") -> str:
    return f"<w:p>{properties}<w:r><w:t>{text}</w:t></w:r></w:p>"


def texts(path: Path) -> list[str]:
    return [page.text for page in read(path, DEFAULT_LIMITS).pages]


def test_paragraphs_and_tables_come_in_the_order_of_the_document(docx_with: DocxWith) -> None:
    table = f"<w:tbl><w:tr><w:tc>{p('项目')}</w:tc><w:tc>{p('金额')}{p('（元）')}</w:tc></w:tr></w:tbl>"
    assert texts(docx_with(p("前文") + table + p("后文"))) == ["前文\n项目\t金额 （元）\n后文\n"]


def test_a_table_inside_a_cell_does_not_add_cells_to_the_outer_row(docx_with: DocxWith) -> None:
    inner = f"<w:tbl><w:tr><w:tc>{p('内一')}</w:tc><w:tc>{p('内二')}</w:tc></w:tr></w:tbl>"
    body = f"<w:tbl><w:tr><w:tc>{inner}{p('')}</w:tc><w:tc>{p('外')}</w:tc></w:tr></w:tbl>"
    assert texts(docx_with(body)) == ["内一 内二\t外\n"]


def test_a_text_box_is_read_once_although_it_is_written_twice(docx_with: DocxWith) -> None:
    box = (
        '<mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"><mc:Choice '
        'Requires="wps"><wps:txbx xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape">'
        f"<w:txbxContent>{p('红头')}</w:txbxContent></wps:txbx></mc:Choice><mc:Fallback><w:pict>"
        f'<v:textbox xmlns:v="urn:schemas-microsoft-com:vml"><w:txbxContent>{p("红头")}</w:txbxContent></v:textbox>'
        "</w:pict></mc:Fallback></mc:AlternateContent>"
    )
    assert texts(docx_with(f"<w:p><w:r>{box}</w:r><w:r><w:t>锚点段</w:t></w:r></w:p>")) == ["红头\n锚点段\n"]


def test_content_controls_are_read_around_blocks_and_inside_lines(docx_with: DocxWith) -> None:
    body = f"<w:sdt><w:sdtPr/><w:sdtContent>{p('块')}</w:sdtContent></w:sdt>"
    body += (
        "<w:p><w:sdt><w:sdtContent><w:r><w:t>行内</w:t></w:r></w:sdtContent></w:sdt><w:r><w:t>文字</w:t></w:r></w:p>"
    )
    assert texts(docx_with(body)) == ["块\n行内文字\n"]


def test_tracked_changes_read_as_accepted_and_hidden_text_is_not_read(docx_with: DocxWith) -> None:
    body = (
        '<w:p><w:ins w:id="1" w:author="a"><w:r><w:t>加上</w:t></w:r></w:ins>'
        '<w:del w:id="2" w:author="a"><w:r><w:delText>删去</w:delText></w:r></w:del>'
        "<w:r><w:rPr><w:vanish/></w:rPr><w:t>隐藏</w:t></w:r>"
        "<w:r><w:rPr><w:vanish w:val='0'/></w:rPr><w:t>可见</w:t></w:r></w:p>"
    )
    draft = read(docx_with(body), DEFAULT_LIMITS)
    assert [page.text for page in draft.pages] == ["加上可见\n"]
    assert set(draft.warnings) == {"tracked_changes", "hidden_text"}


def test_page_breaks_and_new_page_sections_make_pages_and_doubled_ones_make_no_empty_page(docx_with: DocxWith) -> None:
    hard = '<w:p><w:r><w:br w:type="page"/></w:r></w:p>'
    section = "<w:p><w:pPr><w:sectPr/></w:pPr></w:p>"
    continuous = '<w:p><w:pPr><w:sectPr><w:type w:val="continuous"/></w:sectPr></w:pPr></w:p>'
    body = p("一") + hard + hard + p("二") + continuous + p("仍二") + section + p("三") + hard
    assert [text.split() for text in texts(docx_with(body))] == [["一"], ["二", "仍二"], ["三"]]


def test_headers_come_first_and_footers_last_without_page_numbers(tmp_path: Path) -> None:
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "示例区人力资源和社会保障局文件"
    document.sections[0].footer.paragraphs[0].text = "— 1 —"
    document.sections[0].footer.add_paragraph("印发机关")
    document.add_paragraph("正文")
    document.save(str(tmp_path / "a.docx"))
    assert texts(tmp_path / "a.docx") == ["示例区人力资源和社会保障局文件\n正文\n印发机关\n"]


def test_ticked_boxes_of_symbol_fonts_and_forms_are_characters(docx_with: DocxWith) -> None:
    box = '<w:r><w:fldChar w:fldCharType="begin"><w:ffData>'
    box += '<w:checkBox><w:checked w:val="{}"/></w:checkBox></w:ffData></w:fldChar></w:r>'
    body = '<w:p><w:r><w:sym w:font="Wingdings 2" w:char="F052"/><w:t>主动公开</w:t></w:r>'
    body += f"{box.format(0)}<w:r><w:t>依申请公开</w:t></w:r>{box.format(1)}<w:r><w:t>不予公开</w:t></w:r></w:p>"
    assert texts(docx_with(body)) == ["☑主动公开□依申请公开☑不予公开\n"]


def test_a_tab_inside_a_line_does_not_look_like_a_table(docx_with: DocxWith) -> None:
    assert texts(docx_with("<w:p><w:r><w:t>抄送：</w:t><w:tab/><w:t>财政局</w:t></w:r></w:p>")) == ["抄送： 财政局\n"]


def test_words_of_a_chart_are_read_because_they_are_published(docx_with: DocxWith) -> None:
    chart = (
        b'<c:chartSpace xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart"><c:strCache><c:pt><c:v>'
        b"Q1</c:v></c:pt></c:strCache></c:chartSpace>"
    )
    path = docx_with(p("正文"), parts={"word/charts/chart1.xml": chart}, relations={"charts/chart1.xml": "chart"})
    assert texts(path) == ["正文\nQ1\n"]


def test_too_many_pages_are_refused(docx_with: DocxWith) -> None:
    page = p("页") + '<w:p><w:r><w:br w:type="page"/></w:r></w:p>'
    with pytest.raises(Unreadable) as refusal:
        read(docx_with(page * 4), Limits(max_pages=3))
    assert refusal.value.code == "too_many_pages"
