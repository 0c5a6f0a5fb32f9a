"""Periods of figures in running text: the one in force at a place, as finely told as the report's own, or an earlier
one that it compares with.
"""

from __future__ import annotations

import bisect
import calendar
import re

from agencygraph.matching.marked import Marked
from agencygraph.matching.phrases import FIGURE, TIMES, open_bracket
from agencygraph.matching.reading import Reading
from agencygraph.matching.values import Found
from agencygraph.model import Mention
from agencygraph.rules import SIGNS

Period = tuple[str, str]

_YEAR = len("2021")
_ROC = 1911
_MONTHS = "-01", "-12"
_AGAINST = re.compile("(?:較|比|與|相較於?)[^,。;]{0,6}$")
_HELD_AGAINST = re.compile(r"(?:前|底)?[)]?[^,。;]{0,2}(?:相較|比較|相比)")
_WHOLE_PLAN = re.compile("(?:期程|工期|執行期間|計畫期間|實施期間|施工期間)[^,。;]{0,4}$")
_FROM = re.compile("(?:由|自|從|原)[^,。;]{0,2}$")
_TO = re.compile("(?:至|到|為)[^,。;]{0,4}$")
_THIS_PERIOD = re.compile(
    f"本期(?!(?:間|末|程))|(?<![{TIMES}])(?:全年(?!無休|度)|年內)|(?<![{TIMES}本上前下次該各逐每])年度(?=[收受辦處安查服發計共轉開舉])"
)
_YEAR_END = re.compile("(?:截至|截止|迄|至|到)年底(?!前)|(?<=[,。;])(?:迄|至|到)?年底前?(?=[^將預擬應須辦完]{2})")
_BEGINS = re.compile("起|[^,。;]{0,16}?(?:上線|啟用|開辦|試辦|啟動|開幕|揭牌)")
_STOCK = re.compile(
    "(?:減少|增加|降低?|提?升|增|減)[至為到]|餘額|現有|尚有|仍有|在[臺台學籍職]|列冊|[占佔]|^[^,。;]{0,12}率"
)
_ISSUED = "修正|發布|公布|頒布|頒行|函頒|訂頒|訂定|制定|核定|函示?|令"
_OF_A_RULE = re.compile(f"(?:(?:[^,。;]{{0,10}}?號)?(?:{_ISSUED}))+(?:施行)?(?:之|的)?[「『《{SIGNS['law']}]")
"""What stands behind the date of a rule, by which something is done at another time: 3月19日發布之「審核原則」."""
_MONTH = "2021-12"
_NAMED = re.compile(r"(\d{2,3})年度?同[期月]|去[(](\d{2,3})[)]年")
_YEAR_BEFORE = re.compile("上年|去年|前一?年")


