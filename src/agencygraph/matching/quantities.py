"""Rules that read figures in running text: number and counter, measure, period, and what it is a part of.

A figure's measure is the noun phrase it governs: what stands to its left in its clause without fillers, else the label
before the colon, else what the figure before measured, else the head of its item. Figures in brackets after a total,
those after 其中, and items below an announced total are parts.
"""

from __future__ import annotations

import bisect
import itertools
import re
from collections.abc import Iterator
from dataclasses import replace

from agencygraph.matching.marked import Marked
from agencygraph.matching.measures import Wording, shared
from agencygraph.matching.mentions import HERE, around
from agencygraph.matching.phrases import COMPARED, FIGURE, Figure
from agencygraph.matching.reading import Reading
from agencygraph.matching.rows import Hit, fact, passage, patterns
from agencygraph.matching.values import Found, Stretch, canonical
from agencygraph.model import Fact, Mention, Span
from agencygraph.rules import QuantityRule, Room
from agencygraph.rules.language import alternatives

_PARTS = re.compile(r"、|及|和|與|暨")
_AGAINST = re.compile("(?:較|比|與|相較於?)[^,。;]{0,6}$")
_HELD_AGAINST = re.compile(r"(?:前|底)?[)]?[^,。;]{0,2}(?:相較|比較|相比)")
_WHOLE_PLAN = re.compile("(?:期程|工期|執行期間|計畫期間|實施期間|施工期間)[^,。;]{0,4}$")
_FROM = re.compile("(?:由|自|從|原)[^,。;]{0,2}$")
_TO = re.compile("(?:至|到|為)[^,。;]{0,4}$")
_THIS_PERIOD = re.compile("本期(?!(?:間|末|程))")
_COUNTED = re.compile("(.{2,20}?)(?:統計|件數|情形|概況|分析|一覽|分布)+(?:如下|如次)?[:。]?")
_OF_A_NAME = re.compile("個[里村鄰]|[里部會區市縣國級層股軍方大樓]")
_TITLE = re.compile("(?:^|[,。;:(見如])附?[圖表]$")
_SECTION = re.compile("[組課科室]")
_COUNTING = re.compile("(?:[計共分設為有成達等約:增另各僅編、,]|^)$")
_RATE = re.compile(
    r"(?:本期|本年度?|[^,。;:、]*[年月])?(?P<rate>[^,。;:、]{0,24}?(?:[千萬]人率|指數|係數|比值|總生育率|嚴重率|頻率)(?:[(][^()]*[)])?)"
    r"(?:(?!率|指數|係數|件|元|人次)[^。;]){0,80}$"
)
_BE = re.compile("^[、及和與]|(?:分別|則|各|約|達|為|是|:)+$")
_CLOSED = re.compile("[,。;、)]|(?:上升|下降|增加|減少|提高|降低|成長|改善)|$")
_SHORT = 30
_MOST = 200
"""So many figures before and behind one are looked at to tell what it measures."""
_REACH = 45
_TOTALLED = re.compile("[,、](?:以上|[兩二三四五]者|全部)?(?:總計|合計|共計|共|計|總共)$")
_CHANGES = re.compile("較|比(?![率例])|增加|減少|成長|上升|下降|提高|降低|升值|貶值|[增減]為")
_WORD = re.compile(r"[^\s、,;。:()（）]")


