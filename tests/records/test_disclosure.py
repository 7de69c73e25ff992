"""Which legal basis carries which attribute (Regulations, articles 14–16 and 27)."""

from __future__ import annotations

import pytest

from records.domain.disclosure import Citation, Disclosure, basis_suffices, citations, is_founded

_OGI = "《中华人民共和国政府信息公开条例》"


@pytest.mark.parametrize(
    ("basis", "expected"),
    [
        (f"{_OGI}第十五条", [Citation(None, 15)]),
        ("《政府信息公开条例》第14条", [Citation(None, 14)]),
        ("政府信息公开条例第十六条第二款", [Citation(None, 16)]),
        ("条例第二十七条", [Citation(None, 27)]),
        ("根据《条例》第十四条、第十五条", [Citation(None, 14), Citation(None, 15)]),
        ("第十六条", [Citation(None, 16)]),
        ("《中华人民共和国保守国家秘密法》第九条", [Citation("中华人民共和国保守国家秘密法", 9)]),
        ("《中华人民共和国档案法》", [Citation("中华人民共和国档案法", None)]),
        ("依据《个人信息保护法》第二十八条、第二十九条", [
            Citation("个人信息保护法", 28),
            Citation("个人信息保护法", 29),
        ]),
        (f"{_OGI}第一百零五条", [Citation(None, 105)]),
        (f"{_OGI}第十条", [Citation(None, 10)]),
        (f"{_OGI}第三章", [Citation(None, None)]),
        ("《关于做好信息公开工作的通知》第十四条", [Citation(None, 14)]),
        ("内部文件", []),
        ("", []),
    ],
)  # fmt: skip
def test_a_legal_basis_is_read_as_law_and_article(basis: str, expected: list[Citation]) -> None:
    assert list(citations(basis)) == expected


@pytest.mark.parametrize(
    ("disclosure", "basis", "suffices"),
    [
        (Disclosure.PROACTIVE, None, True),
        (Disclosure.WITHHELD, f"{_OGI}第十四条", True),
        (Disclosure.WITHHELD, f"{_OGI}第十五条", True),
        (Disclosure.WITHHELD, f"{_OGI}第十六条", True),
        (Disclosure.WITHHELD, "《中华人民共和国保守国家秘密法》第九条", True),
        (Disclosure.WITHHELD, f"{_OGI}第二十七条", False),
        (Disclosure.WITHHELD, f"{_OGI}", False),
        (Disclosure.WITHHELD, "领导要求", False),
        (Disclosure.WITHHELD, None, False),
        (Disclosure.ON_REQUEST, f"{_OGI}第二十七条", True),
        (Disclosure.ON_REQUEST, "《中华人民共和国社会保险法》第七十四条", True),
        (Disclosure.ON_REQUEST, f"{_OGI}第十四条", False),
        (Disclosure.ON_REQUEST, f"{_OGI}第二十七条、第十四条", False),
        (Disclosure.ON_REQUEST, "《中华人民共和国保守国家秘密法》、条例第十四条", False),
        (Disclosure.ON_REQUEST, f"{_OGI}第十五条", False),
        (Disclosure.ON_REQUEST, " ", False),
    ],
)
def test_a_basis_carries_an_attribute_or_not(disclosure: Disclosure, basis: str | None, suffices: bool) -> None:
    assert basis_suffices(disclosure, basis) is suffices


def test_whoever_does_not_publish_gives_a_reason_too() -> None:
    assert is_founded(Disclosure.WITHHELD, f"{_OGI}第十六条", "属于内部事务信息")
    assert not is_founded(Disclosure.WITHHELD, f"{_OGI}第十六条", "  ")
    assert not is_founded(Disclosure.WITHHELD, f"{_OGI}第十六条", None)
    assert is_founded(Disclosure.PROACTIVE, None, None)


def test_attributes_are_ordered_from_open_to_strict() -> None:
    strictness = [attribute.strictness for attribute in Disclosure]
    assert strictness == sorted(set(strictness))
