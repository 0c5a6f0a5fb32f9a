"""DATE: days that no calendar has, wrong weekdays, ends before starts, work dated outside the report's period."""

from __future__ import annotations

import calendar
import datetime
import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from agencygraph import normalise
from agencygraph.checks.consistency import clock, years
from agencygraph.checks.consistency.result import Fired, Held, Result, Unable
from agencygraph.checks.consistency.subject import Subject
from agencygraph.matching.marked import Marked, mark
from agencygraph.model import Fact, Frame, Mention, Span
from agencygraph.normalise import roc

_DAYS = "".join(normalise.WEEK)
_NAMES = tuple(normalise.WEEK.values())
_WRITTEN = re.compile(r"\((?:星期|週|周|禮拜)?([一二三四五六日天])\)$|(?:星期|週|周|禮拜)([一二三四五六日天])$")
_EACH = re.compile(r"(\d{1,2})日?\((?:星期|週|周|禮拜)?([一二三四五六日天])\)")
_BESIDE = re.compile(r"[(,]?")
_SPAN = re.compile("[至到迄~–—〜-]")
_REVERSED_DAYS = re.compile(r"\d日?[至到迄~–—〜-]\d+日")
_TO = re.compile(r"(?:起|開始|起算)?,?(?:至|到|迄|~|-|–|—|〜)+")
_DOTTED = re.compile(r"(?:1\d\d|\d\d)[./](\d{1,2})[./](\d{1,2})")
_HOLDS_DAY = re.compile(r"\d[日./]")
_YEAR = re.compile(r"\d\s*[年./-]")
_SAME_YEAR = re.compile(
    r"(?:\d{2,4}年)?(?P<start>\d{1,2})月1日(?:\([^()]*\))?起?[至到迄~–—〜-](?P<end>\d{1,2})月(?P<day>\d{1,2})日"
)
_SHORT = re.compile("申報|報名|徵件|徵選|徵稿|收件|投標|公展|閱覽|投票|票選|競賽|報到|問卷|調查")
_LASTING = re.compile(
    "委託|契約|合約|專案|學年|任期|聘|租|保固|勞務|計畫|有效|年度|常設|保險|許可|施工|工程|常年|次年|翌年|隔年"
)
_OWN = ("events", "trainings", "meetings")
_BACKGROUND = re.compile(
    r"去年|上年|前年|歷年|以來|沿革|起|迄|截至|曾|原|前次|首|第一次|成立|創|自|預計|預定|將|規劃|計畫於|計畫自|明年|次年|翌年|屆期|期程"
    r"|函|修正|公布|核定|依|比照|延續|賡續|排定|訂於|敲定|屆時"
)
_MONTH_DAY = re.compile(r"(?<!\d)(\d{1,2})月(\d{1,2})日")
_SLASHED = re.compile(r"(?<![\d./-])1\d\d[./-](\d{1,2})[./-](\d{1,2})(?![\d./-])")
_SHORT_DAY = re.compile(r"(?<![\d./-])(\d{1,2})/(\d{1,2})(?=\((?:星期|週|周)?[一二三四五六日]\))")
_SHORT_SPAN = re.compile(
    r"(?<![\d./-])1?\d\d([./-])(\d{1,2})\1(\d{1,2})(?:\([^()]{1,3}\))?起?[至到迄~–—〜](\d{1,2})\1(\d{1,2})(?![\d./-])"
)
_ALL = re.compile("(?:[皆均]|都)(?:為|係|是|逢|在)?$")
_YEARLY = re.compile(r"(?<!\d)(?P<year>1\d\d)年\d{1,2}月\d{1,2}日")
_AHEAD = 10
_LEAP = 2020
_SEASON = 3
"""How many months at least what is done over the turn of the year leaves out."""

_FEW = 4
_MOST = 0.75


def check(subject: Subject) -> Iterator[Result]:
    """The checks of all dates that the text writes and of those that facts about own work bear."""
    told: set[int] = set()
    for result in _dates(subject):
        if isinstance(result, Fired):
            told.update(span.start for span in result.spans)
        yield result
    yield from years.check(subject, told)


