"""Plain text of a 公文 → clean HTML: headings, paragraphs, tables, signature, notes, imprint (GB/T 9704-2012)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from html import escape

from bundles.format import PublicAttributes
from bundles.head import split_head
from bundles.lines import join_printed, shown_lines

_NUMERAL = "[一二三四五六七八九十百零]{1,4}"
_DATE = (
    r"\d{4}\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日"
    r"|[〇○零ＯO0一二三四五六七八九]{4}年[一二三四五六七八九十]{1,2}月[一二三四五六七八九十]{1,3}日"
)
#: Matches `2026年3月2日` and `二〇〇六年十月十八日`, not `2026年3月2日起施行`.
_DATE_LINE = re.compile(rf"(?:{_DATE})")
#: Matches `示例区财政局`, not `示例区财政局：` or `以上各局`, followed by more text.
_ORGAN_LINE = re.compile(r"[^。，；：、,;:]{2,30}(局|委|会|政府|办公室|部|厅|院|中心|处|科|所|署|办|行|队|公司)")
#: Matches `（此件公开发布）`, not `（一）总体要求`.
_NOTE_LINE = re.compile(r"[（(](此件|本件|此文|本文|联系)[^（）()]{0,60}[）)]")
#: Matches `抄送：区政府办公室。` and `2026年3月3日印发`, not `现印发给你们`.
_IMPRINT_LINE = re.compile(
    rf"(抄送|抄报|分送|主题词|公开方式|公开属性|公开选项|信息公开选项)[：:].*|.*(?:{_DATE})\s*印发[。]?|[（(]?共印\s*\d+\s*份[）)]?"
)
#: Matches `附件：1.申请表`, not `附件1`.
_ATTACHMENT_NOTE = re.compile(r"附件\s*[：:]\s*\S.*")
#: Matches `2.证明材料`, not `2026年`.
_NUMBERED = re.compile(r"\d{1,2}\s*[.．、]\s*\S.*")
#: Matches `附件` and `附件 2`, not `附件：1.申请表`.
_ANNEX_MARK = re.compile(r"附件\s*\d{0,2}")
#: Matches `一、总体要求` and `第一章　总则`, not `一是推进`.
_FIRST_LEVEL = re.compile(rf"{_NUMERAL}、\S.*|第{_NUMERAL}[章编](\s.*)?")
#: Matches `（二）具体措施`, not `（二〇二六年）`.
_SECOND_LEVEL = re.compile(rf"[（(]{_NUMERAL}[）)]\S.*|第{_NUMERAL}节(\s.*)?")
#: Matches the first sentence of `（一）依法公开。政务公开应当……` and the number of `第三条　本办法……`.
_RUN_IN = re.compile(rf"(?:{_NUMERAL}、|[（(]{_NUMERAL}[）)])[^。；]{{1,40}}。(?=.)|第{_NUMERAL}条(?=\s)")
#: Matches `《实施方案》`, not `《实施方案`.
_NAMED = re.compile(r"《([^《》]{4,60})》")
_SENTENCE_END = ("。", "；", "！", "？", "：", "，", ";", ":")
_HEADING_LENGTH = 45
_TITLE_LINES = 3


def body_html(pages: Sequence[str], attributes: PublicAttributes, *, printed_lines: bool) -> str:
    """Turn the text of pages into the body of a bundle, every character escaped.

    `printed_lines`: a line of the text is a line on paper (PDF, OFD, OCR) and may end in mid-sentence; otherwise
    (DOCX) it is a paragraph. Cells of a table row are separated by tabs. Head and title are left out, since the page
    shows them from `attributes`.
    """
    head, rest = split_head(shown_lines(pages), attributes)
    lines = [line.strip("　 ") for line in (join_printed(rest) if printed_lines else rest)]
    blocks = [_paragraph(line.strip(), "head-note") for line in head]
    blocks += _Composer(lines, attributes).compose()
    return "\n".join(blocks) + "\n"


class _Composer:
    """Walks over the lines once; each method takes the lines that form its block."""

    def __init__(self, lines: Sequence[str], attributes: PublicAttributes) -> None:
        self._lines = lines
        self._addressees = attributes.addressees
        #: What a following part may be called: an attachment, or a document that this one names and issues.
        self._titles = {_closed_up(name) for name in (*attributes.attachments, *_NAMED.findall("".join(lines)))}
        self._is_signed = False
        self._at = 0
        self._tables = 0
        self._has_heading = False

    def compose(self) -> list[str]:
        blocks = []
        while self._at < len(self._lines):
            blocks.append(
                self._imprint()
                or self._table()
                or self._signature()
                or self._attachments()
                or self._issued_part()
                or self._line()
            )
        return blocks

    def _take(self, count: int) -> Sequence[str]:
        taken = self._lines[self._at : self._at + count]
        self._at += count
        return taken

    def _run(self, pattern: re.Pattern[str], start: int) -> int:
        """How many lines from `start` on match in a row."""
        count = 0
        while start + count < len(self._lines) and pattern.fullmatch(self._lines[start + count]):
            count += 1
        return count

    def _imprint(self) -> str | None:
        end = self._at
        while count := self._run(_IMPRINT_LINE, end) or self._printing_organ(end):
            end += count
        if end == self._at:
            return None
        return _wrapped("footer", "imprint", map(_imprint_row, self._take(end - self._at)))

    def _printing_organ(self, start: int) -> int:
        """印发机关 may stand on the line above 印发日期."""
        above = self._run(_ORGAN_LINE, start)
        return above if above == 1 and self._run(_IMPRINT_LINE, start + 1) else 0

    def _table(self) -> str | None:
        end = self._at
        while end < len(self._lines) and "\t" in self._lines[end] and not self._run(_IMPRINT_LINE, end):
            end += 1
        if end - self._at < 2:
            return None
        self._tables += 1
        rows = [[cell.strip() for cell in line.split("\t")] for line in self._take(end - self._at)]
        return _table_html(rows, self._tables)

    def _signature(self) -> str | None:
        organs = self._run(_ORGAN_LINE, self._at)
        if organs > 4 or not self._run(_DATE_LINE, self._at + organs):
            return None
        self._is_signed = True
        return _wrapped("div", "signature", map(_paragraph, self._take(organs + 1)))

    def _attachments(self) -> str | None:
        if not _ATTACHMENT_NOTE.fullmatch(self._lines[self._at]):
            return None
        following = self._run(_NUMBERED, self._at + 1)
        return _wrapped("div", "attachment-note", map(_paragraph, self._take(1 + following)))

    def _line(self) -> str:
        if self._is_addressees():
            return _paragraph(self._take(1)[0], "addressees")
        line = self._take(1)[0].replace("\t", "　")
        if _ANNEX_MARK.fullmatch(line):
            return self._annex(line)
        if _NOTE_LINE.fullmatch(line):
            return _paragraph(line, "note")
        if _is_heading(line, _FIRST_LEVEL):
            self._has_heading = True
            return f"<h2>{escape(line)}</h2>"
        if _is_heading(line, _SECOND_LEVEL):
            level = "h3" if self._has_heading else "h2"
            return f"<{level}>{escape(line)}</{level}>"
        return _running_text(line)

    def _is_addressees(self) -> bool:
        """The first line, up to its colon; a first sentence such as 为……，现通知如下： is none."""
        line = self._lines[self._at]
        if self._at > 0 or not line.endswith(("：", ":")):
            return False
        if self._addressees is not None:
            return _closed_up(line[:-1]) == _closed_up(self._addressees)
        return "，" not in line and "。" not in line

    def _annex(self, mark: str) -> str:
        parts = [_paragraph(mark, "annex-mark")]
        count = self._title_lines()
        if count == 0 and self._at < len(self._lines) and _may_be_title(self._lines[self._at]):
            count = 1
        return _wrapped("div", "annex", parts + self._part_title(count))

    def _issued_part(self) -> str | None:
        """What a notice issues follows its signature, under the title by which the notice names it."""
        count = self._title_lines() if self._is_signed else 0
        return _wrapped("div", "annex", self._part_title(count)) if count else None

    def _title_lines(self) -> int:
        """How many of the next lines form a title that is known."""
        so_far = ""
        for count, line in enumerate(self._lines[self._at : self._at + _TITLE_LINES], start=1):
            so_far += _closed_up(line)
            if so_far in self._titles:
                return count
        return 0

    def _part_title(self, lines: int) -> list[str]:
        if lines == 0:
            return []
        self._has_heading = True
        return [f"<h2>{escape(''.join(self._take(lines)))}</h2>"]


def _closed_up(text: str) -> str:
    return "".join(text.split())


def _is_heading(line: str, level: re.Pattern[str]) -> bool:
    return len(line) <= _HEADING_LENGTH and not line.endswith(_SENTENCE_END) and level.fullmatch(line) is not None


def _may_be_title(line: str) -> bool:
    return len(line) <= _HEADING_LENGTH and "\t" not in line and not line.endswith(_SENTENCE_END)


def _running_text(line: str) -> str:
    run_in = _RUN_IN.match(line)
    if run_in is None:
        return _paragraph(line)
    return f"<p><b>{escape(run_in.group())}</b>{escape(line[run_in.end() :])}</p>"


def _imprint_row(line: str) -> str:
    """印发机关 stands at the left and 印发日期 at the right of one line; readers leave a tab or blanks between them."""
    parts = [escape(part) for part in re.split(r"\t|\s{2,}|\s(?=\d{4}\s*年)", line) if part]
    return "<p>" + " ".join(f"<span>{part}</span>" for part in parts) + "</p>"


def _paragraph(text: str, css_class: str | None = None) -> str:
    opening = f'<p class="{css_class}">' if css_class else "<p>"
    return f"{opening}{escape(text)}</p>"


def _wrapped(element: str, css_class: str, blocks: Iterable[str]) -> str:
    return "\n".join((f'<{element} class="{css_class}">', *blocks, f"</{element}>"))


def _table_html(rows: Sequence[Sequence[str]], number: int) -> str:
    """The frame can take the focus, so that a wide table can be scrolled with the keyboard."""
    columns = max(len(row) for row in rows)
    has_header = all(cell and len(cell) <= 20 and not re.search(r"\d", cell) for cell in rows[0])
    parts = [f'<div class="table" role="region" tabindex="0" aria-label="表格{number}">', "<table>"]
    if has_header:
        parts += ["<thead>", _row(rows[0], columns, "th"), "</thead>"]
    parts += ["<tbody>", *(_row(row, columns, "td") for row in rows[has_header:]), "</tbody>", "</table>", "</div>"]
    return "\n".join(parts)


def _row(cells: Sequence[str], columns: int, element: str) -> str:
    opening = '<th scope="col">' if element == "th" else "<td>"
    padded = (*cells, *[""] * (columns - len(cells)))
    return "<tr>" + "".join(f"{opening}{escape(cell)}</{element}>" for cell in padded) + "</tr>"
