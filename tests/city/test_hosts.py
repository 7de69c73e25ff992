"""One portal, two bureaus: what one has published, received or listed is at no address of the other's host."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import quote, unquote_plus, urljoin, urlsplit

import pytest

from bundles.sites import SITES_NAME
from gongkai.submissions import take_submissions
from tests.city.city_kit import CIVIL, LABOUR, Member
from tests.city.conftest import PublicCity

OTHER = {LABOUR: CIVIL, CIVIL: LABOUR}
BOTH = [pytest.param(member, id=member.name) for member in (LABOUR, CIVIL)]
_LINK = re.compile(r'(?:href|action|src)="([^"#]+)|<loc>([^<]+)|"(?:url|download)":\s*"([^"]+)')
APPLICATION = {
    "applicant": "natural_person",
    "name": "示例申请人甲",
    "identity_kind": "resident_id",
    "identity_number": "TEST-0001",
    "phone": "000-0000000",
    "email": "applicant@mail.example",
    "description": "2025年补贴发放汇总表",
    "delivery": "email",
}


def begin(city: PublicCity, member: Member) -> set[str]:
    """Addresses that nothing may link to, with the bureau's own words and ids in them."""
    document_id, word = city.documents[member], quote(member.subject)
    return {
        "/",
        "/sitemap.xml",
        "/robots.txt",
        "/feed.atom",
        "/api/openapi.json",
        "/api/v1/documents",
        f"/api/v1/documents/{document_id}",
        f"/api/v1/search?q={word}",
        f"/api/v1/suggestions?q={quote(member.subject[:2])}",
        f"/search?q={word}",
        f"/search/feed.atom?q={word}",
        f"/d/{document_id}",
        f"/d/{document_id}/v1",
        f"/d/{document_id}/report",
        f"/d/{document_id}/print",
    }


def walk(city: PublicCity, member: Member) -> Iterator[tuple[str, str]]:
    """Every address of the bureau's site, by its links, feeds, sitemap and API, with what it answers there."""
    waiting, seen = sorted(begin(city, member)), set(begin(city, member))
    while waiting:
        path = waiting.pop()
        answer = city.get(path, member)
        yield path, answer.text
        for found in _LINK.findall(answer.text):
            to = urlsplit(urljoin(f"http://{member.host}{path}", next(filter(None, found)).replace("&amp;", "&")))
            address = to.path + (f"?{to.query}" if to.query else "")
            if to.netloc == member.host and address not in seen and len(seen) < 400:
                seen.add(address)
                waiting.append(address)


def words_of(asked: str, member: Member, document_id: str) -> set[str]:
    return {word for word in (document_id, member.title, member.subject) if word in asked}


@pytest.mark.parametrize("member", BOTH)
def test_no_address_of_a_bureau_shows_anything_of_it_at_the_other_ones_host(
    public_city: PublicCity, member: Member
) -> None:
    document_id, other = public_city.documents[member], OTHER[member]
    told, walked = 0, 0
    for path, text in walk(public_city, member):
        walked += 1
        told += document_id in text or member.subject in text
        there, asked = public_city.get(path, other), unquote_plus(path)
        # A page may hand back what was asked for, and no more than that.
        for secret in {document_id, member.title, member.subject, member.host} - words_of(asked, member, document_id):
            assert secret not in there.text, path
        if document_id in path:
            assert there.status_code in {404, 405}, path
    assert walked > 30
    assert told > 8  # the walk meets the document: page, lists, feeds, sitemap, search, API, dump


@pytest.mark.parametrize("member", BOTH)
def test_the_dump_of_open_data_is_the_bureaus_own(public_city: PublicCity, member: Member) -> None:
    page = public_city.get("/open-data", member).text
    dumps = set(re.findall(r'href="(/open-data/[^"]+)"', page))
    assert dumps
    for path in dumps:
        text = public_city.get(path, member).text
        assert OTHER[member].subject not in text
        assert public_city.documents[OTHER[member]] not in text


