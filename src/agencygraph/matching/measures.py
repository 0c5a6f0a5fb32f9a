"""How the measure of a figure in running text is worded: the noun phrase that it governs, with its subject.

It stands to the left of the figure in its clause, without fillers, or to the right of its counter (22位民眾); else
it is the label before the colon, else what the figure before measured, else the head of the item. Of figures in one
list the verb of the first holds for all (查獲槍枝3枝、彈藥12顆). What is too short to say what was counted takes its
subject.
"""

from __future__ import annotations

import itertools
import re
from dataclasses import replace

from agencygraph.matching.marked import Marked
from agencygraph.matching.phrases import (
    A_NAME,
    CHANGE_OF,
    CHANGES,
    COMPARED,
    COUNTED,
    LIST,
    OF_A_CASE,
    RELATIVE,
    TIMES,
    TOO_SHORT,
    Figure,
    Phrases,
    open_bracket,
    what_counted,
)
from agencygraph.matching.reading import Reading
from agencygraph.matching.related import Related
from agencygraph.rules import QuantityRule

_OF_LIST = re.compile("(.{2,24}?)(?:計有|分別為|分別有|分別是|依序為|包括|包含)(.{2,20})")
_APART = re.compile("、|及|和|與|暨")
_SHARED = re.compile("(?:分別|各)(?:為|約|計|達|有|是)*$")
_ENUMERATED = re.compile("(.{2,20}?)(?:包括|包含|涵蓋|分為|計有|有|如|含)[^、]*、")
_DATED = re.compile(f"(?:已|業|並)?[於自][{TIMES}]底?(?:前|起|間|止)?")
_LISTED = re.compile(r"等(?:共計|合計|總計|共|計|有)*$")
_REACHED = ("完成", "達成", "執行")
_EACH = ("分別為", "分別是", "分別有", "依序為")
_BRACKETED = re.compile(r"\([^()]*\)")
_BARE = re.compile(
    r"(?:補助|核撥|核發|核付|核貸|撥款|總)?(?:金額|件數|人數|人次|次數|場次|筆數|數量|戶數|面積)$"
    r"|^(?:已|業|有|已有|共計|累計|累積|再|另|實際|陸續|核定)*(?:受理|辦理|進行|服務|提供|完成|處理|執行|平均|補助|核撥|核發|核付|核准|給付"
    r"|平均(?:處理|辦理|審理)(?:時間|[天日]數)?|通過|方案|個案|發放|撥付|撥款|支用|編列|受益|完工|開工|發包|申辦|調配|評估|結案|審結|及格|送達|報到|許可|廢止|(?:不|緩)?起訴(?:處分)?|不?合格|審核通過|通過申請|核准取得|收案|獲准|移送(?:法辦)?|受惠|錄取|完訓|結訓|募得(?:熱血)?|累計完成)$"
)
_COUNT = re.compile("(?:總?金額|[案總]?件數|總?人數|人次|次數|場次|筆數|數量|戶數|家數|面積)$")
_DONE = re.compile("(?:發生|查獲|破獲|取締|查緝|受理|辦理|總?餘額|總?經費|案?件數|人數|家數|戶數|筆數|面積|金額)$")
_NO_OBJECT = re.compile(r"[\d「」()]|^..[並及與和之的]")
_CLAUSES = re.compile("[,。;:、]")
_TOPIC = re.compile(
    "(?:者|部分|方面|情形|案件?|業務|作業|服務|計畫|方案|制度|訓練|講座|宣導|講習|研習|課程|活動|工作|專案|[大例座談討]會|檢查|稽查|查核|清查|訪查|督導|巡查|[篩普複]檢|檢驗|調查|監測|抽測|鑑定|查驗|認證|評估|研究|推廣|系統|措施|補助|貸款|津貼|評鑑|管理|輔導)$"
)
"""How words end that say what the following clauses are about."""
_NOT_ALIKE = re.compile(
    "收入|支出|淨|違反|逮捕|媒介|依法?|不|未|無|合[格計]|死亡|受傷|失蹤|總|尚|其餘|累計|每|平均|約|經"
)
_SUBJECT, _LONGEST = 20, 30
_COMPLETED = re.compile("完成[共計約達有]*$")
_TOTALLED = re.compile("(?:合計|總計|共計|總共)$")


