"""DATE: what is told one after the other in a sentence, dated the other way round: 5月19日暫停，4月27日恢復."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from agencygraph.checks.consistency.result import Fired, Held, Result
from agencygraph.checks.consistency.subject import Subject
from agencygraph.matching.marked import Marked
from agencygraph.model import Mention
from agencygraph.rules import SIGNS

_DAY = len("2021-06-03")
_YEAR = re.compile(r"年|\d{2,3}[./-]\d{1,2}[./-]\d")
_REST = rf"[^,、;:。(){SIGNS['date']}{SIGNS['period']}]"
_PAIRS = (
    (
        "暫停|停辦|停課|停駐|停止(?!上班)|停診|停開|停業|關閉|休館|閉館|封閉|中斷",
        "恢復|復辦|復駐|復診|復業|復課|重啟|重開|重新(?:開放|受理|啟用|營運)|解封|再度?開放",
    ),
    ("開工|動工|動土|開始施[工作]|進場施[工作]", "完工|竣工|完成|驗收|啟用|通車|落成"),
    ("開標", "決標|簽約|開工"),
    ("公告(?:上網)?|上網招標", "開標|決標"),
    ("送[審件]|提[報出]申請|函報|報請", "核定|獲准|核准|同意"),
    ("開放報名|受理報名|開始報名", "截止|額滿"),
    ("開訓|開課|開班|開學", "結訓|結業|結束"),
)
"""What comes first, and what can only come after it."""

_ORDERS = tuple(
    (re.compile(f"起?{_REST}{{0,8}}?(?:{first})"), re.compile(f"起?{_REST}{{0,6}}?(?:{then})"))
    for first, then in _PAIRS
)
_GOES_ON = re.compile(
    "[,、;並且而嗣後再已業迄即至於自直到迨俟待疫情趨緩穩定降級]*(?:隨疫情[^,]{2,8},?)?(?:同年|當年|本年)?[並於自至才始]*"
)
_AFTER = re.compile(
    "(?:旋即?|隨即|隨後|嗣後?|繼而?|接著|緊接著?|其後|之後|事後|會後|續)[,]?(?:[並再又]|本[所署局站處府院館會分]{1,2})?[於自]?$"
)
_NEXT = re.compile(f"起?{_REST}{{0,3}}?(?:接續|接著|續行|賡續)(?:施[工作]|辦理|進行|推動|開[辦工])")
_DONE_FIRST = re.compile("[俟待][^,。;]{2,20}後|(?:驗收|完工|竣工|完成|結束)後")
_AHEAD = re.compile("(?<!原)(?:預[定計訂]|將)[於自在]?$")
_NOT_DONE = re.compile(
    "原|曾|計[畫劃]|目標|期限|契約|前$|以前|延|順延|展|改|修正|公布|預[定計訂]|將|應|如|若|比照|依|為期|至$|止"
)
_PLANS = re.compile("^(?:展望|未來|願景|來年|前瞻|後續|下年度)")
_DOING = re.compile(
    f"起?{_REST}{{0,4}}?(?:試辦|開辦|開放|上線|啟用|實施|推[出動]|辦理|成立|設置|完成|施行|受理|增[設闢])"
)
_NEAR = 8
_MOST = 60


def check(subject: Subject) -> Iterator[Result]:
    """The dates of each sentence, two neighbours at a time; and days of plans that lie behind."""
    for index, marked in subject.marked.items():
        if marked.text.count(SIGNS["date"]) + marked.text.count(SIGNS["period"]) < 1:
            continue
        days = [
            at
            for at, mention in sorted(marked.mentions.items())
            if mention.kind == "date" and len(mention.values) == 1 and len(mention.values[0]) == _DAY
        ]
        for first, second in pairwise(days):
            if result := _judge(subject, marked, first, second):
                yield result
        yield from _behind(subject, index, marked, days)


def _judge(subject: Subject, marked: Marked, first: int, second: int) -> Result | None:
    """Whether the second of two days must come after the first by the words about them, and does."""
    between = marked.text[first + 1 : second]
    if "。" in between:
        return None
    ordered = _paired(marked, second, between) or _follows(marked, second, between)
    planned = not ordered and _planned(marked, first, second, between)
    if not (ordered or planned):
        return None
    if not _before(subject, marked, second, marked.mentions[first], marked.mentions[second]):
        return Held("DATE")
    spans = (marked.span(second), marked.span(first))
    words = {"date": marked.plain(second, second + 1), "beside": marked.plain(first, first + 1)}
    return Fired("DATE", "planned" if planned else "sequence", spans, words["date"], None, words, spans)


def _before(subject: Subject, marked: Marked, at: int, first: Mention, second: Mention) -> bool:
    """Whether a day lies before another, and is no day of the year after it whose year is left unsaid."""
    one, other = first.values[0], second.values[0]
    if other >= one:
        return False
    if _YEAR.search(marked.plain(at, at + 1)):
        return True
    later = f"{int(other[:4]) + 1}{other[4:]}"
    return bool(subject.end) and later > f"{subject.end}-31"[:_DAY] and one[:4] == other[:4]


def _paired(marked: Marked, second: int, between: str) -> bool:
    """開工 behind the first day and 完工 behind the second, with no words of another thing between."""
    behind = marked.text[second + 1 : second + 24]
    for first, then in _ORDERS:
        done = first.match(between)
        if done and then.match(behind):
            rest = re.split("[,;]", between[done.end() :], maxsplit=1)
            return len(rest) == 1 or bool(_GOES_ON.fullmatch(rest[1]))
    return False


def _follows(marked: Marked, second: int, between: str) -> bool:
    """Words that put the second day behind the first: 旋於, 接續施作."""
    if len(between) > _MOST:
        return False
    if _AFTER.search(between):
        return True
    return bool(_DONE_FIRST.search(between) and _NEXT.match(marked.text, second + 1))


def _planned(marked: Marked, first: int, second: int, between: str) -> bool:
    """Whether the second day is told as still to come, the first as past: 11月18日起試辦，預定109年3月2日擴及."""
    if not _AHEAD.search(between) or ";" in between or not _YEAR.search(marked.plain(second, second + 1)):
        return False
    return bool(_DOING.match(between)) and not _NOT_DONE.search(_AHEAD.sub("", between))


def _behind(subject: Subject, index: int, marked: Marked, days: list[int]) -> Iterator[Result]:
    """Days that a chapter of plans foresees, and that lie within the report's period."""
    document = subject.document
    if document is None or not subject.end or not subject.start or not days:
        return
    chain = document.chain(document.paragraphs[index].section)
    if not any(_PLANS.search(section.heading) for section in chain[:1]):
        return
    for at in days:
        day = marked.mentions[at].values[0]
        if not _AHEAD.search(marked.text[max(0, at - _NEAR) : at]) or not _YEAR.search(marked.plain(at, at + 1)):
            continue
        if subject.start <= day[: len(subject.start)] and day[:7] < subject.end[:7]:
            words = {"date": marked.plain(at, at + 1), "beside": subject.end}
            yield Fired(
                "DATE",
                "planned-past",
                (marked.span(at),),
                words["date"],
                None,
                words,
                (marked.span(at),),
            )
        else:
            yield Held("DATE")
