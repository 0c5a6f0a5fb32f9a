"""Rules that read figures in running text: number and counter, measure, period, and what it is a part of.

A figure's measure is the noun phrase it governs: what stands to its left in its clause without fillers, else the label
before the colon, else what the figure before measured, else the head of its item. Figures in brackets after a total,
those after 其中, and items below an announced total are parts.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from agencygraph.matching.marked import Marked
from agencygraph.matching.mentions import HERE, around
from agencygraph.matching.reading import Reading
from agencygraph.matching.rows import Hit, fact, passage, patterns
from agencygraph.matching.values import Found, Stretch, canonical, written
from agencygraph.model import Fact, Mention, Span
from agencygraph.rules import SIGNS, QuantityRule, Room
from agencygraph.rules.language import alternatives

_FIGURE = re.compile(f"[{SIGNS['number']}{SIGNS['percent']}{SIGNS['duration']}]")
_TIMES = SIGNS["date"] + SIGNS["period"]
_ALL_SIGNS = "".join(SIGNS.values())
_AFTER = re.compile(rf"[^,。;、:()「」『』及並{_ALL_SIGNS}]{{2,14}}")
_EDGE = re.compile(r"[、,;。:)）」 及和與並]+")
_PARTS = re.compile(r"、|及|和|與|暨")
_LISTED = re.compile(r"等(?:共計|合計|總計|共|計|有)*$")
_BARE = re.compile(
    r"總?(?:金額|件數|人數|人次|次數|場次|筆數|數量|戶數|面積)$"
    r"|^(?:已|業|有|已有|共計)*(?:受理|辦理|進行|服務|提供|完成|處理|執行|平均|補助|核撥|核發|核付|核准|給付|通過|方案|個案|(?:不|緩)?起訴(?:處分)?)$"
)
_CHANGED = (
    "(?:再|又|約|大幅|分別|已|共)*(?:增加|減少|成長|下降|上升|提高|降低|提升|躍升|衰退|增長|遞增|遞減)(?:了|約|達|近)*"
)
_COMPARED = re.compile(f"(?:分別)?(?:較|比|與|相較於?)[^,。;]{{1,20}}{_CHANGED}$|{_CHANGED}$")
_AGAINST = re.compile("(?:較|比|與|相較於?)[^,。;]{0,6}$")
_ACTUAL = re.compile("(?:同期)?(?:實際|實績|決算|同期)數?")
_COUNTED = re.compile("(.{2,20}?)(?:統計|件數|情形|概況|分析|一覽|分布)+(?:如下|如次)?[:。]?")
_SAME_TIME = r"\d{2,3}年度?同[期月]"
_RELATIVE = re.compile(
    "(?:總|實際|預定|目前|平均|累計|逾期|本息|年|月)*(?:[^的之與及]{1,3}率|比重|比例|占比|進度|餘額|經費|預算|決算數?|執行數|工程費|得標金額)"
)
"""What is something of something else: a rate, a progress, a balance."""
_DONE = re.compile("(?:發生|查獲|破獲|取締|查緝|受理|辦理|總?餘額|總?經費|案?件數|人數|筆數|金額)$")
_HELPING = re.compile(
    "(?:陸續|成功|分別)*(?:協助|輔導|促進|促成|媒合|推介|補助|培訓|安排|轉介|鼓勵|遴選|選派|選送|招募|訓練)"
)
_DOING = re.compile(rf"(?!等|以上|左右|之多|次)[^,。;、:()「」『』及並與和之的{_ALL_SIGNS}]{{2,8}}(?=[,。;、)]|$)")
_OF_A_NAME = re.compile("個[里村鄰]|[里部會區市縣國級層股軍方大樓]")
_SECTION = re.compile("[組課科室]")
_COUNTING = re.compile("(?:[計共分設為有成達等約:增另各僅編、,]|^)$")
_SHORT = 30
_SUBJECT = 16
_REACH = 45
_TOTALLED = re.compile("[,、](?:以上|[兩二三四五]者|全部)?(?:總計|合計|共計|共|計|總共)$")
_CHANGES = re.compile("較|比(?![率例])|增加|減少|成長|上升|下降|提高|降低|升值|貶值|[增減]為")
_MEAN = re.compile("平均|^每")
_PEOPLE = ("人", "名", "位", "人次", "員")
_WORD = re.compile(r"[^\s、,;。:()（）]")


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure in marked text: its sign at `at`, its unit up to `end`; `whole` is the total that it is a part of."""

    paragraph: int
    low: int
    at: int
    end: int
    unit: str
    measure: str
    breakdown: str = ""
    whole: tuple[int, int] | None = None