class QuantityReader:
    """Reads the figures of a document by one rule."""

    def __init__(self, reading: Reading, room: Room, rule: QuantityRule) -> None:
        self.reading, self.room, self.rule = reading, room, rule
        units = alternatives(rule.units)
        self.unit = re.compile(rf"{units}(?:\({units}\)|/{units}(?![關署局處所院府會校]))?")
        self.exclude = {reason: around(room, words) for reason, words in rule.exclude.items()}
        self._reasons = [(reason, pattern.search) for reason, words in self.exclude.items() for pattern in words]
        self.wording = Wording(reading, rule)
        self.none = patterns(room, rule.none)
        self.against = re.compile(f"(?:較|比|與)(?:{self.wording.related.earlier.pattern})(?:比較|相較)?")
        self.first: dict[int, list[Figure]] = {}
        self._times: dict[int, tuple[list[int], list[int]]] = {}

    def facts(self) -> Iterator[Fact]:
        """The statistics in running text, in the order of the text."""
        for index, paragraph in enumerate(self.reading.document.paragraphs):
            if paragraph.role == "row":
                continue
            told = self._figures(index)
            figures = [
                self._below(index, f) if self._first(index, f, told[max(0, n - _MOST) : n]) else f
                for n, f in enumerate(told)
            ]
            self.first[index] = figures
            for figure in figures:
                yield from self._facts(figure)
            yield from self._nothing(index)

    def _first(self, index: int, figure: Figure, before: list[Figure]) -> bool:
        """Whether none of its unit stands in a clause before: 1.甲3件、乙2件,計30元."""
        marked = self.reading.marked[index]
        alike = [f.end for f in before if f.unit == figure.unit]
        return not alike or "," not in marked.text[alike[0] : figure.at]

    def excluded(self, paragraph: int, at: int) -> str:
        """The name of the reason why a figure is no statistic; empty where it is one."""
        marked = self.reading.marked[paragraph]
        low, high = marked.sentence(at, at + 1)
        sign = HERE + ("%" if marked.mentions[at].kind == "percent" else "")
        told = marked.plain(at, at + 1)
        text = marked.text[low:at] + sign + marked.text[at + 1 : high]
        for reason, shows in self._reasons:
            if shows(text):
                return reason
        if _TITLE.search(marked.text, low, at):
            return "reference"
        if told == "一" and not re.search(r"(?:計|共|僅|有|達|:)$", marked.text[low:at]):
            return "indefinite"
        if re.fullmatch("[一二三四五六七八九十]", told) and (
            _OF_A_NAME.match(marked.text, at + 1)
            or (_SECTION.match(marked.text, at + 1) and not _COUNTING.search(marked.text[low:at]))
        ):
            return "name"
        return ""

    def unit_of(self, marked: Marked, at: int) -> tuple[str, int]:
        """The unit after a figure, and where it ends; empty where no counter follows."""
        mention = marked.mentions[at]
        if mention.kind == "percent":
            return ("個百分點" if mention.values[:1] == ("百分點",) else "%"), at + 1
        if mention.kind == "duration":
            return mention.values[0], at + 1
        found = self.unit.match(marked.text, at + 1)
        if not found:
            return "", at + 1
        unit = found[0]
        bare = (unit[0] == "個" and len(unit) > 1) or (unit[0] == "大" and len(unit) > 2)
        return (unit[1:] if bare else unit), found.end()

    def _figures(self, index: int) -> list[Figure]:
        marked = self.reading.marked[index]
        done: list[Figure] = []
        for found in FIGURE.finditer(marked.text):
            at = found.start()
            unit, end = self.unit_of(marked, at)
            rate = "" if unit else _rate(marked, at)
            if not unit and not rate:
                continue
            if marked.mentions[at].kind == "duration" and not self._lasting(marked, at, done):
                continue
            if not self.excluded(index, at):
                figure = self.wording.figure(index, marked, at, end, unit, done[-_MOST:])
                done.append(self._of_rate(marked, figure, rate) if rate else figure)
        return self._divided(marked, shared(marked, done))

    def _of_rate(self, marked: Marked, figure: Figure, rate: str) -> Figure:
        """The figure with the rate as its measure; its own words are the kind, the earlier period, or the change."""
        own = _BE.sub("", marked.plain(figure.low, figure.at))
        if earlier := self.wording.related.earlier.search(own):
            return replace(figure, measure=rate, breakdown=earlier[0])
        if COMPARED.match(own):
            return replace(figure, measure=rate + own, breakdown="")
        kind = len(own) > 1 and rate not in own and not _CHANGES.search(own)
        return replace(figure, measure=rate, breakdown=own if kind else "")

    def _divided(self, marked: Marked, done: list[Figure]) -> list[Figure]:
        """Figures that add up to the total before them (共214件:甲9件、乙205件) or after them (甲9件、乙205件,共214件)
        as its parts.
        """
        for place, total in enumerate(done):
            if total.whole or total.unit == "%" or not (amount := marked.mentions[total.at].number):
                continue
            low, high = marked.sentence(total.at, total.end)
            runs = [_run(done[place + 1 : place + 1 + _MOST], total, low, high)]
            if _TOTALLED.search(marked.text, low, total.at):
                runs.append(_run(done[max(0, place - _MOST) : place][::-1], total, low, high))
            for run in runs:
                sums = itertools.accumulate(marked.mentions[f.at].number or 0 for f in run)
                size = next((n for n, told in enumerate(sums, 1) if n > 1 and told == amount), 0)
                parts = run[:size]
                listed = bool(parts) and parts[0].at > total.at and marked.text[total.taken] == "、"
                if parts and not listed and all(self._is_part(marked, f) for f in parts):
                    first = min(parts, key=lambda f: f.at)
                    behind = first.at < total.at
                    label = (
                        self.wording.phrases.label(marked, first.paragraph, low, first.low, None)
                        if behind
                        else total.measure
                    )
                    done = [self._part_of(marked, total, label, f) if f in parts else f for f in done]
                    if behind and not label and (common := _common(parts)):
                        done[place] = replace(total, measure=self.wording.phrases.own_head(total.paragraph) + common)
                    break
        return done

    def _is_part(self, marked: Marked, figure: Figure) -> bool:
        return bool(self._own(marked, figure)) and not _CHANGES.search(marked.plain(figure.low, figure.at))

    def _own(self, marked: Marked, figure: Figure) -> str:
        """The words that stand right before a figure, fillers left out."""
        return self.wording.phrases.words(
            figure.paragraph, *self.wording.phrases.stripped(marked.text, figure.low, figure.at)
        )

    def _part_of(self, marked: Marked, total: Figure, label: str, figure: Figure) -> Figure:
        own = self._own(marked, figure)
        whole = (total.paragraph, total.at)
        return replace(
            figure, measure=label or figure.measure, breakdown=own if label else figure.breakdown, whole=whole
        )

    def _lasting(self, marked: Marked, at: int, done: list[Figure]) -> bool:
        """Whether a duration is counted work: 時數共計92時, 7個航次、63天."""
        if re.search(r"(?:時數|天數|日數|工時)[共計總合達約為有:]*$", marked.text[:at]):
            return True
        return bool(done and marked.text[done[-1].end : at] in ("、", "及", ",") and done[-1].unit != "%")

    def _below(self, index: int, figure: Figure) -> Figure:
        """A labelled figure of an item below an announced total, as a part of it."""
        marked = self.reading.marked[index]
        if figure.breakdown or figure.whole or figure.at > 30 or marked.text.find("。", 0, figure.at) >= 0:
            return figure
        document = self.reading.document
        parent = document.sections[document.paragraphs[index].section].parent
        for above in range(index - 1, -1, -1):
            section = document.paragraphs[above].section
            if parent is None or section < parent:
                break
            totals = [f for f in self.first.get(above, []) if f.unit == figure.unit] if section == parent else []
            if totals:
                total = totals[-1]
                return replace(figure, measure=total.measure, breakdown=figure.measure, whole=(above, total.at))
            if section == parent and self.first.get(above):
                break
        heading = _COUNTED.fullmatch(document.sections[parent].heading) if parent else None
        start, stop = self.wording.phrases.stripped(marked.text, 0, figure.at)
        if heading and len(marked.text) <= _SHORT and start < stop:
            return replace(figure, measure=heading[1], breakdown=figure.measure)
        return figure

    def period(self, index: int, at: int, changed: bool = False) -> Found:
        """The period in force for a figure: the clause's, the sentence's, the paragraph's, one above, the report's.

        Of what has `changed` it is not the one that it is held against: 較94年度減少30人.
        """
        marked = self.reading.marked[index]
        low = marked.sentence(at, at + 1)[0]
        said_ends, places = self._timed(index, marked)
        said = next(iter(said_ends[: bisect.bisect_right(said_ends, at)][-1:]), -1)
        head = self.reading.head
        for i in reversed(places[: bisect.bisect_left(places, at)]):
            mention = marked.mentions[i]
            if said > i:
                break
            if self._of_another(marked, i, at, low, changed):
                continue
            if i >= low or (mention.kind == "period" and not _years(mention)):
                return self.when(index, i, mention)
        for above in reversed(self.reading.above[index]) if said < 0 else ():
            for i, mention in sorted(self.reading.marked[above].mentions.items(), reverse=True):
                if mention.kind == "period" and not _years(mention):
                    return self.when(above, i, mention)
        return Found((head.period_start, head.period_end), ())

    def _timed(self, index: int, marked: Marked) -> tuple[list[int], list[int]]:
        """Where 本期 ends in a paragraph, and where its dates and periods stand."""
        if index not in self._times:
            places = [i for i, m in marked.mentions.items() if m.kind in ("date", "period")]
            self._times[index] = ([found.end() for found in _THIS_PERIOD.finditer(marked.text)], places)
        return self._times[index]

    def _of_another(self, marked: Marked, i: int, at: int, low: int, changed: bool) -> bool:
        """Whether a date before a figure is not its own: held against it, what it rose from, or a whole plan's."""
        against = marked.text.startswith("同期", i + 1) or _HELD_AGAINST.match(marked.text, i + 1)
        if against or (changed and _AGAINST.search(marked.text, low, i)) or _WHOLE_PLAN.search(marked.text, low, i):
            return True
        figures = [found.start() for found in FIGURE.finditer(marked.text, i, at)]
        return bool(figures and _FROM.search(marked.text, low, i) and _TO.search(marked.text, figures[-1], at))

    def when(self, index: int, place: int, mention: Mention) -> Found:
        """The first and the last day that a date or period in a paragraph means for a figure."""
        marked = self.reading.marked[index]
        span = (self.reading.passage(index, place, place + 1),)
        if mention.kind == "period":
            start, end = mention.values[0], mention.values[-1]
            begun = self._begun(marked, place)
            start = start or (begun if begun[: len(end)] <= end else "") or _year_before(marked, place, end)
            if not start and end == self.reading.head.period_end:
                start = self.reading.head.period_start
            return Found((start, end), span)
        if re.match("至(?:本|今|目前|現)", marked.text[place + 1 : place + 4]):
            return Found((mention.values[0], ""), span)
        first, last = mention.values[0], mention.values[-1]
        if marked.text[place + 1 : place + 2] == "起":
            return Found((first, ""), span)
        if marked.text[place + 1 : place + 2] in ("底", "止") or marked.plain(place, place + 1).endswith("底"):
            return Found(("", last), span)
        return Found((first, last), span)

    def _begun(self, marked: Marked, place: int) -> str:
        """The day named before with 起, where a figure counts from then on."""
        low, _ = marked.sentence(place, place + 1)
        dates = [
            m
            for i, m in marked.mentions.items()
            if low <= i < place and m.kind == "date" and marked.text[i + 1 : i + 2] == "起"
        ]
        return dates[-1].values[0] if dates else ""

    def _facts(self, figure: Figure) -> Iterator[Fact]:
        marked = self.reading.marked[figure.paragraph]
        if (
            marked.text[figure.low : figure.at].endswith("各")
            and len(parts := _PARTS.split(figure.measure.removesuffix("各"))) > 1
        ):
            for part in parts:
                yield self._fact(
                    replace(figure, measure=part + "人數" if figure.unit in "人名位" else part, breakdown=part)
                )
            return
        yield self._fact(figure)

    def _fact(self, figure: Figure) -> Fact:
        reading, index = self.reading, figure.paragraph
        compared = figure.breakdown and self.wording.related.earlier.fullmatch(figure.breakdown)
        changed = bool(COMPARED.search(figure.measure))
        found = Found(("", ""), ()) if compared else self.period(index, figure.at, changed)
        against = changed and not figure.breakdown and self.against.search(figure.measure)
        breakdown = against[0] if against else figure.breakdown
        row = self.row(index, figure.at, figure.end, figure.unit, figure.measure, breakdown, found)
        if figure.whole:
            row["whole"] = Found(("?",), (reading.passage(*figure.whole, figure.whole[1] + 1),))
        marked = reading.marked[index]
        start = max(figure.low, figure.at - _REACH)
        while start < figure.at and not _WORD.match(marked.text, start):
            start += 1
        hit = Hit(index, start, figure.end, start, figure.end, {})
        return fact(reading, self.room, self.rule.id, row, index, passage(reading, hit, "match"))

    def row(
        self, index: int, at: int, end: int, unit: str, measure: str, breakdown: str, period: Found
    ) -> dict[str, Found]:
        """The columns of one figure."""
        reading = self.reading
        mention = reading.marked[index].mentions[at]
        if mention.number is None:
            raise ValueError("a figure needs a number")
        return {
            "host": single(reading.host(index, at)),
            "measure": single(measure),
            "value": Found((canonical(mention.number),), (reading.passage(index, at, at + 1),)),
            "value_max": single(canonical(mention.upper) if mention.upper is not None else ""),
            "unit": Found((unit,), (reading.passage(index, at, end),)) if unit else Found((), ()),
            "breakdown": single(breakdown),
            "period_start": Found(period.values[:1], period.spans) if period.values[0] else Found((), ()),
            "period_end": Found(period.values[1:], period.spans) if period.values[1] else Found((), ()),
            "approximate": single("true" if mention.approximate else ""),
        }

    def _nothing(self, index: int) -> Iterator[Fact]:
        """A count of zero in words: 尚無此類案件."""
        marked = self.reading.marked[index]
        for pattern in self.none:
            for found in pattern.finditer(marked.text):
                low, _ = marked.sentence(*found.span())
                start, stop = self.wording.phrases.stripped(marked.text, low, found.start())
                measure = self.wording.phrases.words(index, start, stop) or self.wording.phrases.head(index)
                row = {
                    "host": single(self.reading.host(index, found.start())),
                    "measure": single(measure),
                    "value": Found(("0",), (self.reading.passage(index, *found.span()),)),
                    "unit": single("件" if "案" in found[0] else ""),
                }
                period = self.period(index, found.end())
                for name, value in zip(("period_start", "period_end"), period.values, strict=True):
                    row[name] = Found((value,), period.spans) if value else Found((), ())
                hit = Hit(index, found.start(), found.end(), low, found.end(), {})
                yield fact(self.reading, self.room, self.rule.id, row, index, passage(self.reading, hit, "clause"))


