"""Which sample files there are: text, format, and what their dispatch sheets say."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

REGULATIONS = "《中华人民共和国政府信息公开条例》"
CLERK_INSURANCE, CLERK_EMPLOYMENT, CLERK_OFFICE = "示例经办员甲", "示例经办员乙", "测试员丙"


class Kind(StrEnum):
    """How a file is made from its text."""

    DOCX = "docx"
    PDF = "pdf"
    OFD = "ofd"
    SCANNED_PDF = "scanned_pdf"
    PNG = "png"
    TIFF = "tiff"
    JPEG = "jpeg"
    TRUNCATED_DOCX = "truncated_docx"
    ENCRYPTED_PDF = "encrypted_pdf"


@dataclass(frozen=True, slots=True)
class Sheet:
    """A dispatch sheet's entries; empty ones are left out. `alone`: it is a NAME.json, else a row of dispatch.csv."""

    unit: str
    drafted_by: str
    disclosure: str = ""
    legal_basis: str = ""
    reason: str = ""
    alone: bool = False

    def fields(self) -> dict[str, str]:
        """In the words of the paper form."""
        entries = {
            "拟稿科室": self.unit,
            "拟稿人": self.drafted_by,
            "公开属性": self.disclosure,
            "法律依据": self.legal_basis,
            "理由": self.reason,
        }
        return {name: entry for name, entry in entries.items() if entry}


@dataclass(frozen=True, slots=True)
class Sample:
    """`text` names a file of samples/texts; samples of the same text and kind are the same bytes."""

    name: str
    text: str
    kind: Kind
    sheet: Sheet | None = None


SAMPLES = (
    Sample(
        "01-失业保险金申领发放通知.docx",
        "unemployment_benefit_notice",
        Kind.DOCX,
        Sheet("社会保险科", CLERK_INSURANCE),
    ),
    Sample(
        "02-人大代表建议答复函.docx",
        "proposal_reply",
        Kind.DOCX,
        Sheet("就业促进科", CLERK_EMPLOYMENT, "主动公开"),
    ),
    Sample(
        "03-职业技能培训补贴标准.pdf",
        "training_subsidy_policy",
        Kind.PDF,
        Sheet("就业促进科", CLERK_EMPLOYMENT),
    ),
    Sample(
        "04-培训补贴政策解读.docx",
        "training_subsidy_explained",
        Kind.DOCX,
        Sheet("就业促进科", CLERK_EMPLOYMENT, "主动公开"),
    ),
    Sample(
        "05-春风行动招聘会通知（扫描件）.pdf",
        "spring_job_fair",
        Kind.SCANNED_PDF,
        Sheet("就业促进科", CLERK_EMPLOYMENT),
    ),
    Sample(
        "06-政务公开工作实施方案.pdf",
        "disclosure_plan",
        Kind.PDF,
        Sheet("办公室", CLERK_OFFICE, "主动公开"),
    ),
    Sample(
        "07-电子劳动合同通知.ofd",
        "labour_contract_notice",
        Kind.OFD,
        Sheet("劳动关系科", CLERK_OFFICE),
    ),
    Sample(
        "08-干部轮岗交流通知.tiff",
        "staff_rotation",
        Kind.TIFF,
        Sheet(
            "办公室",
            CLERK_OFFICE,
            "不予公开",
            f"{REGULATIONS}第十六条",
            "属于人事管理方面的内部事务信息，不涉及公众权利义务。",
            alone=True,
        ),
    ),
    Sample(
        "09-培训学校评估情况函.png",
        "training_school_letter",
        Kind.PNG,
        Sheet(
            "就业促进科",
            CLERK_EMPLOYMENT,
            "依申请公开",
            f"{REGULATIONS}第二十七条",
            "只涉及一所培训学校的评估细节，不属于第十九条至第二十一条规定的主动公开范围。",
            alone=True,
        ),
    ),
    Sample(
        "10-公益性岗位拟聘用名单通知.docx",
        "public_post_list",
        Kind.DOCX,
        Sheet("就业促进科", CLERK_EMPLOYMENT, "主动公开"),
    ),
    Sample("11-试卷保管工作通知.pdf", "exam_paper_custody", Kind.PDF),
    Sample(
        "12-失业保险通知（重复报送）.docx",
        "unemployment_benefit_notice",
        Kind.DOCX,
        Sheet("社会保险科", CLERK_INSURANCE),
    ),
    Sample(
        "13-招聘会通知（传输中断）.docx",
        "spring_job_fair",
        Kind.TRUNCATED_DOCX,
        Sheet("就业促进科", CLERK_EMPLOYMENT),
    ),
    Sample("14-电子劳动合同通知（加密）.pdf", "labour_contract_notice", Kind.ENCRYPTED_PDF),
    Sample(
        "15-服务大厅办理时间通告（照片）.jpg",
        "service_hours_announcement",
        Kind.JPEG,
        Sheet("社会保险科", CLERK_INSURANCE),
    ),
)