class Periods:
    """The periods that the figures of a document are of."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self._times: dict[int, tuple[list[int], list[int]]] = {}

    def of(self, index: int, at: int, changed: bool = False) -> Found:
        """The period in force for a figure: the clause's, the sentence's, the paragraph's, one above, the report's.

        Of what has `changed` it is not the one that it is held against: 較94年度減少30人.
        """
        marked = self.reading.marked[index]
        low = marked.sentence(at, at + 1)[0]
        said_ends, places = self._timed(index, marked)
        said = next(iter(said_ends[: bisect.bisect_right(said_ends, at)][-1:]), -1)
        head = self.reading.head
        if head.period_end and (end := self._to_the_end(marked, places, max(low, said), at)) >= 0:
            return Found((self._begun(marked, end), as_fine(("", head.period_end), ("", _MONTH))[1]), ())
        for i in reversed(places[: bisect.bisect_left(places, at)]):
            mention = marked.mentions[i]
            if said > i:
                break
            if self._of_another(marked, i, at, low, changed):
                continue
            if self._of_the_report(marked, places, low, i):
                return Found((head.period_start, head.period_end), ())
            if i >= low or (mention.kind == "period" and not _years(mention)):
                return self.when(index, i, mention, at)
        for above in reversed(self.reading.above[index]) if said < 0 else ():
            for i, mention in sorted(self.reading.marked[above].mentions.items(), reverse=True):
                if mention.kind == "period" and not _years(mention):
                    return self.when(above, i, mention)
        since = self._since(marked, low, said) if said >= low else ""
        return Found((since or head.period_start, head.period_end), ())

    def _of_the_report(self, marked: Marked, places: list[int], low: int, place: int) -> bool:
        """Whether 全年 behind a day of another year is the report's year: 108年9月2日設立,...全年收件9件."""
        before = [marked.mentions[i].values[-1] for i in places if low <= i < place][-1:]
        own = self.reading.head.period_start[:_YEAR]
        told = marked.plain(place, place + 1).startswith("全年") and bool(own and self.reading.head.period_end)
        return told and any(len(day) > len(_MONTH) and not day.startswith(own) for day in before)

    def _since(self, marked: Marked, low: int, at: int) -> str:
        """The day within the report's period from which on a figure counts: 自4月7日起巡迴,全年出車31趟."""
        low = max(low, marked.text.rfind(";", 0, at))
        begun = [
            m.values[0]
            for i, m in marked.mentions.items()
            if low <= i < at and m.kind == "date" and marked.text[i + 1 : i + 2] == "起"
        ]
        head = self.reading.head
        return begun[-1] if begun and head.period_start < begun[-1] < head.period_end else ""

    @staticmethod
    def _to_the_end(marked: Marked, places: list[int], low: int, at: int) -> int:
        """Where a figure is said to be up to the end of the year (至年底), and no other date follows; -1 where not."""
        found = [m.start() for m in _YEAR_END.finditer(marked.text, low, at)]
        return found[-1] if found and not any(found[-1] < i < at for i in places) else -1

    def _timed(self, index: int, marked: Marked) -> tuple[list[int], list[int]]:
        """Where 本期 ends in a paragraph, and where its dates and periods stand."""
        if index not in self._times:
            places = [i for i, m in marked.mentions.items() if m.kind in ("date", "period")]
            self._times[index] = ([found.end() for found in _THIS_PERIOD.finditer(marked.text)], places)
        return self._times[index]

    def _of_another(self, marked: Marked, i: int, at: int, low: int, changed: bool) -> bool:
        """Whether a date before a figure is not its own: held against it, what it rose from, or a whole plan's."""
        if _OF_A_RULE.match(marked.text, i + 1) or _aside(marked.text, i, at):
            return True
        if "," in marked.text[i:at] and _AGAINST.search(marked.text, low, i):
            return True  # 較前年減少3件,死亡5人
        against = marked.text.startswith("同期", i + 1) or _HELD_AGAINST.match(marked.text, i + 1)
        if against or (changed and _AGAINST.search(marked.text, low, i)) or _WHOLE_PLAN.search(marked.text, low, i):
            return True
        figures = [found.start() for found in FIGURE.finditer(marked.text, i, at)]
        return bool(
            figures and _FROM.search(marked.text, low, i) and (changed or _TO.search(marked.text, figures[-1], at))
        )

    def when(self, index: int, place: int, mention: Mention, at: int = 0) -> Found:
        """The first and the last day that a date or period in a paragraph means for a figure at a place behind it."""
        marked = self.reading.marked[index]
        span = (self.reading.passage(index, place, place + 1),)
        whole = self.reading.head.period_start, self.reading.head.period_end
        if mention.kind == "period":
            start, end = mention.values[0], mention.values[-1]
            begun = "" if _STOCK.search(marked.text, marked.clause(at, at + 1)[0], at) else self._begun(marked, place)
            start = start or (begun if begun[: len(end)] <= end else "") or _year_before(marked, place, end)
            if not start and end == self.reading.head.period_end:
                start = self.reading.head.period_start
            since = (
                self._since(marked, marked.sentence(place, place + 1)[0], place)
                if start and start == whole[0][: len(start)]
                else ""
            )
            late = since[: len(end)] > end  # 自10月1日起試辦,試辦首季通報58件: its own first quarter
            return Found((since or start, "" if late else end), span)
        if re.match("至(?:本|今|目前|現)", marked.text[place + 1 : place + 4]):
            return Found((mention.values[0], ""), span)
        first, last = _first_of(marked, place).values[0], mention.values[-1]
        if marked.text[place + 1 : place + 2] == "起":
            return Found((first, whole[1] if whole[0] < first < whole[1] else ""), span)
        if marked.text[place + 1 : place + 2] in ("底", "止") or marked.plain(place, place + 1).endswith("底"):
            return Found(("", last), span)
        return Found((first, last), span)

    def _begun(self, marked: Marked, place: int) -> str:
        """The day named before with 起, or on which something opened, where a figure counts from then on."""
        low = marked.text.rfind("。", 0, place) + 1
        dates = [
            m
            for i, m in marked.mentions.items()
            if low <= i < place and m.kind == "date" and _BEGINS.match(marked.text, i + 1)
        ]
        return dates[-1].values[0] if dates else ""


