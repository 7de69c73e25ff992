"""From plain text to the form of a 公文 on a page."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bundles.body import body_html
from bundles.format import PublicAttributes
from bundles.lines import shown_lines
from bundles.markup import plain_text, refuse_unclean

ORGAN = "示例区人力资源和社会保障局"
TITLE = f"{ORGAN}关于开展职业技能培训的通知"
FACTS = PublicAttributes(title=TITLE, issuing_organs=(ORGAN,), document_number="示人社发〔2026〕12号")
SAMPLES = Path(__file__).parents[3] / "shared" / "samples" / "texts"


def body(text: str, *, printed_lines: bool = False, facts: PublicAttributes = FACTS) -> list[str]:
    return body_html([text], facts, printed_lines=printed_lines).splitlines()


def test_red_head_number_and_title_are_left_out_since_the_page_shows_them() -> None:
    text = f"{ORGAN}文件\n示人社发[2026] 12号\n{ORGAN}\n关于开展职业技能培训的通知\n各有关单位：\n现通知如下。\n"

    assert body(text) == ['<p class="addressees">各有关单位：</p>', "<p>现通知如下。</p>"]


def test_a_number_that_stands_below_the_title_is_left_out_too() -> None:
    assert body(f"{TITLE}\n示人社发〔2026〕12号\n正文。") == ["<p>正文。</p>"]


def test_what_else_stands_in_the_head_is_kept() -> None:
    text = f"特急\n{ORGAN}文件\n签发人：示例甲\n{TITLE}\n正文。"

    assert body(text) == [
        '<p class="head-note">特急</p>',
        '<p class="head-note">签发人：示例甲</p>',
        "<p>正文。</p>",
    ]


def test_without_a_title_in_the_text_nothing_is_lost() -> None:
    assert body("另一个标题\n正文。") == ["<p>另一个标题</p>", "<p>正文。</p>"]


def test_a_title_that_is_named_in_the_text_stays_there() -> None:
    text = f"{TITLE}\n根据《{TITLE}》，现通知如下。"

    assert body(text) == [f"<p>根据《{TITLE}》，现通知如下。</p>"]


def test_page_numbers_and_ruled_lines_are_left_out() -> None:
    pages = ["第一页。\n— 1 —\n", "________\n第二页。\n－ 2 －\n第 2 页 共 2 页\n"]

    assert body_html(pages, FACTS, printed_lines=False) == "<p>第一页。</p>\n<p>第二页。</p>\n"


def test_numbered_lines_become_headings_of_two_levels() -> None:
    text = "一、总体要求\n（一）目标任务\n正文。\n第二章　附则\n（二〇二六年修订）"

    assert body(text) == [
        "<h2>一、总体要求</h2>",
        "<h3>（一）目标任务</h3>",
        "<p>正文。</p>",
        "<h2>第二章　附则</h2>",
        "<p>（二〇二六年修订）</p>",
    ]


def test_levels_of_headings_have_no_gap() -> None:
    assert body("（一）目标任务\n正文。")[0] == "<h2>（一）目标任务</h2>"


def test_a_numbered_first_sentence_is_set_apart_within_its_paragraph() -> None:
    assert body("（一）依法公开。政务公开应当依法进行。") == ["<p><b>（一）依法公开。</b>政务公开应当依法进行。</p>"]
    assert body("第三条　本办法自发布之日起施行。") == ["<p><b>第三条</b>　本办法自发布之日起施行。</p>"]


def test_a_first_sentence_with_a_colon_is_no_addressee() -> None:
    assert body("为做好培训工作，现通知如下：") == ["<p>为做好培训工作，现通知如下：</p>"]


def test_addressees_with_commas_are_known_from_the_attributes() -> None:
    facts = FACTS.model_copy(update={"addressees": "各镇人民政府，各有关单位"})

    assert body("各镇人民政府，各有关单位：\n正文。", facts=facts)[0] == (
        '<p class="addressees">各镇人民政府，各有关单位：</p>'
    )


def test_signature_date_and_note_form_blocks_of_their_own() -> None:
    text = f"特此通知。\n{ORGAN}\n示例区财政局\n2026年2月26日\n（此件公开发布）"

    assert body(text) == [
        "<p>特此通知。</p>",
        '<div class="signature">',
        f"<p>{ORGAN}</p>",
        "<p>示例区财政局</p>",
        "<p>2026年2月26日</p>",
        "</div>",
        '<p class="note">（此件公开发布）</p>',
    ]


def test_a_date_in_chinese_numerals_signs_too() -> None:
    assert body(f"{ORGAN}\n二〇〇六年十月十八日")[0] == '<div class="signature">'


def test_the_attachment_note_keeps_its_lines_together_and_an_annex_has_a_heading() -> None:
    text = "附件：1.补贴标准\n2.分工表\n特此通知。\n附件1\n补贴标准\n正文。"

    assert body(text) == [
        '<div class="attachment-note">',
        "<p>附件：1.补贴标准</p>",
        "<p>2.分工表</p>",
        "</div>",
        "<p>特此通知。</p>",
        '<div class="annex">',
        '<p class="annex-mark">附件1</p>',
        "<h2>补贴标准</h2>",
        "</div>",
        "<p>正文。</p>",
    ]


def test_the_imprint_is_a_block_with_organ_left_and_date_right() -> None:
    text = f"抄送：区政府办公室。\n{ORGAN}办公室\t2026年2月27日印发"

    assert body(text) == [
        '<footer class="imprint">',
        "<p><span>抄送：区政府办公室。</span></p>",
        f"<p><span>{ORGAN}办公室</span> <span>2026年2月27日印发</span></p>",
        "</footer>",
    ]


def test_a_printing_organ_above_its_date_belongs_to_the_imprint() -> None:
    assert body(f"{ORGAN}办公室\n2026年2月27日印发")[0] == '<footer class="imprint">'


def test_an_order_to_print_in_the_text_is_no_imprint() -> None:
    assert body("现将2026年2月27日印发的办法转发给你们，请遵照执行。")[0].startswith("<p>")


def test_rows_with_tabs_become_a_table_that_can_be_scrolled_with_the_keyboard() -> None:
    assert body("类别\t标准\n岗前培训\t800\n在岗培训") == [
        '<div class="table" role="region" tabindex="0" aria-label="表格1">',
        "<table>",
        "<thead>",
        '<tr><th scope="col">类别</th><th scope="col">标准</th></tr>',
        "</thead>",
        "<tbody>",
        "<tr><td>岗前培训</td><td>800</td></tr>",
        "</tbody>",
        "</table>",
        "</div>",
        "<p>在岗培训</p>",
    ]


def test_a_first_row_of_numbers_is_no_header_and_short_rows_are_filled_up() -> None:
    rows = body("1\t2\t3\n甲\t乙")

    assert "<thead>" not in rows
    assert "<tr><td>甲</td><td>乙</td><td></td></tr>" in rows


def test_a_single_line_with_a_tab_stays_a_line() -> None:
    assert body("联系人\t示例甲") == ["<p>联系人　示例甲</p>"]


def test_printed_lines_that_reach_the_margin_are_joined_to_paragraphs() -> None:
    text = (
        "为贯彻落实就业优先战略，提高劳动者职业技能，根据上级有\n"
        "关部署，现就开展培训有关事项通知如下，请各单位结合实际认\n"
        "真贯彻执行。\n"
        "一、总体要求\n"
        "坚持需求导向，面向企业职工、就业重点群体和返乡劳动力开展\n"
        "培训。\n"
    )

    assert body(text, printed_lines=True) == [
        "<p>为贯彻落实就业优先战略，提高劳动者职业技能，根据上级有关部署，现就开展培训有关事项通知如下，"
        "请各单位结合实际认真贯彻执行。</p>",
        "<h2>一、总体要求</h2>",
        "<p>坚持需求导向，面向企业职工、就业重点群体和返乡劳动力开展培训。</p>",
    ]


def test_a_paragraph_that_goes_on_over_the_page_is_joined_across_the_page_number() -> None:
    line = "坚持需求导向，面向企业职工、就业重点群体和返乡劳动力开展"
    pages = [f"{line}\n— 1 —\n", "职业技能培训。\n", f"{line}\n培训。\n"]

    assert body_html(pages, FACTS, printed_lines=True).count("<p>") == 2


def test_lines_of_a_docx_are_paragraphs_and_are_never_joined() -> None:
    line = "坚持需求导向，面向企业职工、就业重点群体和返乡劳动力开展"

    assert len(body(f"{line}\n{line}\n{line}")) == 3


def test_an_annex_is_headed_by_its_title_from_the_attributes_even_over_two_lines() -> None:
    facts = FACTS.model_copy(update={"attachments": ("2026年第一批公益性岗位拟聘用人员名单",)})

    assert body("附件\n2026年第一批公益性岗位\n拟聘用人员名单\n正文。", facts=facts)[2:] == [
        "<h2>2026年第一批公益性岗位拟聘用人员名单</h2>",
        "</div>",
        "<p>正文。</p>",
    ]


def test_what_a_notice_issues_is_headed_by_the_title_that_the_notice_names() -> None:
    text = f"现将《政务公开工作实施方案》印发给你们。\n{ORGAN}\n2026年2月10日\n政务公开工作\n实施方案\n正文。"

    assert body(text)[5:] == [
        '<div class="annex">',
        "<h2>政务公开工作实施方案</h2>",
        "</div>",
        "<p>正文。</p>",
    ]


def test_an_imprint_right_below_a_table_is_no_row_of_it() -> None:
    rows = body(f"类别\t标准\n甲\t乙\n{ORGAN}办公室\t2026年2月27日印发")

    assert rows.index("</table>") < rows.index('<footer class="imprint">')


def test_a_head_of_organ_and_document_type_is_left_out() -> None:
    facts = FACTS.model_copy(update={"document_type": "通告"})

    assert body(f"{ORGAN}通告\n{TITLE}\n正文。", facts=facts) == ["<p>正文。</p>"]


def test_markup_in_the_text_is_shown_as_text() -> None:
    hostile = "<script>alert(1)</script>&lt;\"'>"

    for text in (hostile, f"一、{hostile}", f"{hostile}\t甲\n乙\t{hostile}", f"附件：{hostile}", f"抄送：{hostile}"):
        html = body_html([text], FACTS, printed_lines=False)
        assert "<script" not in html
        refuse_unclean(html)
        assert hostile in plain_text(html)


def test_marks_that_reverse_or_hide_text_are_taken_out() -> None:
    assert body("金额\u202e001\u202c元\u200b\x00整") == ["<p>金额001元整</p>"]


@given(
    st.lists(
        st.text(alphabet=st.sampled_from("一二、（）。：附件局2026年月日印发抄送\t\n 　<>&\"'甲乙丙—1"), max_size=80),
        max_size=4,
    ),
    st.booleans(),
)
def test_any_text_becomes_a_clean_body_and_no_character_is_lost(pages: list[str], printed_lines: bool) -> None:
    facts = PublicAttributes(title="不会出现的标题")
    html = body_html(pages, facts, printed_lines=printed_lines)

    refuse_unclean(html)
    expected = "".join("".join(shown_lines(pages)).split())
    assert "".join(plain_text(html).split()) == expected


def test_real_public_documents_become_clean_bodies_that_keep_their_text() -> None:
    """The texts are beside the repository on the machines that have them."""
    for path in sorted(SAMPLES.glob("*.json")):
        facts = json.loads(path.read_text(encoding="utf-8"))
        text = path.with_suffix(".txt").read_text(encoding="utf-8")
        attributes = PublicAttributes(
            title=facts["title"],
            document_number=facts["document_number"],
            issuing_organs=tuple(facts["issuing_organs"] or ()),
            addressees=facts["addressees"],
        )
        html = body_html([text], attributes, printed_lines=False)
        refuse_unclean(html)
        shown = len("".join(plain_text(html).split()))
        left_out = len("".join("".join(shown_lines([text])).split())) - shown
        assert 0 <= left_out <= len(facts["title"]) + 120, path.name


@pytest.mark.parametrize("printed_lines", [True, False])
def test_an_empty_document_has_an_empty_body(printed_lines: bool) -> None:
    assert body_html([], FACTS, printed_lines=printed_lines).strip() == ""
    assert body_html(["\n \n"], FACTS, printed_lines=printed_lines).strip() == ""