def _dates(subject: Subject) -> Iterator[Result]:
    for index, marked in (*subject.marked.items(), *_rows(subject)):
        for at, mention in sorted(marked.mentions.items()):
            if mention.kind == "impossible":
                yield from _impossible(marked, at)
            elif mention.kind == "date":
                yield from _weekday(subject, index, marked, at)
            elif mention.kind == "identifier" and mention.values == ("version",):
                yield from _dotted(marked, at)
        yield from _orders(marked)
        yield from _brief(marked)
        yield from _unread(marked)
        yield from _all_on(marked)
        yield from clock.check(marked)
        yield from _misdated(subject, marked)
    for kind in _OWN:
        yield from _outside(subject, [fact for _, fact in subject.of(kind)])


def _rows(subject: Subject) -> Iterator[tuple[int, Marked]]:
    """The rows of tables, marked."""
    year = subject.end[:4] or subject.start[:4]
    frame = Frame(int(year) if year else None, None, subject.start, subject.end)
    for paragraph in subject.document.paragraphs if subject.document else ():
        if paragraph.role == "row" and _HOLDS_DAY.search(paragraph.text):
            yield paragraph.index, mark(paragraph.folded, normalise.find(paragraph.text, frame))


def _impossible(marked: Marked, at: int) -> Iterator[Result]:
    written = marked.mentions[at].values[0]
    span = (marked.span(at),)
    if not _SPAN.search(written):
        yield Fired("DATE", "impossible", span, written, None)
    elif _REVERSED_DAYS.search(written) or _just_before(written):
        yield Fired("DATE", "order", span, written, None)
    else:  # 11至2月 goes over the turn of the year
        yield Held("DATE")


def _just_before(written: str) -> bool:
    """Whether the second of two days lies so little before the first that a span over the turn of the year would be
    nearly a year long: 9月10日至8月25日.
    """
    days = [(int(month), int(day)) for month, day in _MONTH_DAY.findall(written)]
    return len(days) == 2 and (0, 0) < days[1] < days[0] and days[0][0] - days[1][0] < _SEASON


def _unread(marked: Marked) -> Iterator[Result]:
    """4月31日 where no year is known, so that it was not read as a date."""
    for found in (*_MONTH_DAY.finditer(marked.text), *_SLASHED.finditer(marked.text)):
        month, day = int(found[1]), int(found[2])
        if 1 <= month <= 12 and calendar.monthrange(_LEAP, month)[1] < day < 40:
            yield Fired("DATE", "impossible", (_stretch(marked, found.start(), found.end()),), found[0], None)
    for found in _SHORT_DAY.finditer(marked.folded.text):
        month, day = int(found[1]), int(found[2])
        if 1 <= month <= 12 and calendar.monthrange(_LEAP, month)[1] < day < 40:
            yield Fired("DATE", "impossible", (marked.folded.span(*found.span()),), found[0], None)
    for found in _SHORT_SPAN.finditer(marked.folded.text):
        if _just_before("至".join((f"{found[2]}月{found[3]}日", f"{found[4]}月{found[5]}日"))):
            yield Fired("DATE", "order", (marked.folded.span(*found.span()),), found[0], None)


def _all_on(marked: Marked) -> Iterator[Result]:
    """1月5日、2月2日及3月1日,皆為星期二: one weekday told of all days before it in the sentence."""
    for at, mention in marked.mentions.items():
        if mention.kind != "weekdays" or len(mention.values) != 1 or not _ALL.search(marked.text[:at]):
            continue
        low, _ = marked.sentence(at, at + 1)
        dates = [
            place for place in sorted(marked.mentions) if low <= place < at and marked.mentions[place].kind == "date"
        ]
        for place in dates if len(dates) > 1 else ():
            value = marked.mentions[place].values[-1]
            right = datetime.date.fromisoformat(value).weekday() if len(value) == 10 else -1
            if right < 0 or _NAMES[right] == mention.values[0]:
                yield Held("DATE")
                continue
            stated, spans = (
                _DAYS[_NAMES.index(mention.values[0])],
                (marked.span(place), marked.span(at)),
            )
            words = {"date": roc(value), "told": stated, "right": _DAYS[right]}
            yield Fired("DATE", "weekday", spans, f"星期{stated}", f"星期{_DAYS[right]}", words)


