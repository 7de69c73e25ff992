"""A fictitious bureau with one person for each part in a document's way."""

from __future__ import annotations

import datetime as dt

from records.domain.bureau import Bureau, Delegation, Person, Unit
from records.domain.document import PersonId
from records.domain.lifecycle import Role

UNIT = "employment"

BUREAU = Bureau(
    id="shili-hrss",
    name="示例区人力资源和社会保障局",
    index_code="SLQ-HRSS",
    head=PersonId("head"),
    units=(
        Unit(UNIT, "就业促进科", PersonId("unit-head"), PersonId("deputy")),
        Unit("labour", "劳动关系科", PersonId("other-head"), PersonId("deputy")),
    ),
    people=(
        Person(PersonId("clerk"), "示例甲", "user-clerk", UNIT, frozenset({Role.CLERK})),
        Person(PersonId("unit-head"), "测试员乙", "user-unit-head", UNIT),
        Person(PersonId("deputy"), "示例丙", "user-deputy"),
        Person(PersonId("head"), "示例丁", "user-head"),
        Person(PersonId("office"), "测试员戊", "user-office", None, frozenset({Role.OFFICE})),
        Person(PersonId("other-clerk"), "示例己", "user-other-clerk", "labour", frozenset({Role.CLERK})),
        Person(PersonId("other-head"), "测试员庚", "user-other-head", "labour"),
        Person(PersonId("standin"), "示例辛", "user-standin", "labour"),
        Person(PersonId("officer"), "测试员癸", "user-officer", None, frozenset({Role.CONFIDENTIALITY_OFFICER})),
        Person(PersonId("duty"), "示例壬", "user-duty", None, frozenset({Role.DUTY_OFFICER})),
        Person(PersonId("operator"), "示例子", "user-operator", None, frozenset({Role.OPERATOR})),
    ),
    delegations=(Delegation(PersonId("deputy"), PersonId("standin"), dt.date(2026, 3, 10), dt.date(2026, 3, 12)),),
)