class Wording:
    """Words the measures of the figures of a document."""

    def __init__(self, reading: Reading, rule: QuantityRule) -> None:
        self.phrases = Phrases(reading, rule)
        self.related = Related(self.phrases, rule)

    def figure(self, index: int, marked: Marked, at: int, end: int, unit: str, done: list[Figure]) -> Figure:
        """The figure at a place, with its measure; `done` are those before it in the paragraph."""
        clause, _ = marked.clause(at, at + 1)
        sentence, _ = marked.sentence(at, at + 1)
        bracket = open_bracket(marked.text, clause, at)
        here = [f for f in done if f.at >= sentence]
        low = max(clause, bracket + 1, here[-1].taken if here else 0)
        excluded = [
            f.end() for f in COUNTED.finditer(marked.text, low, at) if re.search("[0-9]", marked.plain(*f.span()))
        ]
        if excluded:
            low = max(low, marked.text.rfind("、", excluded[-1], at) + 1)
        aside = bracket < 0  # what a closed bracket says is not carried on
        last = next((f for f in reversed(here) if not (aside and open_bracket(marked.text, sentence, f.at) >= 0)), None)
        own = self._own(index, marked, low, at, here)
        figure = Figure(index, low, at, end, unit, own, taken=end, lead=own)
        if found := self.related.told(marked, figure, done, last):
            return found
        if before := self._of_sentence_before(marked, figure, sentence, done, here):
            return replace(figure, measure=before + own)
        return self._governed(marked, figure, sentence, here, last)

    def _own(self, index: int, marked: Marked, low: int, at: int, here: list[Figure]) -> str:
        """The words to the left of a figure that are its own: not those of the figure before (40噸起重機、2條纜索),
        nor those before a date (本會於5月1日核定補助).
        """
        if here and here[-1].end >= low and here[-1].taken == here[-1].end and marked.text[at - 1] in "、及":
            return ""
        dated = list(_DATED.finditer(marked.text, low, at))
        for start in (dated[-1].end(), low) if dated else (low,):
            words = self.phrases.words(index, *self.phrases.stripped(marked.text, start, at))
            if start == low or len(words) >= A_NAME:
                return words
        return ""

    def _governed(
        self, marked: Marked, figure: Figure, sentence: int, here: list[Figure], last: Figure | None
    ) -> Figure:
        """A figure that is no part and no change, with what it governs."""
        index, own = figure.paragraph, figure.measure
        after, taken = self.phrases.noun_after(marked, figure)
        figure = replace(figure, taken=taken)
        if _LISTED.search(marked.text, figure.low, figure.at):
            if after:
                return replace(figure, measure=after, lead="")
            own = self._enumerated(marked, figure, sentence, last)
            figure = replace(figure, measure=own)
        elif further := self._in_list(marked, figure, after, here):
            return further
        if not after and (found := _OF_LIST.fullmatch(own)):
            return replace(figure, measure=found[1], breakdown=found[2], each=True)
        each = marked.text.startswith(_EACH, figure.low)
        before = self.phrases.label(marked, index, sentence, figure.low, last) if each or len(own) <= TOO_SHORT else ""
        if before and each:
            return replace(figure, measure=before, breakdown=own.removeprefix(own[:3]), each=True)
        if after:
            return replace(
                figure, measure=self._with_noun(marked, figure, after, before, last) or self.phrases.head(index)
            )
        if last and last.unit == "%" and figure.unit != "%" and not own:
            last = next((f for f in reversed(here) if f.unit == figure.unit and not f.breakdown), last)
        label = before if len(own) < 2 else ""
        carried = self._carried(figure, last) if last and not label else ""
        if RELATIVE.fullmatch(own) or (figure.unit == "%" and own in _REACHED):
            told = self._subject_of_rate(marked, figure, sentence, here, last) + own
        elif _BARE.fullmatch(own):
            told = self._completed(marked, figure, sentence, last)
        elif 1 < len(own) <= TOO_SHORT or self.phrases.verbs.fullmatch(own):
            told = self._of_deed(marked, figure, sentence, before, last)
        elif (found := CHANGE_OF.fullmatch(own)) and found[1]:
            whole = next((f.measure for f in reversed(here) if f.measure.endswith(found[1]) and not f.breakdown), "")
            told = whole + own[len(found[1]) :] if whole else own
        else:
            told = own if len(own) >= 2 else label or carried
            if told == carried and figure.unit != "%" and _COMPLETED.search(marked.text, figure.low, figure.at):
                told += "完成" if last and last.unit == figure.unit and "完成" not in told else ""
        breakdown = last.breakdown if last and carried and carried == told else ""
        if self.related.earlier.fullmatch(breakdown):
            breakdown = ""
        return replace(figure, measure=told or self.phrases.head(index), breakdown=breakdown)

    def _enumerated(self, marked: Marked, figure: Figure, sentence: int, last: Figure | None) -> str:
        """What is listed by name before 等5項: the words before the names, else the label."""
        own = figure.measure
        if "、" not in own:
            return own
        if found := _ENUMERATED.match(own):
            return found[1]
        return self.phrases.label(marked, figure.paragraph, sentence, figure.low, last) or own

    def _with_noun(self, marked: Marked, figure: Figure, after: str, before: str, last: Figure | None) -> str:
        """A measure that ends in the noun to the right of the figure; `before` are the words of the clauses before."""
        own = figure.measure
        if len(own) > 1:
            told = own if after in own else own + after
            verb = self.phrases.done(own) or self.phrases.verbs.match(own)
            if figure.unit == "個" and not verb and marked.text[figure.at - 1] not in "共計有達約為各":
                told = after
            return before + told if _BARE.fullmatch(own) and len(told) <= _SUBJECT // 3 else told
        if len(after) >= A_NAME and not re.search("[此該其本]", after) and marked.text[figure.low - 1] != ":":
            return after
        if not before and last:
            before = (last.taken > last.end and last.lead) or last.measure
            tail = marked.text[last.taken : figure.at - 1] if marked.text[figure.at - 1] in "、及" else ""
            alone = (
                before == last.lead
                and self.phrases.verbs.fullmatch(before)
                and marked.text[figure.low] not in "、及和與"
            )
            if alone or (len(tail) > 1 and "," not in tail):
                before = ""
        return _joined(before, after)

    def _in_list(self, marked: Marked, figure: Figure, after: str, here: list[Figure]) -> Figure | None:
        """A further figure of a list, with what the first one says of all: what is done with them, or what they are."""
        own = figure.measure + after
        short = len(own) < 2 and not (own and marked.text[figure.at - 2] in "、,及")
        if not here or short or figure.unit == "%" or CHANGES.search(own) or _NOT_ALIKE.match(own):
            return None
        if self.phrases.verbs.match(own) or _BARE.fullmatch(own) or RELATIVE.fullmatch(own):
            return None
        low, high = self.phrases.stripped(marked.text, figure.low, figure.at)
        clause = marked.clause(figure.at, figure.end)[0]
        last = next((f for f in reversed(here) if open_bracket(marked.text, clause, f.at) < 0), here[-1])
        between = _BRACKETED.sub("", marked.text[last.taken : low if low < high else figure.at])
        first = last.lead
        if not LIST.fullmatch(between) and not (between == "," and len(own) <= TOO_SHORT):
            return None
        if last.each and not after:
            return replace(figure, measure=last.measure, breakdown=own, each=True)
        if last.breakdown and last.unit == figure.unit:
            return None
        if OF_A_CASE.fullmatch(own):
            case = OF_A_CASE.sub("", last.measure)
            return replace(figure, measure=case + own) if len(case) > TOO_SHORT else None
        first = last.measure if last.measure.startswith(first) else first
        begun = re.match("(?:.{0,10}?[計共已])?", first)
        verb = self.phrases.verbs.match(first, begun.end() if begun else 0) or self.phrases.verbs.match(first)
        if not verb or len(first) == verb.end():
            return None
        lead = verb[0] + figure.measure
        return replace(figure, measure=verb[0] + own, lead=lead)

    def _of_sentence_before(
        self, marked: Marked, figure: Figure, sentence: int, done: list[Figure], here: list[Figure]
    ) -> str:
        """The subject of a bare verb or rate that a semicolon parts from it: 竊盜發生9件;破獲8件;破獲率88.9%."""
        own = figure.measure
        if here or not sentence or marked.text[sentence - 1] != ";":
            return ""
        if len(own) > TOO_SHORT or not self.phrases.verbs.fullmatch(own.removesuffix("率")):
            return ""
        told = next((f.measure for f in reversed(done) if not f.breakdown and not COMPARED.search(f.measure)), "")
        return _DONE.sub("", told) if _DONE.search(told) else ""

    def _carried(self, figure: Figure, last: Figure) -> str:
        """What the figure before measured, without the word for what it was counted by."""
        if figure.unit == last.unit:
            return last.measure
        bare = _COUNT.sub("", last.measure)
        return bare if len(bare) > 1 else last.measure

    def _subject_of_rate(
        self, marked: Marked, figure: Figure, sentence: int, here: list[Figure], last: Figure | None
    ) -> str:
        alike = [
            _DONE.sub("", COMPARED.sub("", what_counted(f))) for f in ([here[-1]] if here and here[-1].whole else here)
        ]
        own = figure.measure
        if near := _of_rate(own, here):
            return near
        rates = own.endswith("率") and not own.startswith("平均")
        alike = [s for s in alike if not own.startswith(s) and not (rates and s.endswith("率"))] or [
            f.measure for f in here if f.unit != "%" and not own.startswith(f.measure)
        ]
        subject = next((s for s in alike if len(s) > 1), "") or self.phrases.own_head(figure.paragraph)
        subject = subject or self.phrases.label(marked, figure.paragraph, sentence, figure.low, last)
        head = self.phrases.head(figure.paragraph)
        return subject or (head if len(head) <= _SUBJECT else "")

    def _of_deed(self, marked: Marked, figure: Figure, sentence: int, before: str, last: Figure | None) -> str:
        """A word too short to say what was counted, or a bare verb, with its topic."""
        own, index = figure.measure, figure.paragraph
        before = before or self.phrases.label(marked, index, sentence, figure.low, last)
        if self.phrases.verbs.fullmatch(own) and (given := self._object(marked, own, sentence, before)):
            return given
        topic = before if before.endswith(own) or (_TOPIC.search(before) and len(before) <= _LONGEST) else ""
        return _joined(topic or (self.phrases.own_head(index) if not sentence else ""), own)

    def _object(self, marked: Marked, verb: str, sentence: int, before: str) -> str:
        """A verb with the object that the clauses before, or the sentence before, give it: 抽驗漁船用油,已抽驗9次."""
        start = marked.sentence(sentence - 1, sentence)[0] if sentence else 0
        clauses = (*_CLAUSES.split(before), *_CLAUSES.split(marked.plain(start, sentence)))
        told = (clause[clause.find(verb) :] for clause in clauses if verb in clause[:A_NAME])
        return next((t for t in told if A_NAME <= len(t) - len(verb) <= _SUBJECT and not _NO_OBJECT.search(t)), "")

    def _completed(self, marked: Marked, figure: Figure, sentence: int, last: Figure | None) -> str:
        """A word for what was done, or by what was counted, with its subject."""
        own = figure.measure
        low, _ = self.phrases.stripped(marked.text, figure.low, figure.at)
        if last and not last.breakdown and last.unit == figure.unit and _TOTALLED.search(marked.text, figure.low, low):
            return self.phrases.own_head(figure.paragraph) + own  # a total measures none of the parts before it alone
        before = "" if last else self.phrases.label(marked, figure.paragraph, sentence, figure.low, None)
        if not last and self.phrases.verbs.fullmatch(own) and (given := self._object(marked, own, sentence, before)):
            return given
        told = last.measure if last else before
        head = self.phrases.head(figure.paragraph) if len(own) < A_NAME else self.phrases.own_head(figure.paragraph)
        subject = next((s for s in (told, head) if 1 < len(s) <= _SUBJECT), "")
        return _joined(_BARE.sub("", subject).removesuffix("辦理"), own)