def _run(figures: list[Figure], total: Figure, low: int, high: int) -> list[Figure]:
    """The first of some figures that may be parts of a total: counted alike, of no other whole, in its sentence."""

    def fits(figure: Figure) -> bool:
        alone = not figure.whole and not figure.breakdown
        return figure.unit == total.unit and alone and low <= figure.at < high

    return list(itertools.takewhile(fits, figures))


def _rate(marked: Marked, at: int) -> str:
    """The rate or index that a fraction without a counter tells of (千人率為1.888); empty where it tells of none."""
    number = marked.mentions[at].number
    if number is None or number == int(number) or not _CLOSED.match(marked.text, at + 1):
        return ""
    found = _RATE.search(marked.plain(marked.sentence(at, at + 1)[0], at))
    return found["rate"] if found else ""


def _years(period: Mention) -> bool:
    """Whether a period runs over several years: a plan's, where it stands away from a figure."""
    first, last = period.values[0], period.values[-1]
    return bool(first and last and first[:4] != last[:4])


def _year_before(marked: Marked, place: int, end: str) -> str:
    """The year told right before 截至 (95年截至12月底止): what is counted runs from its start."""
    at = place - 1 - (marked.text[place - 1 : place] == "度")
    year = marked.mentions.get(at)
    told = year.values[0] if year and year.kind == "date" and len(year.values) == 1 else ""
    return told if len(told) == 4 and end.startswith(told) and len(end) > 4 else ""


def _common(parts: list[Figure]) -> str:
    """What the measures of parts end in alike: 經費 of 第1階段經費 and 第2階段經費."""
    shortest = min((part.measure for part in parts), key=len)
    ends = (shortest[at:] for at in range(len(shortest)))
    return next((end for end in ends if all(part.measure.endswith(end) for part in parts)), "")


def single(text: str) -> Found:
    """One value without a passage of its own; none where it is empty."""
    return Found((text,), ()) if text else Found((), ())


def span_of(reading: Reading, at: Stretch) -> Span:
    """The source passage of a stretch."""
    return reading.passage(at.paragraph, at.start, at.end)
