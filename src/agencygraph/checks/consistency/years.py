"""DATE: days told as done in years that the report does not reach, and one day out of the order of all others."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from agencygraph import normalise
from agencygraph.checks.consistency.result import Fired, Held, Result
from agencygraph.checks.consistency.subject import Subject
from agencygraph.matching.marked import Marked, mark
from agencygraph.model import Frame, Mention
from agencygraph.normalise import roc
from agencygraph.rules import SIGNS

_YEAR = re.compile(r"[\d〇零一二三四五六七八九十]\s*[年./-]")
_AHEAD = re.compile(
    "將|[預已]定|預[計期訂估告]|擬|規劃|[已原業]?訂[於自在]|排定|敲定|籌[備辦]|計[畫劃]|[屆效到]期|期[限程間]|[展順]延|延[長至期]|[至到迄止]|屆滿|效期"
    "|目標|希望|爭取|盼|期能|續辦|賡續|[明次翌來]年|[後續之未日今爾]後|後續|未來|逐年|分[二三四五六]?年|年底前|前完成|[函令]|修正|公布|施行"
    "|(?:發[布佈]|更新|填表|製[表作]|列印|彙編|上[版稿架]|公告|登載)(?:日期?|時間)|生效|編[印製]|刊印|出版|核定|預算|契約|租|合約|保固|競賽|選舉|如|若|待|俟|即[將可]|概算|預算|改[制名稱隸]|更名|升格|編列|編入|所需|印行|填報|陳報|起分|應於|可於|下[一次期年]"
)
_HEADS = re.compile("展望|未來|規劃|策進|精進|後續|計[畫劃]|結語|願景|下年度|來年|期許|改進|附錄|依據|預定|目標")
_AGAINST = re.compile(r"(?:較|比|與|相較於?|相對於?)(?:上年|去年)?[(]?$")
_BEGINS = re.compile("[(〔【]?$")
_JOINED = re.compile(rf"{SIGNS['date']}(?:[、及和與,]{SIGNS['date']}){{2,}}")
_REMOTE = 8
"""How many years ahead a chapter on plans may name a day."""

_MONTH = len("2021-06")
_LEAST = 5
"""The fewest dated lines that make a chronicle."""


def check(subject: Subject, told: set[int]) -> Iterator[Result]:
    """Dates of running text that lie beyond the report's period, and dates that break the order of a list.

    `told` are the places of dates that were doubted before.
    """
    for result in (*_beyond(subject), *_lists(subject)):
        if not isinstance(result, Fired) or all(span.start not in told for span in result.spans):
            yield result


def _lists(subject: Subject) -> Iterator[Result]:
    for run in _chronicles(subject):
        yield from _order(run)
    for marked in subject.marked.values():
        for found in _JOINED.finditer(marked.text):
            places = [at for at in range(found.start(), found.end()) if marked.text[at] == SIGNS["date"]]
            yield from _order([(marked, at) for at in places], 3)


def _beyond(subject: Subject) -> Iterator[Result]:
    document = subject.document
    if document is None or not subject.end:
        return
    for index, marked in subject.marked.items():
        paragraph = document.paragraphs[index]
        if paragraph.role == "title":
            continue
        above = document.chain(paragraph.section)
        headed = paragraph.role == "heading" or paragraph.section in subject.headed
        headings = "".join(section.heading for section in (above if headed else above[:-1]))
        for at, mention in sorted(marked.mentions.items()):
            if mention.kind not in ("date", "period") or not _YEAR.search(marked.plain(at, at + 1)):
                continue
            years = [value[:4] for value in mention.values if value]
            if not years or not (min(years) > subject.end[:4] or _later(subject, marked, at)):
                continue
            against = bool(_AGAINST.search(marked.text[:at]))
            ahead = _HEADS.search(headings) and int(min(years)) < int(subject.end[:4]) + _REMOTE
            if against or not (ahead or _planned(subject, marked, at, mention)):
                yield _outside(subject, marked, at)
            else:
                yield Held("DATE")


def _later(subject: Subject, marked: Marked, at: int) -> bool:
    """Whether a day or month lies behind the last month of a period that ends within a year; 自…起 looks ahead."""
    end, first = subject.end[:7], marked.mentions[at].values[0]
    within = len(end) == _MONTH and not end.endswith("-12") and end != subject.start[:7]
    late = len(first) >= _MONTH and first[:4] == end[:4] and first[:7] > end
    return within and late and marked.text[at + 1 : at + 2] != "起"


def _planned(subject: Subject, marked: Marked, at: int, mention: Mention) -> bool:
    """Whether the words say that a day lies ahead; where they do not, only a day or month is told as done."""
    low, high = marked.sentence(at, at + 1)
    if _AHEAD.search(_untimed(marked, low, at) + "|" + _untimed(marked, at + 1, high)):
        return True
    far = int(mention.values[0][:4] or mention.values[-1][:4]) > int(subject.end[:4]) + 1
    return len(mention.values[0]) < 7 and not far


def _untimed(marked: Marked, low: int, high: int) -> str:
    """The words between two places, times of the day left out: 9時至12時 looks at no day ahead."""
    times = (at for at in range(low, high) if marked.text[at] == SIGNS["time"])
    cuts = [low, *(cut for at in times for cut in (at, at + 1)), high]
    return "".join(marked.plain(one, other) for one, other in zip(cuts[::2], cuts[1::2], strict=True))


def _outside(subject: Subject, marked: Marked, at: int) -> Fired:
    written = marked.plain(at, at + 1)
    words = {"start": roc(subject.start), "end": roc(subject.end), "date": written}
    return Fired("DATE", "outside", (marked.span(at),), written, None, words, (marked.span(at),))


def _chronicles(subject: Subject) -> Iterator[list[tuple[Marked, int]]]:
    """Runs of paragraphs or rows that each begin with a day."""
    document = subject.document
    if document is None:
        return
    year = subject.end[:4] or subject.start[:4]
    frame = Frame(int(year) if year else None, None, subject.start, subject.end)
    run: list[tuple[Marked, int]] = []
    last: tuple[int | None, str] = (None, "")
    for paragraph in document.paragraphs:
        marked = subject.marked.get(paragraph.index)
        if paragraph.role == "row":
            marked = mark(paragraph.folded, normalise.find(paragraph.text, frame))
        section = document.sections[paragraph.section]
        key = (section.index if paragraph.role != "heading" and not section.number else section.parent, paragraph.role)
        day = _first_day(marked) if marked else -1
        if run and (day < 0 or key != last):
            yield run
            run = []
        if marked and day >= 0:
            run.append((marked, day))
        last = key
    if run:
        yield run


def _first_day(marked: Marked) -> int:
    """The place of the day that a line begins with, -1 where it begins otherwise."""
    for at in sorted(marked.mentions)[:1]:
        mention = marked.mentions[at]
        if mention.kind == "date" and len(mention.values[0]) == 10 and _BEGINS.fullmatch(marked.text[:at]):
            return at
    return -1


def _order(run: Sequence[tuple[Marked, int]], least: int = _LEAST) -> Iterator[Result]:
    """One day that lies before the one above it, in a list where all others follow each other."""
    days = [marked.mentions[at].values[0] for marked, at in run]
    if len(days) < least or any(len(day) != 10 for day in days):
        return
    breaks = [place for place, (one, other) in enumerate(pairwise(days), 1) if other < one]
    if not breaks:
        yield Held("DATE")
        return
    if len(breaks) != 1:
        return
    place = breaks[0]
    odd = [at for at in (place - 1, place) if _rising(days[:at] + days[at + 1 :])]
    if not odd:
        return
    marked, at = run[odd[-1] if len(odd) == 1 or place == len(days) - 1 else odd[0]]
    beside, there = run[place - 1 if (marked, at) == run[place] else place]
    spans = (marked.span(at), beside.span(there))
    words = {"date": marked.plain(at, at + 1), "beside": beside.plain(there, there + 1)}
    yield Fired("DATE", "unordered", spans, words["date"], None, words, spans)


def _rising(days: Sequence[str]) -> bool:
    return all(one <= other for one, other in pairwise(days))