def _first_of(marked: Marked, place: int) -> Mention:
    """The first of the months that are joined to one another before a place: 在7月及8月間."""
    while marked.text[place - 1 : place] in ("及", "、", "與", "和") and place > 1:
        before = marked.mentions.get(place - 2)
        if not before or before.kind != "date" or before.values[0] >= marked.mentions[place].values[0]:
            break
        place -= 2
    return marked.mentions[place]


def _aside(text: str, i: int, at: int) -> bool:
    """Whether a date stands with figures of its own in brackets that end before a place: 84件(下半年5件);轉介9件."""
    opened, closed = open_bracket(text, text.rfind("。", 0, i) + 1, i), text.find(")", i, at)
    return opened >= 0 and closed >= 0 and bool(FIGURE.search(text, opened, closed))


def as_fine(period: tuple[str, ...], whole: Period) -> Period:
    """The start and the end of a period, as finely as those of the whole report where they are told more coarsely:
    in a report from 2021-01-01 to 2021-12-31 the year 2020 runs from 2020-01-01 to 2020-12-31.
    """
    first, last = period[0], period[-1]
    if first and len(first) < len(whole[0]):
        first += (_MONTHS[0] if len(first) == _YEAR else "") + "-01"
        first = first[: len(whole[0])]
    if last and len(last) < len(whole[1]):
        last += _MONTHS[1] if len(last) == _YEAR else ""
        last += "" if len(last) == len(whole[1]) else f"-{_days(last)}"
    return first, last


def earlier(words: str, whole: Period) -> Period:
    """The period that words hold against the report's own (去年, 109年同期); empty where they do not say."""
    if not all(whole) or whole[0][:_YEAR] != whole[1][:_YEAR]:
        return "", ""
    named = _NAMED.search(words)
    if not named and not _YEAR_BEFORE.search(words):
        return "", ""
    year = str(int(named[1] or named[2]) + _ROC if named else int(whole[1][:_YEAR]) - 1)
    if "同" not in words:
        return year, year
    return _in_year(whole[0], year), _in_year(whole[1], year)


def _in_year(date: str, year: str) -> str:
    """The same month or day in another year, the last of February where there is no such day."""
    moved = year + date[_YEAR:]
    return moved[:-2] + str(_days(moved)) if moved.endswith("-02-29") else moved


def _days(date: str) -> int:
    """How many days the month of a date has."""
    return calendar.monthrange(int(date[:_YEAR]), int(date[_YEAR + 1 : _YEAR + 3]))[1]


def _years(period: Mention) -> bool:
    """Whether a period runs over several years: a plan's, where it stands away from a figure."""
    first, last = period.values[0], period.values[-1]
    return bool(first and last and first[:4] != last[:4])


def _year_before(marked: Marked, place: int, end: str) -> str:
    """The start of the year told right before 截至 (95年截至12月底止), as fine as the end, where one is told."""
    at = place - 1 - (marked.text[place - 1 : place] == "度")
    year = marked.mentions.get(at)
    told = year.values[0] if year and year.kind == "date" and len(year.values) == 1 else ""
    known = len(told) == _YEAR and end.startswith(told) and len(end) > _YEAR
    return told + "-01-01"[: len(end) - _YEAR] if known else ""