def _misdated(subject: Subject, marked: Marked) -> Iterator[Result]:
    """131年10月19日 in a report of 113: a year that no reading makes out, two digits of it swapped."""
    own = int(subject.end[:4]) - 1911 if subject.end[:4].isdecimal() else 0
    for found in _YEARLY.finditer(marked.folded.text) if own else ():
        swapped = sorted(found["year"]) == sorted(str(own)) and int(found["year"]) > own + _AHEAD
        if swapped:
            words = {"start": roc(subject.start), "end": roc(subject.end), "date": found[0]}
            span = (marked.folded.span(*found.span()),)
            yield Fired("DATE", "outside", span, found[0], None, words, span)


def _stretch(marked: Marked, start: int, end: int) -> Span:
    return marked.span(start, end)


def _dotted(marked: Marked, at: int) -> Iterator[Result]:
    """110.02.30 looks like a version, but is no day."""
    written = marked.plain(at, at + 1)
    parts = _DOTTED.fullmatch(written)
    if parts and 1 <= int(parts[1]) <= 12 and 28 < int(parts[2]) < 40:
        yield Fired("DATE", "impossible", (marked.span(at),), written, None)


def _weekday(subject: Subject, index: int, marked: Marked, at: int) -> Iterator[Result]:
    mention = marked.mentions[at]
    days = [datetime.date.fromisoformat(day) for day in mention.values if len(day) == 10]
    if not days or len(days) != len(mention.values):
        return
    told, end = _told(marked, at)
    if inside := _inside(marked.plain(at, at + 1), days):
        pairs, end = inside, mention.end
    elif not told or len(told) not in (1, len(days)):
        return
    else:
        pairs = [(days[-1], told[0])] if len(told) == 1 else list(zip(days, told, strict=True))
    wrong = [(day, name) for day, name in pairs if _NAMES[day.weekday()] != name]
    if not wrong or (not inside and _counts_on(marked, told[0], end)):
        yield Held("DATE")
        return
    right = "、".join(_DAYS[day.weekday()] for day, _ in pairs)
    sure = bool(_YEAR.search(marked.plain(at, at + 1))) or not _other_year(subject, index, marked, at)
    stated = "、".join(_DAYS[_NAMES.index(name)] for _, name in pairs)
    words = {"date": "、".join(roc(day.isoformat()) for day, _ in pairs), "told": stated, "right": right}
    span = Span(marked.span(at).start, marked.folded.span(marked.at[at], end).end)
    yield Fired("DATE", "weekday" if sure else "weekday-implied", (span,), f"星期{stated}", f"星期{right}", words)


def _inside(text: str, days: Sequence[datetime.date]) -> list[tuple[datetime.date, str]]:
    """The days that have their weekday in a bracket of their own, where several are written together."""
    found = [(int(day), name.replace("天", "日")) for day, name in _EACH.findall(text)] if len(days) > 1 else []
    return [(day, _NAMES[_DAYS.index(name)]) for one, name in found for day in days if day.day == one]


def _counts_on(marked: Marked, name: str, end: int) -> bool:
    """Whether the bracket behind a date is the first of a list: 5月3日(一)收件(二)發件."""
    place, text = _NAMES.index(name) + 1, marked.folded.text
    if place == len(_NAMES) or text[end - 3 : end] != f"({_DAYS[place - 1]})":
        return False
    return bool(re.search(rf"(?<![日\d])\({_DAYS[place]}\)", text[end:]))


def _told(marked: Marked, at: int) -> tuple[tuple[str, ...], int]:
    """The weekdays written with a date or right behind it, and where in the folded text they end."""
    mention, text = marked.mentions[at], marked.plain(at, at + 1)
    if written := _WRITTEN.search(text):
        place = _DAYS.index((written[1] or written[2]).replace("天", "日"))
        return (_NAMES[place],), mention.end
    beside = _BESIDE.match(marked.text, at + 1)
    after = beside.end() if beside else at + 1
    other = marked.mentions.get(after)
    if other is None or other.kind != "weekdays" or marked.plain(after, after + 1)[0] in "每逢平上工":
        return (), mention.end
    return other.values, other.end


def _other_year(subject: Subject, index: int, marked: Marked, at: int) -> bool:
    """Whether a date without a year may belong to another year than the report's."""
    own = subject.end[:4]
    if not own or subject.start[:4] != own:
        return True
    before = [m for i, m in marked.mentions.items() if i < at and m.kind in ("date", "period")]
    document = subject.document
    heads = document.chain(document.paragraphs[index].section) if document else ()
    named = re.compile(r"\d{2,4}年")
    return any(not value.startswith(own) for m in before for value in m.values if value) or any(
        named.search(section.heading) for section in heads
    )


