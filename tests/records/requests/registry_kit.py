"""A bureau's register of requests over real records, and short ways to walk a request through it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import Final

from records.domain.document import PersonId
from records.domain.requests.answer_rules import AnswerKind
from records.domain.requests.answers import DraftedAnswer
from records.domain.requests.content import Requester
from records.domain.requests.office import RequestOffice
from records.domain.requests.receipt import Channel
from records.domain.requests.request import ApplicantClass, Delivery, DisclosureRequest, RequestId
from records.services.requests import RequestServices
from records.services.requests.book import RequestBook
from records.services.requests.intake import RequestForm
from records.store.private_box import KEY_BYTES, SecretPrivateBox
from tests.records.office_kit import CHAIN_PEOPLE, CLERK, OFFICE, UNIT, WORKING_DAYS, Office

HEAD_OF_OFFICE: Final = PersonId("duty")
NAME: Final = "示例申请人甲"
IDENTITY: Final = "居民身份证 TEST-370000-0001"
PHONE: Final = "000-0000-0000"
DESCRIPTION: Final = "2025年职业技能培训补贴发放的汇总情况"
PERSONAL: Final = (NAME, IDENTITY, PHONE, DESCRIPTION)


def a_form(**changes: object) -> RequestForm:
    form = RequestForm(ApplicantClass.NATURAL_PERSON, Requester(NAME, IDENTITY, PHONE), DESCRIPTION, Delivery.EMAIL)
    return replace(form, **changes)  # type: ignore[arg-type]


@dataclass(frozen=True)
class Registry:
    office: Office
    services: RequestServices

    @property
    def today(self) -> dt.date:
        return self.services.book.today

    def entered(self, **changes: object) -> RequestId:
        """Handed in at the counter today."""
        return self.services.intake.enter(a_form(**changes), Channel.IN_PERSON, self.today, by=CLERK).id

    def assigned(self, **changes: object) -> RequestId:
        request_id = self.entered(**changes)
        self.services.handling.assign(request_id, UNIT, by=OFFICE)
        return request_id

    def drafted(self, **changes: object) -> RequestId:
        request_id = self.assigned(**changes)
        self.services.answering.draft(request_id, an_answer(), by=CLERK)
        return request_id

    def approve(self, request_id: RequestId, *people: PersonId) -> None:
        for person in people or CHAIN_PEOPLE:
            answer = self.request(request_id).answer
            assert answer is not None
            self.services.answering.decide(request_id, approves=True, seen=answer.hash, by=person)

    def answered(self, **changes: object) -> RequestId:
        request_id = self.drafted(**changes)
        self.approve(request_id)
        self.services.answering.deliver(request_id, self.today, "电子邮件，有回执", by=CLERK)
        return request_id

    def request(self, request_id: RequestId) -> DisclosureRequest:
        with self.office.records(read_only=True) as work:
            return work.requests.get(request_id)


def an_answer(**changes: object) -> DraftedAnswer:
    drafted = DraftedAnswer(AnswerKind.DISCLOSED, "随函提供汇总表一份。", supplied_as="email")
    return replace(drafted, **changes)  # type: ignore[arg-type]


def open_registry(office: Office) -> Registry:
    said = RequestOffice(
        name="示例区人力资源和社会保障局办公室",
        head=HEAD_OF_OFFICE,
        letter_code="示人社公开复",
        review_organ="示例区人民政府",
        court="示例区人民法院",
    )
    bureau = replace(office.bureau, request_office=said)
    box = SecretPrivateBox(b"k" * KEY_BYTES)
    return Registry(office, RequestServices(RequestBook(office.records, office.clock, bureau, WORKING_DAYS, box)))
