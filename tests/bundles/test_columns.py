"""Columns of the public site: which there are, which rule puts a document where, and what a wrong file is told."""

from __future__ import annotations

import pytest

from bundles.columns import ColumnsInvalid, default_columns, read_columns
from bundles.format import PublicAttributes
from bundles.reader import BundleReader
from bundles.writer import BundleWriter

BUREAU = "shili-hrss"
SMALL = """\
fallback = "all"
[[column]]
id = "all"
name = "全部文件"
[[column]]
id = "letters"
name = "函件"
parent = "all"
[[rule]]
column = "letters"
document_types = ["函"]
units = ["办公室"]
"""


def column_for(title: str, document_type: str | None = None) -> str:
    attributes = PublicAttributes(title=title, document_type=document_type)
    column = default_columns().find(default_columns().column_for(attributes))
    assert column is not None
    return column.name


@pytest.mark.parametrize(
    ("title", "document_type", "column"),
    [
        ("示例区人力资源和社会保障局关于调整职业技能培训补贴标准的通知", "通知", "规范性文件"),
        ("示例区人力资源和社会保障局关于印发失业保险稳岗返还实施细则的通知", "通知", "规范性文件"),
        ("示例区人力资源和社会保障局关于推广使用电子劳动合同的通知", "通知", "其他政策文件"),
        ("《关于调整职业技能培训补贴标准的通知》政策解读", None, "政策解读"),
        ("失业保险常见问题解答", None, "政策解读"),
        ("关于《示例区公益性岗位管理办法》公开征求意见的公告", "公告", "意见征集"),
        ("《示例区公益性岗位管理办法》意见采纳情况", None, "意见采纳情况"),
        ("示例区人力资源和社会保障局权责清单（2026年版）", None, "权责清单"),
        ("2026年度双随机抽查计划", None, "双随机一公开"),
        ("关于拖欠农民工工资失信主体名单的公告", "公告", "行政执法公示"),
        ("2026年示例区事业单位公开招聘公告", "公告", "人事信息"),
        ("关于举办春风行动专场招聘会的通知", "通知", "其他政策文件"),
        ("2026年部门预算", None, "财政信息"),
        ("2026年人力资源和社会保障工作要点", None, "工作报告和规划"),
        ("2026年民生实事项目进展情况", None, "重点任务"),
        ("对区政协十届二次会议第18号提案的答复", "函", "建议提案办理答复"),
        ("社会保障卡申领办事指南", None, "办事指南"),
        ("证明事项告知承诺清单", None, "证明事项清单"),
        ("示例区人力资源和社会保障局主要职责和内设机构", None, "机构职能"),
        ("关于调整社会保险服务大厅办理时间的通告", "通告", "通知公告"),
        ("示例区人力资源和社会保障局政府信息公开指南", None, "政府信息公开指南"),
        ("示例区人力资源和社会保障局2025年政府信息公开工作年度报告", None, "政府信息公开年报"),
        ("关于印发2026年政务公开工作实施方案的通知", "通知", "政府信息公开制度"),
    ],
)
def test_the_title_and_the_type_of_a_document_say_its_column(title: str, document_type: str, column: str) -> None:
    assert column_for(title, document_type) == column


def test_every_column_of_the_regulations_names_its_article_and_what_it_holds() -> None:
    for column in default_columns().column:
        assert column.about, column.id
        assert column.basis or default_columns().below(column.id), column.id


def test_all_conditions_of_a_rule_have_to_hold() -> None:
    columns = read_columns(SMALL)
    letter = PublicAttributes(title="复函", document_type="函", unit="办公室")

    assert columns.column_for(letter) == "letters"
    assert columns.column_for(letter.model_copy(update={"unit": "就业促进科"})) == "all"
    assert columns.family("all") == {"all", "letters"}


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('fallback = "all"', 'fallback = "none"', "fallback"),
        ('parent = "all"', 'parent = "letters"', "column letters: parent"),
        ('column = "letters"', 'column = "post"', "rule 1: column"),
        ('id = "letters"', 'id = "all"', "column all: twice"),
        ('id = "letters"', 'id = "../letters"', "column.1.id"),
        ('name = "函件"', 'title = "函件"', "column.1.name"),
        ("[[rule]]", "[[rule]", "TOML"),
    ],
)
def test_a_wrong_file_is_told_its_place(old: str, new: str, told: str) -> None:
    with pytest.raises(ColumnsInvalid, match=told):
        read_columns(SMALL.replace(old, new, 1))


def test_the_public_side_is_told_of_the_columns_and_has_those_of_the_regulations_before(
    writer: BundleWriter, reader: BundleReader
) -> None:
    assert reader.columns(BUREAU) is default_columns()

    writer.write_columns(BUREAU, read_columns(SMALL))

    told = reader.columns(BUREAU)
    assert told == read_columns(SMALL)
    assert reader.columns(BUREAU) is told


def test_columns_that_were_damaged_on_the_public_side_are_replaced_by_those_of_the_regulations(
    writer: BundleWriter, reader: BundleReader
) -> None:
    writer.write_columns(BUREAU, read_columns(SMALL))
    (writer.root / BUREAU / "columns.json").write_text("{", encoding="utf-8")

    assert reader.columns(BUREAU) is default_columns()