class QuantityReader:
    """Reads the figures of a document by one rule."""

    def __init__(self, reading: Reading, room: Room, rule: QuantityRule) -> None:
        self.reading, self.room, self.rule = reading, room, rule
        units = alternatives(rule.units)
        self.unit = re.compile(rf"{units}(?:\({units}\)|/{units}(?![關署局處所院府會校]))?")
        self.exclude = {reason: around(room, words) for reason, words in rule.exclude.items()}
        self.fillers = re.compile(f"(?:{alternatives(rule.fillers)}|[{_TIMES}{SIGNS['self']}、,:])+$")
        self.openers = re.compile(f"(?:{alternatives(rule.openers)}|[{_TIMES}{SIGNS['self']}、,:)」])+")
        self.earlier = re.compile(f"{alternatives(rule.earlier)}|{_SAME_TIME}")
        self.nouns = frozenset(rule.nouns)
        self.none = patterns(room, rule.none)
        self.first: dict[int, list[Figure]] = {}

    def facts(self) -> Iterator[Fact]:
        """The statistics in running text, in the order of the text."""
        for index, paragraph in enumerate(self.reading.document.paragraphs):
            if paragraph.role == "row":
                continue
            figures = [self._below(index, figure) for figure in self._figures(index)]
            self.first[index] = figures
            for figure in figures:
                yield from self._facts(figure)
            yield from self._nothing(index)

    def excluded(self, paragraph: int, at: int) -> str:
        """The name of the reason why a figure is no statistic; empty where it is one."""
        marked = self.reading.marked[paragraph]
        low, high = marked.sentence(at, at + 1)
        sign = HERE + ("%" if marked.mentions[at].kind == "percent" else "")
        told = marked.plain(at, at + 1)
        text = marked.text[low:at] + sign + marked.text[at + 1 : high]
        for reason, words in self.exclude.items():
            if any(p.search(text) for p in words):
                return reason
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
        return (unit[1:] if unit[0] == "個" and len(unit) > 1 else unit), found.end()

    def _figures(self, index: int) -> list[Figure]:
        marked = self.reading.marked[index]
        done: list[Figure] = []
        for found in _FIGURE.finditer(marked.text):
            at = found.start()
            unit, end = self.unit_of(marked, at)
            if not unit or (marked.mentions[at].kind == "duration" and not self._lasting(marked, at, done)):
                continue
            if not self.excluded(index, at):
                done.append(self._measured(index, marked, at, end, unit, done))
        return self._divided(marked, done)

    def _divided(self, marked: Marked, done: list[Figure]) -> list[Figure]:
        """Figures that add up to the total before them (共214件:甲9件、乙205件) or after them (甲9件、乙205件,共214件)
        as its parts.
        """
        for place, total in enumerate(done):
            if total.whole or total.unit == "%" or not (amount := marked.mentions[total.at].number):
                continue
            low, high = marked.sentence(total.at, total.end)
            runs = [_run(done[place + 1 :], total, low, high)]
            if _TOTALLED.search(marked.text, low, total.at):
                runs.append(_run(done[:place][::-1], total, low, high))
            for run in runs:
                sums = itertools.accumulate(marked.mentions[f.at].number or 0 for f in run)
                size = next((n for n, told in enumerate(sums, 1) if n > 1 and told == amount), 0)
                parts = run[:size]
                if parts and all(self._is_part(marked, f) for f in parts):
                    first = min(parts, key=lambda f: f.at)
                    behind = first.at < total.at
                    label = self._label(marked, first.paragraph, low, first.low, None) if behind else total.measure
                    done = [self._part_of(marked, total, label, f) if f in parts else f for f in done]
                    break
        return done

    def _is_part(self, marked: Marked, figure: Figure) -> bool:
        return bool(self._own(marked, figure)) and not _CHANGES.search(marked.plain(figure.low, figure.at))

    def _own(self, marked: Marked, figure: Figure) -> str:
        """The words that stand right before a figure, fillers left out."""
        return self._words(figure.paragraph, *self.stripped(marked.text, figure.low, figure.at))

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

    def _measured(self, index: int, marked: Marked, at: int, end: int, unit: str, done: list[Figure]) -> Figure:
        clause, _ = marked.clause(at, at + 1)
        sentence, _ = marked.sentence(at, at + 1)
        bracket = _open_bracket(marked.text, clause, at)
        here = [f for f in done if f.at >= sentence]
        low = max(clause, bracket + 1, here[-1].end if here else 0)
        aside = bracket < 0  # what a closed bracket says is not carried on
        last = next(
            (f for f in reversed(here) if not (aside and _open_bracket(marked.text, sentence, f.at) >= 0)), None
        )
        start, stop = self.stripped(marked.text, low, at)
        measure = self._words(index, start, stop)
        after = ""
        if unit in self.nouns and (noun := _AFTER.match(marked.text, end)):
            after = self._words(index, *noun.span())
        elif unit in _PEOPLE and _HELPING.fullmatch(measure) and (noun := _DOING.match(marked.text, end)):
            measure += self._words(index, *noun.span())
        figure = Figure(index, low, at, end, unit, measure)
        if part := self._part(marked, figure, bracket, sentence, done):
            return replace(part, breakdown=part.breakdown or after)
        if _COMPARED.match(measure):
            before = last.measure if last else self._label(marked, index, sentence, low, None)
            return replace(figure, measure=_COMPARED.sub("", before or self._head(index)) + measure)
        found = self.earlier.search(plain := marked.plain(low, at))
        if found and not _COMPARED.fullmatch(told := self.fillers.sub("", plain[found.end() :])):
            alike = [f.measure for f in done if f.at >= sentence and f.unit == unit] or [last.measure if last else ""]
            kept = told if len(told) > 1 and not _ACTUAL.fullmatch(told) else alike[-1] or self._head(index)
            return replace(figure, measure=kept, breakdown=found[0])
        if after and (_LISTED.search(marked.text, low, at) or (unit == "個" and stop == at)):
            return replace(figure, measure=after)
        label = self._label(marked, index, sentence, low, last) if len(measure) < 2 else ""
        carried = last.measure if last and not label and not after else ""
        if _RELATIVE.fullmatch(measure):
            alike = [_DONE.sub("", _COMPARED.sub("", f.measure)) for f in done if f.at >= sentence]
            subject = next((s for s in alike if len(s) > 1), "") or self._own_head(index)
            measure = (subject or self._label(marked, index, sentence, low, last)) + measure
        elif _BARE.fullmatch(measure):
            told = last.measure if last else self._label(marked, index, sentence, low, None)
            subject = next((s for s in (told, self._head(index)) if 1 < len(s) <= _SUBJECT), "")
            measure = _BARE.sub("", subject) + measure
        told = measure if len(measure) >= 2 else label or carried
        if after and after not in told:
            told += after
        breakdown = last.breakdown if last and carried and carried == told else ""
        return replace(figure, measure=told or self._head(index), breakdown=breakdown)

    def _part(self, marked: Marked, figure: Figure, bracket: int, sentence: int, done: list[Figure]) -> Figure | None:
        """The figure as a part of the total that the brackets or 其中 belong to."""
        anchor = bracket if bracket >= 0 else marked.text.rfind("其中", sentence, figure.at)
        if anchor < 0:
            return None
        totals = [f for f in done if f.end <= anchor + 1 and f.at >= sentence and f.unit == figure.unit]
        told = figure.measure.replace("其中", "").strip("、，")
        if totals and bracket < 0:
            total, sure = self._whole_of(marked, figure, totals)
            whole = (total.paragraph, total.at) if sure else None
            return replace(figure, measure=total.measure, breakdown=told, whole=whole)
        if totals and bracket - totals[-1].end <= 3:
            total = totals[-1]
            return replace(figure, measure=total.measure, breakdown=told, whole=(total.paragraph, total.at))
        if bracket >= 0 and figure.unit == "%":
            return None
        low, high = self.stripped(marked.text, max(sentence, marked.clause(anchor, anchor + 1)[0]), anchor)
        words = self._words(figure.paragraph, low, high) or self._words(
            figure.paragraph, *self.stripped(marked.text, sentence, anchor)
        )
        return replace(figure, measure=words, breakdown=figure.measure.replace("其中", "")) if len(words) > 1 else None

    @staticmethod
    def _whole_of(marked: Marked, part: Figure, totals: list[Figure]) -> tuple[Figure, bool]:
        """The total that 其中 points to, and whether it holds the part: no mean and no change where there is another
        (1,246人，增加48人，其中女性374人), and the last that is not less than its part.
        """
        amount = marked.mentions[part.at].number or 0
        plain = [f for f in totals if not _MEAN.search(f.measure) and not _CHANGES.search(marked.plain(f.low, f.at))]
        enough = [f for f in plain or totals if (marked.mentions[f.at].number or 0) >= amount]
        return (enough or plain or totals)[-1], bool(enough or plain)

    def _label(self, marked: Marked, index: int, sentence: int, low: int, last: Figure | None) -> str:
        """What the clauses before say that is measured, back to the last figure."""
        while low > sentence:
            start = marked.clause(low - 1, low)[0]
            if last and last.end > start:
                return ""
            if words := self._words(index, *self.stripped(marked.text, start, low - 1)):
                return words if len(words) > 1 else ""
            low = start
        return ""

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
        start, stop = self.stripped(marked.text, 0, figure.at)
        if heading and len(marked.text) <= _SHORT and start < stop:
            return replace(figure, measure=heading[1], breakdown=figure.measure)
        return figure

    def stripped(self, text: str, low: int, high: int) -> tuple[int, int]:
        """A stretch without the fillers at its end and the openers at its start."""
        while (found := self.fillers.search(text[low:high])) and found[0]:
            high = low + found.start()
        while (found := self.openers.match(text, low, high)) and found[0]:
            low = found.end()
        return low, max(low, high)

    def _words(self, index: int, low: int, high: int) -> str:
        text = written(self.reading, Stretch(index, low, high)) if high > low else ""
        return _EDGE.sub("", text[-40:], count=1) if _EDGE.match(text[-40:]) else text[-40:]

    def _own_head(self, index: int) -> str:
        """What stands before the colon at the start of a paragraph."""
        first = re.match(rf"[^,。;:{_ALL_SIGNS}]{{2,30}}(?=:)", self.reading.marked[index].text)
        return written(self.reading, Stretch(index, *first.span())) if first else ""

    def _head(self, index: int) -> str:
        """The head of the item that a bare figure stands in, or of the one above."""
        if own := self._own_head(index):
            return own
        for section in reversed(self.reading.document.chain(self.reading.document.paragraphs[index].section)):
            heading = section.heading.rstrip("：:。")
            if len(heading) > 1 and not re.search(r"[0-9]", heading):
                return heading[:30]
        return ""

    def period(self, index: int, at: int, changed: bool = False) -> Found:
        """The period in force for a figure: the clause's, the sentence's, the paragraph's, one above, the report's.

        Of what has `changed` it is not the one that it is held against: 較94年度減少30人.
        """
        marked = self.reading.marked[index]
        low = marked.sentence(at, at + 1)[0]
        mentions = sorted((i, m) for i, m in marked.mentions.items() if i < at and m.kind in ("date", "period"))
        for i, mention in reversed(mentions):
            if marked.text.startswith("同期", i + 1) or (changed and _AGAINST.search(marked.text, low, i)):
                continue
            if i >= low or mention.kind == "period":
                return self._when(index, i, mention)
        for above in reversed(self.reading.above[index]):
            for i, mention in sorted(self.reading.marked[above].mentions.items(), reverse=True):
                if mention.kind == "period":
                    return self._when(above, i, mention)
        head = self.reading.head
        return Found((head.period_start, head.period_end), ())

    def _when(self, index: int, place: int, mention: Mention) -> Found:
        marked = self.reading.marked[index]
        span = (self.reading.passage(index, place, place + 1),)
        if mention.kind == "period":
            start, end = mention.values[0], mention.values[-1]
            begun = self._begun(marked, place)
            start = start or (begun if begun[: len(end)] <= end else "")
            if not start and end == self.reading.head.period_end:
                start = self.reading.head.period_start
            return Found((start, end), span)
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
        compared = figure.breakdown and self.earlier.fullmatch(figure.breakdown)
        changed = bool(_COMPARED.search(figure.measure))
        found = Found(("", ""), ()) if compared else self.period(index, figure.at, changed)
        row = self.row(index, figure.at, figure.end, figure.unit, figure.measure, figure.breakdown, found)
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
            "unit": Found((unit,), (reading.passage(index, at, end),)),
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
                start, stop = self.stripped(marked.text, low, found.start())
                measure = self._words(index, start, stop) or self._head(index)
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


def single(text: str) -> Found:
    """One value without a passage of its own; none where it is empty."""
    return Found((text,), ()) if text else Found((), ())


def _open_bracket(text: str, low: int, at: int) -> int:
    opening = text.rfind("(", low, at)
    return opening if opening >= 0 and text.find(")", opening, at) < 0 else -1


def span_of(reading: Reading, at: Stretch) -> Span:
    """The source passage of a stretch."""
    return reading.passage(at.paragraph, at.start, at.end)