def test_a_page_that_is_kept_as_a_file_is_kept_for_its_bureau_alone(public_city: PublicCity) -> None:
    for member in (LABOUR, CIVIL):
        public_city.get(f"/d/{public_city.documents[member]}", member)
    pages = public_city.city.folder / "public" / "pages"
    for member in (LABOUR, CIVIL):
        kept = {path.stem for path in (pages / member.name).rglob("*.html")}
        assert kept == {public_city.documents[member]}


@pytest.mark.parametrize("host", ["gongkai.example", "127.0.0.1", "hrss.gongkai.example.evil.example", "", "hrss"])
def test_a_host_that_no_bureau_has_gets_421_and_no_bureaus_word(public_city: PublicCity, host: str) -> None:
    for path in ("/", "/sitemap.xml", f"/d/{public_city.documents[LABOUR]}", "/api/v1/documents"):
        answer = public_city.portal.get(path, headers={"host": host})
        assert answer.status_code == 421
        assert "示例区" not in answer.text
        assert answer.headers["content-security-policy"]


def test_capitals_a_port_and_a_final_dot_are_the_same_host(public_city: PublicCity) -> None:
    for host in ("HRSS.Gongkai.Example", f"{LABOUR.host}:8443", f"{LABOUR.host}."):
        assert LABOUR.title in public_city.portal.get("/", headers={"host": host}).text


def test_what_a_proxy_or_a_citizen_says_beside_the_host_counts_for_nothing(public_city: PublicCity) -> None:
    headers = {"host": LABOUR.host, "x-forwarded-host": CIVIL.host, "forwarded": f"host={CIVIL.host}"}
    assert LABOUR.title in public_city.portal.get("/", headers=headers).text


def test_the_machines_health_check_needs_no_name(public_city: PublicCity) -> None:
    assert public_city.portal.get("/healthz", headers={"host": "localhost:8000"}).text == "ok\n"


def test_what_citizens_send_lands_in_the_drop_box_of_the_host_that_they_wrote_to(public_city: PublicCity) -> None:
    def boxes(member: Member) -> int:
        return len(list(public_city.city.settings(member).dropbox.iterdir()))

    document_id = public_city.documents[CIVIL]
    sent = public_city.portal.post(f"http://{CIVIL.host}/requests/new", data=APPLICATION)
    assert sent.status_code == 201, sent.text
    report = {"fault": "text", "text": "第一条有错字"}
    assert public_city.portal.post(f"http://{CIVIL.host}/d/{document_id}/report", data=report).status_code == 201
    # Another bureau's document, and its draft's comments, are nothing that this host knows.
    assert public_city.portal.post(f"http://{LABOUR.host}/d/{document_id}/report", data=report).status_code == 404
    comment = f"http://{LABOUR.host}/consultations/{document_id}/comment"
    assert public_city.portal.post(comment, data={"text": "建议"}).status_code == 404
    assert (boxes(CIVIL), boxes(LABOUR)) == (2, 0)
    with public_city.city.open(LABOUR) as app:
        assert take_submissions(app) == {"taken": 0, "known": 0, "unusable": 0}
    with public_city.city.open(CIVIL) as app:
        assert take_submissions(app) == {"taken": 2, "known": 0, "unusable": 0}


def test_a_box_that_is_put_into_another_bureaus_folder_cannot_be_opened_there(public_city: PublicCity) -> None:
    public_city.portal.post(f"http://{CIVIL.host}/requests/new", data=APPLICATION)
    settings = public_city.city.settings
    (box,) = settings(CIVIL).dropbox.iterdir()
    box.rename(settings(LABOUR).dropbox / box.name)
    with public_city.city.open(LABOUR) as app:
        assert take_submissions(app) == {"taken": 0, "known": 0, "unusable": 1}


def test_while_the_list_of_sites_is_missing_no_site_answers(public_city: PublicCity) -> None:
    listed = public_city.city.folder / "public" / "bundles" / SITES_NAME
    aside = listed.rename(listed.with_suffix(".aside"))
    assert public_city.get("/", LABOUR).status_code == 421
    aside.rename(listed)
    assert public_city.get("/", LABOUR).status_code == 200