def _orders(marked: Marked) -> Iterator[Result]:
    """Starts and ends: 110年5月1日至4月3日."""
    places = sorted(i for i, m in marked.mentions.items() if m.kind in ("date", "period"))
    for left, right in pairwise(places):
        first, second = marked.mentions[left], marked.mentions[right]
        if first.kind != "date" or len(first.values) != 1:
            continue
        glue = marked.text[left + 1 : right]
        until = second.kind == "period" and not second.values[0] and marked.plain(right, right + 1)[:1] in "至到迄"
        tied = glue in ("", "起", ",") if until else second.kind == "date" and _TO.fullmatch(glue)
        if not tied:
            continue
        if _ends_first(first, second, marked.plain(left, left + 1), marked.plain(right, right + 1)):
            span = Span(marked.span(left).start, marked.span(right).end)
            yield Fired("DATE", "order", (span,), marked.plain(left, right + 1), None)
        else:
            yield Held("DATE")


def _brief(marked: Marked) -> Iterator[Fired]:
    """申報期間自5月1日至4月30日止: a whole year by the letter, but told of what never lasts one."""
    text = marked.folded.text
    for found in _SAME_YEAR.finditer(text):
        start, end, day = (int(found[name]) for name in ("start", "end", "day"))
        last = 1 <= end < start <= 12 and calendar.monthrange(_LEAP - 1, end)[1] <= day
        low = max(text.rfind(sign, 0, found.start()) for sign in "。;:,") + 1
        around = re.split("[。;]", text[max(low, found.start() - 14) : found.end() + 14])[0]
        if (
            last
            and _SHORT.search(text[low : found.start()])
            and not _LASTING.search(text[low : found.start()] + around)
        ):
            yield Fired("DATE", "order-implied", (marked.folded.span(*found.span()),), found[0], None)


def _ends_first(first: Mention, second: Mention, one: str, other: str) -> bool:
    """Whether the second date surely lies before the first: not so where only the turn of the year is left unsaid."""
    low, high = first.values[0], second.values[-1]
    size = min(len(low), len(high))
    if high[:size] >= low[:size]:
        return False
    named = "年" in other or (_YEAR.search(other) and "月" not in other and "日" not in other)
    if named and ("年" in one or _YEAR.search(one)):
        return True
    return size == 10 and (low[:7] == high[:7] or _nearly_a_year(low, high))


def _nearly_a_year(low: str, high: str) -> bool:
    """Whether a span over the turn of the year would end so little before its start that none is meant; whole years
    (7月1日至6月30日) are.
    """
    start, end = datetime.date.fromisoformat(low), datetime.date.fromisoformat(high)
    whole = start.day == 1 and end.day == calendar.monthrange(end.year, end.month)[1]
    return start.year == end.year and 0 < start.month - end.month < _SEASON and not whole


def _outside(subject: Subject, facts: Sequence[Fact]) -> Iterator[Result]:
    """Own work dated outside the period, where nearly all of its like lies inside."""
    dated = [(fact, day) for fact in facts for day in fact.text("date").split(";")[:1] if len(day) >= 7]
    if not dated:
        return
    if not subject.start or not subject.end:
        yield Unable("DATE", "no-period")
        return
    inside = [one for one in dated if _within(one[1], subject)]
    for fact, day in dated:
        if _within(day, subject):
            yield Held("DATE")
        elif len(inside) < _FEW or len(inside) < _MOST * len(dated) or _background(subject, fact):
            yield Unable("DATE", "background")
        else:
            spans = fact.evidence.where.get("date") or (fact.evidence.span,)
            if not _YEAR.search(subject.quote(spans[0])):
                continue
            words = {"start": roc(subject.start), "end": roc(subject.end), "date": roc(day)}
            yield Fired("DATE", "outside", (spans[0],), roc(day), None, words)


def _within(day: str, subject: Subject) -> bool:
    low, high = subject.start, subject.end
    return day[: len(low)] >= low[: len(day)] and day[: len(high)] <= high[: len(day)]


def _background(subject: Subject, fact: Fact) -> bool:
    span = fact.evidence.span
    return bool(_BACKGROUND.search(re.sub(r"\s", "", subject.text[max(0, span.start - 12) : span.end])))
