"""What the page of one document shows around its article: facts, validity, downloads, relations, how to cite it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from markupsafe import Markup

from bundles.article import chinese_date, shanghai_day
from bundles.columns import Column
from bundles.format import BundleMeta
from bundles.relations import Relations
from bundles.subjects import levels
from portal.consultations import ShownConsultation, consultations_of
from portal.contents import Heading
from portal.site import Article, Site
from portal.validity import Validity, is_settled, validity

#: Related documents shown of each kind.
MOST_RELATED = 8


@dataclass(frozen=True, slots=True)
class Fact:
    """One row of the metadata table: `term` as 国办's rules for policy libraries call it."""

    term: str
    text: str
    day: dt.date | None = None
    is_wide: bool = False


@dataclass(frozen=True, slots=True)
class Related:
    """Documents of one kind of relation, under what the page calls it."""

    heading: str
    documents: tuple[BundleMeta, ...]


@dataclass(frozen=True, slots=True)
class DocumentPage:
    """`trail` are the columns above, the top one first. `holds`: no day to come changes what is said here.

    `consultations` are those about this document as a draft.
    """

    meta: BundleMeta
    article: Markup
    contents: tuple[Heading, ...]
    trail: tuple[Column, ...]
    validity: Validity | None
    facts: tuple[Fact, ...]
    related: tuple[Related, ...]
    citation: str
    address: str
    consultations: tuple[ShownConsultation, ...]
    holds: bool


def document_page(site: Site, article: Article, address: str, today: dt.date) -> DocumentPage:
    """Gather everything; `address` is the document's own, `today` the day in Shanghai."""
    meta, facts = article.meta, article.meta.attributes
    relations = site.catalogue.relations(meta.id)
    column = site.column_of(meta)
    repealed_by = site.public(relations.repealed_by)
    in_force = validity(facts, repealed_by, today, is_rule=column.shows_validity)
    consultations = consultations_of(site, meta.id, today)
    return DocumentPage(
        meta=meta,
        article=article.html,
        contents=article.contents,
        trail=site.trail(column),
        validity=in_force,
        facts=tuple(_facts(meta, column, in_force)),
        related=_all_related(site, meta, consultations, relations),
        citation=_citation(meta, address),
        address=address,
        consultations=tuple(one for one in consultations if one.draft.id == meta.id),
        holds=is_settled(facts, repealed_by, today) and all(one.is_settled for one in consultations),
    )


def _facts(meta: BundleMeta, column: Column, in_force: Validity | None) -> Iterable[Fact]:
    facts = meta.attributes
    published_on = shanghai_day(meta.published_at)
    adopted_on = chinese_date(facts.adopted_on) if facts.adopted_on else "—"
    yield Fact("索引号", meta.index_number)
    yield Fact("主题分类", " › ".join(levels(facts.subject)) or "—")
    yield Fact("发文机关", "、".join(facts.issuing_organs) or "—")
    yield Fact("成文日期", adopted_on, facts.adopted_on)
    yield Fact("标题", facts.title, is_wide=True)
    yield Fact("发文字号", facts.document_number or "—")
    yield Fact("发布日期", chinese_date(published_on), published_on)
    yield Fact("有效性", _validity_words(in_force))
    yield Fact("文种", facts.document_type or "—")
    yield Fact("所属栏目", column.name)
    yield Fact("公开科室", facts.unit or "—")


def _validity_words(in_force: Validity | None) -> str:
    if in_force is None:
        return "—"
    return f"{in_force.words}（{in_force.detail}）" if in_force.detail else in_force.words


def _all_related(
    site: Site, meta: BundleMeta, consultations: Iterable[ShownConsultation], relations: Relations
) -> tuple[Related, ...]:
    """What was said of a consultation first; a document that stands there is not named again below."""
    around = tuple(_around_draft(meta, consultations))
    named = {other.id for each in around for other in each.documents}
    others = (
        Related(each.heading, tuple(other for other in each.documents if other.id not in named))
        for each in _related(site, relations)
    )
    return (*around, *(each for each in others if each.documents))


def _around_draft(meta: BundleMeta, consultations: Iterable[ShownConsultation]) -> Iterable[Related]:
    """Draft, report on adoption and decision, each with the others."""
    for one in consultations:
        kinds = (("征求意见的草案", one.draft), ("意见采纳情况", one.report), ("据此作出的决定", one.decision))
        for heading, other in kinds:
            if other is not None and other.id != meta.id:
                yield Related(heading, (other,))


def _related(site: Site, relations: Relations) -> Iterable[Related]:
    kinds = (
        ("政策解读", relations.interpreted_by),
        ("所解读的文件", relations.interprets),
        ("本文件废止的文件", relations.repeals),
        ("本文件提到的文件", relations.cites),
        ("提到本文件的文件", relations.cited_by),
    )
    for heading, ids in kinds:
        documents = site.public(ids[:MOST_RELATED])
        if documents:
            yield Related(heading, documents)


def _citation(meta: BundleMeta, address: str) -> str:
    facts = meta.attributes
    organs, number = "、".join(facts.issuing_organs), f"（{facts.document_number}）" if facts.document_number else ""
    title = facts.title if facts.title.startswith("《") else f"《{facts.title}》"
    published_on = chinese_date(shanghai_day(meta.published_at))
    return f"{organs}：{title}{number}，{published_on}发布，索引号{meta.index_number}，{address}"