def _of_rate(rate: str, here: list[Figure]) -> str:
    """What a rate in the same sentence is of: the first figure counted like the last (定檢9輛,考照90人,及格率80%),
    unless the rate's own word was counted there (受理9件,破獲8件,破獲率89%); empty where none is sure.
    """
    stem = rate.removesuffix("率")
    counted = [f for f in here if not f.breakdown and f.unit != "%" and not f.measure.startswith("平均")]
    if stem == rate or stem.endswith("比") or (here and here[-1].breakdown) or not counted:
        return ""
    last = counted[-1].measure
    if last.endswith(stem) and len(last) > len(stem) + 1:
        return last.removesuffix(stem)
    alike = [f.measure for f in counted if f.unit == counted[-1].unit]
    known = any(stem in f.measure for f in counted) or COMPARED.search(alike[0]) or len(alike[0]) <= TOO_SHORT
    return "" if known or alike[0] == counted[0].measure else _DONE.sub("", alike[0])


def _joined(first: str, second: str) -> str:
    """Two words as one, what both hold said once: 訴訟補助, 補助金額."""
    same = next((n for n in range(min(len(first), len(second)), 1, -1) if first.endswith(second[:n])), 0)
    return first + second[same:]


def shared(marked: Marked, figures: list[Figure]) -> list[Figure]:
    """Figures with, as breakdown, each what a list names before them in that order: 甲及乙分別為1件及2件."""
    done = list(figures)
    for place, first in enumerate(figures):
        names = _APART.split(_SHARED.sub("", first.lead)) if first.lead and not first.breakdown else []
        run = done[place : place + len(names)]
        told = marked.text[first.low : first.at]
        if len(names) < 2 or len(run) < len(names) or not _SHARED.search(told):
            continue
        gaps = [marked.text[a.end : b.at] for a, b in itertools.pairwise(run)]
        if all(f.unit == first.unit for f in run) and all(LIST.fullmatch(gap.removesuffix("約")) for gap in gaps):
            measure = _SHARED.sub("", first.lead)
            for offset, name in enumerate(names):
                done[place + offset] = replace(run[offset], measure=measure, breakdown=name)
    return done
