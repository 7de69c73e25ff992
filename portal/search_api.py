"""Searching for programs: the results of the page as JSON, and what may be meant by what is being typed."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, Any, Final

from fastapi import APIRouter, Query
from pydantic import Field
from starlette.requests import Request
from starlette.responses import Response

from bundles.public_record import PublicRecord, public_record
from portal.answer_cache import AnswerCache
from portal.api import Answer, Problem, json_answer
from portal.results import Result, Results, find
from portal.search_form import FILTERS, LAST_PAGE, LONGEST_FILTER, LONGEST_QUERY, SearchForm
from portal.site import Site
from portal.suggestions import Kind, Suggestion, Suggestions

_SEARCH: Final = "/api/v1/search"
#: In half-open offsets of characters: [start, end).
Marks = tuple[tuple[int, int], ...]


class FoundAttachment(Answer):
    name: str
    path: str = Field(description="在页面上的位置或者文件的地址，相对于本站")


class FoundFragment(Answer):
    text: str
    marks: Marks = Field(description="命中之处：起、止字符位置，从 0 起，不含止")
    attachment: FoundAttachment | None = Field(description="片段所在的附件；正文中的为空")


class FoundDocument(Answer):
    document: PublicRecord
    title_marks: Marks = Field(description="标题中的命中之处")
    fragments: tuple[FoundFragment, ...]


class FacetCount(Answer):
    value: str = Field(description="可以作为同名参数的值")
    name: str = Field(description="显示的名称")
    documents: int


class SearchAnswer(Answer):
    """One page (1-based) of ten results; `next` is the address of the following page."""

    total: int
    page: int
    last_page: int
    next: str | None
    corrected: str | None = Field(description="没有公文写作所查词语时，改用的写法")
    relaxed: bool = Field(description="是否也列出了缺少部分词语的公文")
    facets: dict[str, tuple[FacetCount, ...]] = Field(description="可以用来缩小范围的参数和它们的值")
    results: tuple[FoundDocument, ...]


class SuggestionInfo(Answer):
    kind: Kind = Field(description="word 词语，title 标题，number 文号，organ 发文机关")
    text: str
    path: str = Field(description="地址，相对于本站")
    detail: str = Field(description="补充说明，可能为空")


class SuggestionList(Answer):
    suggestions: tuple[SuggestionInfo, ...]


def _parameter(name: str, description: str, **schema: object) -> dict[str, Any]:
    return {"name": name, "in": "query", "description": description, "schema": {"type": "string", **schema}}


#: The parameters of the page of results (portal/search_form.py reads them for both).
_PARAMETERS: Final = [
    _parameter("q", "检索词，空着列出全部；支持引号、OR、减号和文号", maxLength=LONGEST_QUERY),
    _parameter("column", "栏目编号", maxLength=LONGEST_FILTER),
    _parameter("unit", "公开科室", maxLength=LONGEST_FILTER),
    _parameter("organ", "发文机关", maxLength=LONGEST_FILTER),
    _parameter("type", "文种", maxLength=LONGEST_FILTER),
    _parameter("year", "成文年份，没有成文日期的按发布日期", type="integer", minimum=1949, maximum=9999),
    _parameter("validity", "有效性", enum=["effective", "amended", "repealed", "expired"]),
    _parameter("subject", "主题分类，第一级", maxLength=LONGEST_FILTER),
    _parameter("from", "成文日期不早于这一天，没有成文日期的按发布日期", format="date"),
    _parameter("to", "成文日期不晚于这一天", format="date"),
    _parameter("in", "titles 只在标题中查找", enum=["titles"]),
    _parameter("sort", "newest 按发布日期，新的在前；不填按相关程度", enum=["newest"]),
    _parameter("exact", "1 不换用其他写法", enum=["1"]),
    _parameter("page", "页码", type="integer", minimum=1, maximum=LAST_PAGE, default=1),
]


def search_api_routes(site: Site) -> APIRouter:
    """Both raise SearchUnavailable, the search FormInvalid too; the site answers them in one way everywhere."""
    router = APIRouter(prefix="/api/v1", tags=["检索"])
    problems: dict[int | str, dict[str, object]] = {code: {"model": Problem} for code in (400, 429, 503)}
    suggestions = Suggestions(site)
    answers: AnswerCache[bytes] = AnswerCache()

    @router.head("/search", include_in_schema=False)
    @router.get(
        "/search",
        response_model=SearchAnswer,
        responses=problems,
        summary="检索公文，与检索页面相同",
        openapi_extra={"parameters": _PARAMETERS},
    )
    def search(request: Request) -> Response:
        results = find(site, SearchForm.read(request.query_params))
        return json_answer(request, _search_answer(site, results).model_dump_json().encode())

    @router.head("/suggestions", include_in_schema=False)
    @router.get("/suggestions", response_model=SuggestionList, responses=problems, summary="输入时的建议")
    def suggest(
        request: Request,
        q: Annotated[str, Query(max_length=LONGEST_QUERY, description="已输入的内容，至少两个字")] = "",
    ) -> Response:
        revision = site.catalogue.revision()
        content = answers.get(q, revision)
        if content is None:
            content = _suggestion_list(suggestions.find(q)).model_dump_json().encode()
            answers.put(q, revision, content)
        return json_answer(request, content)

    return router


def _suggestion_list(found: Iterable[Suggestion]) -> SuggestionList:
    return SuggestionList(
        suggestions=tuple(
            SuggestionInfo(kind=each.kind, text=each.text, path=each.path, detail=each.detail) for each in found
        )
    )


def _search_answer(site: Site, results: Results) -> SearchAnswer:
    form = results.form
    return SearchAnswer(
        total=results.total,
        page=form.page,
        last_page=results.last_page,
        next=form.at_page(form.page + 1).address(_SEARCH) if form.page < results.last_page else None,
        corrected=results.corrected,
        relaxed=results.relaxed,
        facets={
            FILTERS[facet.name]: tuple(
                FacetCount(value=each.key, name=each.value, documents=each.count) for each in facet.links
            )
            for facet in results.facets
        },
        results=tuple(_found(site, each) for each in results.results),
    )


def _found(site: Site, result: Result) -> FoundDocument:
    return FoundDocument(
        document=public_record(result.meta, site.catalogue.columns),
        title_marks=result.title.marks,
        fragments=tuple(
            FoundFragment(
                text=each.fragment.text,
                marks=each.fragment.marks,
                attachment=FoundAttachment(name=each.attachment.name, path=each.attachment.path)
                if each.attachment
                else None,
            )
            for each in result.fragments
        ),
    )
