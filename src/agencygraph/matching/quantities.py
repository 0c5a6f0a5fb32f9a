"""Rules that read figures in running text: number and counter, measure, period, and what it is a part of.

A figure's measure is the noun phrase it governs: what stands to its left in its clause without fillers, else the label
before the colon, else what the figure before measured, else the head of its item. Figures in brackets after a total,
those after 其中, and items below an announced total are parts.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from dataclasses import replace

from agencygraph.matching import series, siblings
from agencygraph.matching.marked import Marked
from agencygraph.matching.measures import Wording, shared
from agencygraph.matching.mentions import HERE, around
from agencygraph.matching.periods import Periods, as_fine, earlier
from agencygraph.matching.phrases import COMPARED, FIGURE, TIMES, Figure
from agencygraph.matching.reading import Reading
from agencygraph.matching.rows import Hit, fact, passage, patterns
from agencygraph.matching.values import Found, Stretch, canonical
from agencygraph.model import Fact, Mention, Span
from agencygraph.rules import SIGNS, QuantityRule, Room
from agencygraph.rules.language import alternatives

_PARTS = re.compile(r"、|及|和|與|暨")
_COUNTED = re.compile("(.{2,20}?)(?:統計|件數|情形|概況|分析|一覽|分布)+(?:如下|如次)?[:。]?")
_INTRODUCED = re.compile(
    f"(?:[{TIMES}{SIGNS['self']}、,]|本期|全年|年度|各類)*(?!推動|推展|啟動|維護|強化|保障|增進|提升|加強|協力|健全|改善|落實|促進|建[立置構])([^,。;:、()\\d{TIMES}]{{3,14}}?)(?:之|的)?(?:統計|件數|案件數|數量|人次|情形|概況|成果|績效|分布|如下|如次|計有|分別為|包括|有)*:"
)
_ANY_WORK = re.compile(
    "(?:各項|主要|重要|年度|一般)*(?:業務|工作|執行|辦理|服務|績效|成果|推動|推展|基本|機關|說明|項目|重點|內容|查緝|便民)+"
)
_OF_A_NAME = re.compile("個[里村鄰]|[里部會區市縣國級層股軍方大樓]")
_BOTH = re.compile("(?:機關|單位|校|國|院|館|所|局|公司|縣市)(?!次)")
"""What stands behind 兩 where a clause speaks of both that were named: ,兩機關以系統互通資料."""
_TITLE = re.compile("(?:^|[,。;:(見如])附?[圖表]$")
_SECTION = re.compile("[組課科室]")
_COUNTING = re.compile("(?:[計共分設為有成達等約:增另各僅編、,]|^)$")
_RATE = re.compile(
    r"(?:本期|本年度?|[^,。;:、]*[年月])?(?P<rate>[^,。;:、]{0,24}?(?:[千萬]人率|指數|係數|比值|總生育率|嚴重率|頻率)(?:[(][^()]*[)])?)"
    r"(?:(?!率|指數|係數|件|元|人次)[^。;]){0,80}$"
)
_BE = re.compile("^[、及和與]|(?:分別|則|各|約|達|為|是|:)+$")
_CLOSED = re.compile("[,。;、)]|(?:上升|下降|增加|減少|提高|降低|成長|改善)|$")
_ROC = 1911
_SHORT, _LEAD = 30, 15
_NOT_ALONE = re.compile(f"[,:、{TIMES}]|[^。;](?=[。;].)")
"""What an item holds that is no mere kind with its figure."""
_MOST = 200
"""So many figures before and behind one are looked at to tell what it measures."""
_REACH = 45
_WIDEST = 2000
"""So many signs to each side of a figure are looked at to tell whether it is one: a sentence may be a whole file."""
_WORKED = re.compile(
    "(?:時數|天數|日數|工時)[共計總合達約為有:]*$"
    "|平均(?:每[件人案通位][^,。;]{0,6}(?:等候|等待|候診)|[^,。;]{0,8}(?:等候|等待|候診|待機|候車|候領|處理|辦理|審查|搶修|修復|到達|出勤|反應|回[復覆])時間"
    "|[^,。;]{0,6}(?:處理|辦理|審理|搶修|修復|住院|結案))[^,。;]{0,12}$"
    "(?<!縮短)(?<!減少)(?<!增加)(?<!節省)"
    "|(?:累計|累積|總計|合計|[共總]?計|共|全年|年度)(?:志願)?(?:服務|服勤|值勤|執勤|輪值|奉獻|投入)(?:時間)?[共計總合達約為有]*$"
    "|(?:服務|服勤|值勤|執勤|輪值|奉獻|投入)(?:時間)?(?:累計|累積|總計|合計|共計|共|計)[約達為有]*$"
)
_BY_HOW_MUCH = re.compile("[增減升降漲跌]幅$|[增減]率$")
_SORTED_BY = re.compile(
    "(?:^|[,。;])(?:若|如)?[以按依從就][^,。;:]{1,8}(?:觀之|來看|看來|而言|言之|論|區分|劃分|分類|分|別|統計|分析)者?[:,]"
)
_ANOTHER_YEAR = re.compile(
    r"(?:(?P<against>較|比起?|與|相較於?)[^,。;]{0,3}?)?(?P<year>\d{2,3}年度?)[之的則為僅有約共計]*$"
)
_MONTHS = r"(?:\d{1,2}(?:[至~-]\d{1,2})?月底?)?"
_AGAINST_WHAT = "(?:較|比起?(?![率例])|與|相較於?)"
_WITHIN = re.compile("以?[內前後]|之[內前後]|起|為[限期]|一次|皆|均")
_TOTALLED = re.compile("[,、](?:以上|[兩二三四五]者|全部)?(?:總計|合計|共計|共|計|總共)[^,。;、]{0,4}$")
_SUM = re.compile("(?:合計|總計)$")
_CHANGES = re.compile("較|比(?![率例])|增加|減少|成長|上升|下降|提高|降低|升值|貶值|[增減]為")
_IN_THE_YEAR = re.compile(
    r"(?<=..)(?:(?:迄|至|截至)年底止?|全年度?|今年度?|本年度?|本期|年內)(?:共計|合計|共|計)?(?=\D{2,4}$)(?!無休)"
)
_SUMMING = re.compile("(?<=..)(?:[共總合]計(?!數)(?=..)|(?<![統會估設審主預累小])計(?=[^畫程算劃數量件人][^數]$))")
"""What says within a measure that it is a sum: 個別型計申請."""
_BY_LAW = re.compile(
    r"[(（](?:依|按|據)?[^()（）]{2,16}法(?:第[^()（）]{1,8}條[^()（）]{0,6})?[)）]|[(（]https?:[^()（）]+[)）]"
)
"""A law or an address in brackets, which says nothing of what is counted."""
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
        earlier_one = self.wording.related.earlier.pattern
        self.against = re.compile(rf"{_AGAINST_WHAT}(?:{earlier_one}|\d{{2,3}}年度?{_MONTHS}(?:同[期月])?)")
        self.first: dict[int, list[Figure]] = {}
        self.periods = Periods(reading)

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

    def excluded(self, paragraph: int, at: int, lent: str = "") -> str:
        """The name of the reason why a figure is no statistic; empty where it is one. `lent` is the unit that it
        leaves out.
        """
        marked = self.reading.marked[paragraph]
        low, high = marked.sentence(at, at + 1)
        low, high = max(low, at - _WIDEST), min(high, at + _WIDEST)
        sign = HERE + ("%" if marked.mentions[at].kind == "percent" else "")
        told = marked.plain(at, at + 1)
        own = "" if marked.text.startswith(lent, at + 1) else lent
        text = marked.text[low:at] + sign + own + marked.text[at + 1 : high]
        for reason, shows in self._reasons:
            if shows(text):
                return reason
        if _TITLE.search(marked.text, low, at):
            return "reference"
        if told == "兩" and _BOTH.match(marked.text, at + 1) and marked.text[at - 1 : at] in ("", ",", "。", ";", ":"):
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
        told = [
            one
            for one in series.find(marked, self.unit_of)
            if not any(self.excluded(index, m.at, one.unit) for m in one.members)
        ]
        lent = series.lent(marked, self.unit_of) | {m.at: m.unit for one in told for m in one.members}
        for found in FIGURE.finditer(marked.text):
            at = found.start()
            unit, end = self.unit_of(marked, at)
            unit = unit or lent.get(at, "")
            rate = "" if unit else _rate(marked, at)
            if not unit and not rate:
                continue
            if marked.mentions[at].kind == "duration" and not self._lasting(marked, at, done):
                continue
            if not self.excluded(index, at, lent.get(at, "")):
                figure = self.wording.figure(index, marked, at, end, unit, done[-_MOST:])
                figure = replace(figure, measure=_SUMMING.sub("", figure.measure))
                done.append(self._of_rate(marked, figure, rate) if rate else figure)
        done = series.named(marked, done, told, lambda low, high: self._worded(index, low, high))
        done = self._sorted(marked, self._divided(marked, shared(marked, done)))
        return self._kinds(marked, siblings.risen(marked, done))

    def _kinds(self, marked: Marked, done: list[Figure]) -> list[Figure]:
        """The figures that are kinds of something, by their own words or by those of the list that they stand in."""

        def own(figure: Figure) -> str:
            return self._own(marked, figure)

        def label(figure: Figure) -> str:
            low = marked.sentence(figure.at, figure.end)[0]
            return self.wording.phrases.label(marked, figure.paragraph, low, figure.low, None)

        done = siblings.sorted_out(marked, done, self.wording.phrases.verbs, own, label)
        return siblings.shares(marked, siblings.kinds(marked, done, own))

    def _worded(self, index: int, low: int, high: int) -> str:
        """What a stretch says that is measured, fillers left out."""
        return self.wording.phrases.words(
            index, *self.wording.phrases.stripped(self.reading.marked[index].text, low, high)
        )

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
            stop = marked.text.find("。", total.end)
            runs = [_run(done[place + 1 : place + 1 + _MOST], total, low, stop if stop > 0 else len(marked.text))]
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
                    label = total.measure
                    if behind and not first.each:
                        label = self.wording.phrases.label(marked, first.paragraph, low, first.low, None)
                    elif behind:
                        label = first.measure
                    done = [self._part_of(marked, total, label, f) if f in parts else f for f in done]
                    if behind and label and not label.startswith("第"):
                        done[place] = replace(total, measure=label, breakdown=_summed(marked, low, total.at))
                    elif behind and not label:
                        self._name_total(done, place, parts, _summed(marked, low, total.at))
                    break
        return done

    def _sorted(self, marked: Marked, done: list[Figure]) -> list[Figure]:
        """Figures that a sentence sorts a total by, as its parts: 受理90件。以途徑觀之:臨櫃60件、電話30件."""
        for begun in _SORTED_BY.finditer(marked.text):
            high = marked.sentence(begun.end() - 1, begun.end())[1]
            parts = [f for f in done if begun.end() <= f.at < high and f.unit != "%" and not f.whole]
            amount = sum(marked.mentions[f.at].number or 0 for f in parts)
            totals = [f for f in done if f.at < begun.start() and not f.breakdown and not f.whole]
            alike = (f for f in reversed(totals) if marked.mentions[f.at].number == amount)
            total = next(alike, None) if len(parts) > 1 else None
            if not total or any(f.unit != total.unit for f in parts):
                continue
            for n, figure in enumerate(done):
                if figure in parts:
                    own = self._own(marked, figure) or self.wording.related.when(marked, figure)
                    whole = (total.paragraph, total.at)
                    done[n] = replace(figure, measure=total.measure, breakdown=own, whole=whole)
        return done

    def _name_total(self, done: list[Figure], place: int, parts: list[Figure], word: str) -> None:
        """A total behind parts that no label introduces is called by the end that they share (第1期經費, 第2期經費), or
        by the verb before them all (轉介甲院、乙院), whose kinds they are then.
        """
        total = done[place] = replace(done[place], breakdown=word)
        if common := _common(parts):
            done[place] = replace(total, measure=self.wording.phrases.own_head(total.paragraph) + common)
            return
        verb = self.wording.phrases.verbs.match(min(parts, key=lambda f: f.at).measure)
        named = [f.at for f in parts if verb and f.measure.startswith(verb[0]) and len(f.measure) > len(verb[0]) + 1]
        if not verb or len(named) < 2 or 2 * len(named) <= len(parts):
            return
        done[place] = replace(total, measure=verb[0])
        for n, figure in enumerate(done):
            if figure.at in named:
                done[n] = replace(figure, measure=verb[0], breakdown=figure.measure.removeprefix(verb[0]))

    def _is_part(self, marked: Marked, figure: Figure) -> bool:
        return bool(self._own(marked, figure)) and not _CHANGES.search(marked.plain(figure.low, figure.at))

    def _own(self, marked: Marked, figure: Figure) -> str:
        """The words that stand right before a figure, fillers left out."""
        return self.wording.phrases.words(
            figure.paragraph, *self.wording.phrases.stripped(marked.text, figure.low, figure.at)
        )

    def _part_of(self, marked: Marked, total: Figure, label: str, figure: Figure) -> Figure:
        own = figure.breakdown or self._own(marked, figure)
        whole = (total.paragraph, total.at)
        return replace(
            figure, measure=label or figure.measure, breakdown=own if label else figure.breakdown, whole=whole
        )

    def _lasting(self, marked: Marked, at: int, done: list[Figure]) -> bool:
        """Whether a duration is counted work: 時數共計92時, 7個航次、63天, 累計服務90小時."""
        if _WORKED.search(marked.plain(marked.clause(at, at + 1)[0], at)):
            return True
        alike = bool(done) and done[-1].unit == marked.mentions[at].values[0]
        if alike and re.search("[較比][^,。;縮減增]{0,12}$", marked.text[done[-1].end : at]):
            return True
        beside = bool(done) and marked.text[done[-1].end : at] in ("、", "及", ",") and done[-1].unit != "%"
        return beside and not _WITHIN.match(marked.text, at + 1)

    def _below(self, index: int, figure: Figure) -> Figure:
        """A labelled figure of an item below an announced total, as a part of it."""
        marked = self.reading.marked[index]
        if figure.breakdown or figure.whole or figure.at > 30 or marked.text.find("。", 0, figure.at) >= 0:
            return figure
        if marked.text.startswith("其中") and (total := self._above(index, figure)):
            return replace(figure, measure=total.measure, breakdown=figure.measure, whole=(total.paragraph, total.at))
        document = self.reading.document
        parent = document.sections[document.paragraphs[index].section].parent
        for above in range(index - 1, -1, -1):
            section = document.paragraphs[above].section
            if parent is None or section < parent:
                break
            totals = [f for f in self.first.get(above, []) if f.unit == figure.unit] if section == parent else []
            if totals:
                total = totals[-1]
                if not self._announced(above, total, marked.mentions[figure.at]):
                    break
                return replace(figure, measure=total.measure, breakdown=figure.measure, whole=(above, total.at))
            if section == parent and self.first.get(above):
                break
        heading = _COUNTED.fullmatch(document.sections[parent].heading) if parent else None
        if len(marked.text) <= _LEAD and not _NOT_ALONE.search(marked.text):
            heading = heading or self._listed(index, figure)
        start, stop = self.wording.phrases.stripped(marked.text, 0, figure.at)
        if heading and not _ANY_WORK.fullmatch(heading[1]) and len(marked.text) <= _SHORT and start < stop:
            return replace(figure, measure=heading[1], breakdown=figure.measure)
        return figure

    def _above(self, index: int, part: Figure) -> Figure | None:
        """The total in the paragraph before, counted alike, that holds a part."""
        marks = self.reading.marked
        alike = [f for f in self.first.get(index - 1, []) if f.unit == part.unit and not f.breakdown]
        amount = marks[index].mentions[part.at].number or 0
        return next((f for f in reversed(alike) if (marks[index - 1].mentions[f.at].number or 0) >= amount), None)

    def _listed(self, index: int, figure: Figure) -> re.Match[str] | None:
        """What the line that introduces a list says is counted, where its items are kinds of it counted alike."""
        above = self.reading.above[index]
        line = self.reading.marked[above[-1]] if above else None
        named = _INTRODUCED.fullmatch(line.text) if line and line.text.endswith(":") else None
        beside = [i for i in (index - 1, index + 1) if above and above[-1] < i < len(self.reading.marked)]
        alike = any(re.search(f"{re.escape(figure.unit)}[。;,、]?$", self.reading.marked[i].text) for i in beside)
        return named if named and alike and not named[1].endswith(figure.measure[-2:]) else None

    def _announced(self, index: int, total: Figure, part: Mention) -> bool:
        """Whether a total stands in the last sentence above a list, or right before a short one, and holds a part."""
        marked = self.reading.marked[index]
        last = marked.text.rfind("。", total.end, len(marked.text) - 1) + 1
        near = not last or (len(marked.text) - last <= _LEAD and "。" not in marked.text[total.end : last - 1])
        return near and (marked.mentions[total.at].number or 0) >= (part.number or 0)

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
        changed = bool(COMPARED.search(figure.measure) or _BY_HOW_MUCH.search(figure.measure))
        measure = _BY_LAW.sub("", _IN_THE_YEAR.sub("", figure.measure))
        whole = reading.head.period_start, reading.head.period_end
        at = figure.timed if figure.timed >= 0 else figure.at
        found = Found(earlier(figure.breakdown, whole), ()) if compared else self.periods.of(index, at, changed)
        breakdown = figure.breakdown or self._held_against(figure, changed)
        row = self.row(index, figure.at, figure.end, figure.unit, measure, breakdown, found)
        if figure.whole:
            row["whole"] = Found(("?",), (reading.passage(*figure.whole, figure.whole[1] + 1),))
        marked = reading.marked[index]
        start = max(figure.low, figure.at - _REACH)
        while start < figure.at and not _WORD.match(marked.text, start):
            start += 1
        hit = Hit(index, start, figure.end, start, figure.end, {})
        return fact(reading, self.room, self.rule.id, row, index, passage(reading, hit, "match"))

    def _held_against(self, figure: Figure, changed: bool) -> str:
        """What a change is held against (較109年同期), or the year before the report's that a figure is of (109年)."""
        marked = self.reading.marked[figure.paragraph]
        if changed:
            low = marked.sentence(figure.at, figure.end)[0]
            told = self.against.findall(figure.measure) or self.against.findall(marked.plain(low, figure.at))
            return next(iter(told[-1:]), "")
        found = _ANOTHER_YEAR.search(marked.plain(figure.low, figure.at))
        own = self.reading.head.period_start[:4]
        return found["year"] if found and own and int(found["year"].rstrip("年度")) + _ROC < int(own) else ""

    def row(
        self, index: int, at: int, end: int, unit: str, measure: str, breakdown: str, period: Found
    ) -> dict[str, Found]:
        """The columns of one figure; its period is told as finely as the report tells its own."""
        reading = self.reading
        first, last = as_fine(period.values, (reading.head.period_start, reading.head.period_end))
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
            "period_start": Found((first,), period.spans) if first else Found((), ()),
            "period_end": Found((last,), period.spans) if last else Found((), ()),
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
                period = self.periods.of(index, found.end())
                for name, value in zip(("period_start", "period_end"), period.values, strict=True):
                    row[name] = Found((value,), period.spans) if value else Found((), ())
                hit = Hit(index, found.start(), found.end(), low, found.end(), {})
                yield fact(self.reading, self.room, self.rule.id, row, index, passage(self.reading, hit, "clause"))


def _run(figures: list[Figure], total: Figure, low: int, high: int) -> list[Figure]:
    """The first of some figures that may be parts of a total: counted alike, of no other whole, between two places.

    Shares in percent stand aside.
    """

    def fits(figure: Figure) -> bool:
        mine = not figure.whole or figure.whole == (total.paragraph, total.at)
        alone = mine and (not figure.breakdown or figure.each or figure.measure == total.measure)
        return figure.unit == total.unit and alone and low <= figure.at < high

    counted = (f for f in figures if f.unit != "%")
    return list(itertools.takewhile(fits, counted))


def _rate(marked: Marked, at: int) -> str:
    """The rate or index that a fraction without a counter tells of (千人率為1.888); empty where it tells of none."""
    number = marked.mentions[at].number
    if number is None or number == int(number) or not _CLOSED.match(marked.text, at + 1):
        return ""
    found = _RATE.search(marked.plain(marked.sentence(at, at + 1)[0], at))
    return found["rate"] if found else ""


def _summed(marked: Marked, low: int, at: int) -> str:
    """The word right before a total that calls it one: 合計, 總計."""
    found = _SUM.search(marked.text, low, at)
    return found[0] if found else ""


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
