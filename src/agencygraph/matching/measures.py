"""How the measure of a figure in running text is worded: the noun phrase that it governs, with its subject.

It stands to the left of the figure in its clause, without fillers, or to the right of its counter (22位民眾); else
it is the label before the colon, else what the figure before measured, else the head of the item. Of figures in one
list the verb of the first holds for all (查獲槍枝3枝、彈藥12顆). What is too short to say what was counted takes its
subject.
"""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass, replace

from agencygraph.matching.marked import Marked
from agencygraph.matching.reading import Reading
from agencygraph.matching.values import Stretch, written
from agencygraph.rules import SIGNS, QuantityRule
from agencygraph.rules.language import alternatives

FIGURE = re.compile(f"[{SIGNS['number']}{SIGNS['percent']}{SIGNS['duration']}]")
CHANGED = (
    "(?:再|又|約|大幅|分別|已|共)*(?:增加|減少|成長|下降|上升|提高|降低|提升|躍升|衰退|增長|遞增|遞減|升值|貶值|多出|多了|少了)"
    "(?:了|約|達|近)*"
)
COMPARED = re.compile(f"(?:分別)?(?:較|比|與|相較於?)[^,。;]{{1,20}}{CHANGED}$|{CHANGED}$")
_TIMES = SIGNS["date"] + SIGNS["period"]
_ALL_SIGNS = "".join(SIGNS.values())
_NO_NOUN = (
    "[等以為於向才尚未將由因可者內共計達均皆亦較比占佔則且但而並每最]|之多|左右|次(?!級)|已|降|增|減|升|貶|調[升降高整]|提[高升]|成長|躍"
    "|低於|高於|超過|獲(?!獎)|經|透過|合計|總計|分別|平均|不[予起同]|後[,。;]|作為"
)
_NOUN = rf"(?:[^,。;、:()「」『』及並\t{_ALL_SIGNS}]|\([^()\d{_ALL_SIGNS}]{{1,4}}\))"
_AFTER = re.compile(rf"之?(?!{_NO_NOUN})(?P<noun>「[^「」]{{2,20}}」{_NOUN}{{0,24}}+|{_NOUN}{{2,24}}+)")
_GOES_ON = re.compile(
    "(?<=..)(?:預[計定]|(?<![企事產行商工農就])業[已經]|已|(?<!平)均|皆|將|經(?!濟|費|營|紀)|(?<![自理事])由|(?<![終對關屬])於|依(?!親)|仍|尚|刻正|正在|分別|另)"
)
"""Where a noun ends and a sentence about it goes on: 證券商|於國內."""
_JOINING = re.compile("(?:或|(?<![參給賦])與|並|且)$")
_TRAILING = re.compile("(?:[之的共計已和或並且]|(?<![參給賦])與)+$")
_STATE = re.compile(rf"(?:已|未|尚|均|業|仍|刻)?{_NOUN}{{2,16}}+(?!{FIGURE.pattern})")
_OF_LIST = re.compile("(.{2,24}?)(?:計有|分別為|分別有|分別是|依序為|包括|包含)(.{2,20})")
_CHANGE_OF = re.compile(f"(.{{2,8}}?){CHANGED}")
_APART = re.compile("、|及|和|與|暨")
_SHARED = re.compile("(?:分別|各)(?:為|約|計|達|有|是)*$")
_ENUMERATED = re.compile("(.{2,20}?)(?:包括|包含|涵蓋|分為|計有|有|如|含)[^、]*、")
_EDGE = re.compile(r"[、,;。:)）」 及和與並]+")
_DATED = re.compile(f"(?:已|業|並)?[於自][{_TIMES}]底?(?:前|起|間|止)?")
_LISTED = re.compile(r"等(?:共計|合計|總計|共|計|有)*$")
_COUNTED = re.compile(f"[{SIGNS['number']}{SIGNS['percent']}]")
_IN_BRACKETS = re.compile(r"^\([^()]*\)")
_REACHED = ("完成", "達成", "執行")
_EACH = ("分別為", "分別是", "分別有", "依序為")
_BRACKETED = re.compile(r"\([^()]*\)")
_LIST = re.compile("[、及和與並]+")
_BARE = re.compile(
    r"(?:補助|核撥|核發|核付|核貸|撥款|總)?(?:金額|件數|人數|人次|次數|場次|筆數|數量|戶數|面積)$"
    r"|^(?:已|業|有|已有|共計|累計|累積|再|另|實際|陸續|核定)*(?:受理|辦理|進行|服務|提供|完成|處理|執行|平均|補助|核撥|核發|核付|核准|給付"
    r"|通過|方案|個案|發放|撥付|撥款|支用|編列|受益|完工|開工|發包|申辦|調配|評估|結案|審結|(?:不|緩)?起訴(?:處分)?)$"
)
_COUNT = re.compile("(?:總?金額|[案總]?件數|總?人數|人次|次數|場次|筆數|數量|戶數|家數|面積)$")
_SAYING_SO = re.compile(
    "為(?!民)|藉|俾|除(?!草)|因(?!應)|由於|鑑於|依(?:據|照)|每|經(?!濟|費|營|常)|針?對(?![象外內])|自(?![殺行來然動願治由有我主辦])|繼|隨|如(?!期)|若|配合|因應|透過|分[0-9一二三四五六七八九十]|惟|雖|以(?:利|期|便|及)"
)
"""How a clause begins that says no more than why, whereby or how often."""
_RELATIVE = re.compile(
    "(?:總|實際|預定|計畫|目前|平均|累計|逾期|本息|整體|年|月)*"
    "(?:[^的之與及]{1,3}率|[增減降漲跌]幅|比重|比例|占比|進度|餘額|經費|預算|決算數?|執行數|工程費|得標金額)|全長|總長度?|總價"
)
"""What is something of something else: a rate, a progress, a balance."""
_DONE = re.compile("(?:發生|查獲|破獲|取締|查緝|受理|辦理|總?餘額|總?經費|案?件數|人數|家數|戶數|筆數|面積|金額)$")
_ACTUAL = re.compile("(?:同期)?(?:實際|實績|決算|同期)數?")
_TOPIC = re.compile(
    "(?:者|部分|方面|情形|案件?|業務|作業|服務|計畫|方案|制度|訓練|講座|宣導|講習|研習|課程|活動|工作|專案|[大例座談討]會|檢查|稽查|[篩普複]檢|檢驗|調查|監測|抽測|鑑定|查驗|認證|評估|研究|推廣|系統|措施|補助|貸款|津貼|評鑑|管理|輔導)$"
)
"""How words end that say what the following clauses are about."""
_OF_A_CASE = re.compile(
    "(?:嫌疑[人犯]|嫌犯|犯嫌|人犯|被告|被害人|受害人|涉案.{1,4}|不法.{1,4}|標的.{0,3})(?:金額|人數|者)?"
)
_NOT_ALIKE = re.compile(
    "收入|支出|淨|違反|逮捕|媒介|依法?|不|未|無|合[格計]|死亡|受傷|失蹤|總|尚|其餘|累計|每|平均|約|經"
)
_MOST = re.compile("以(.{2,14}?)(?:最多|居冠|居首|居多|最高|為大宗|為主|占多數)?")
_CHANGES = re.compile("較|比(?![率例])|增加|減少|成長|上升|下降|提高|降低|升值|貶值|[增減]為")
_MEAN = re.compile("平均|^每")
_SUBJECT = 20
_TOO_SHORT = 3
_A_NAME = 4


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure in marked text: its sign at `at`, its unit up to `end`; `whole` is the total that it is a part of.

    Its own words begin at `low`, and with a noun that follows its counter they end at `taken`; `lead` are those to the
    left. `each` is said of one that a list names a figure for: 分別為甲港4家、乙港6家.
    """

    paragraph: int
    low: int
    at: int
    end: int
    unit: str
    measure: str
    breakdown: str = ""
    whole: tuple[int, int] | None = None
    taken: int = 0
    lead: str = ""
    each: bool = False


class Wording:
    """Words the measures of the figures of a document."""

    def __init__(self, reading: Reading, rule: QuantityRule) -> None:
        self.reading = reading
        self.fillers = re.compile(
            f"(?:{alternatives(rule.fillers)}|[{_TIMES}]\\([^()]{{1,12}}\\)|[{_TIMES}{SIGNS['self']}、,:])+$"
        )
        self.openers = re.compile(f"(?:{alternatives(rule.openers)}|[{_TIMES}{SIGNS['self']}、,:)」])+")
        self.earlier = re.compile(f"{alternatives(rule.earlier)}|\\d{{2,3}}年度?同[期月]")
        self.against = re.compile(f"(?:{self.earlier.pattern})$")
        self.verbs = re.compile(f"(?:{alternatives(rule.verbs)})+")
        self.nouns = frozenset(rule.nouns)

    def figure(self, index: int, marked: Marked, at: int, end: int, unit: str, done: list[Figure]) -> Figure:
        """The figure at a place, with its measure; `done` are those before it in the paragraph."""
        clause, _ = marked.clause(at, at + 1)
        sentence, _ = marked.sentence(at, at + 1)
        bracket = open_bracket(marked.text, clause, at)
        here = [f for f in done if f.at >= sentence]
        low = max(clause, bracket + 1, here[-1].taken if here else 0)
        excluded = [
            f.end() for f in _COUNTED.finditer(marked.text, low, at) if re.search("[0-9]", marked.plain(*f.span()))
        ]
        if excluded:
            low = max(low, marked.text.rfind("、", excluded[-1], at) + 1)
        aside = bracket < 0  # what a closed bracket says is not carried on
        last = next((f for f in reversed(here) if not (aside and open_bracket(marked.text, sentence, f.at) >= 0)), None)
        own = self._own(index, marked, low, at, here)
        figure = Figure(index, low, at, end, unit, own, taken=end, lead=own)
        if found := (
            self._against(marked, figure, clause, bracket, here)
            or self._part(marked, figure, bracket, sentence, done)
            or self._changed(marked, figure, sentence, last)
            or self._earlier(marked, figure, here, last)
            or self._most(figure, last)
        ):
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
            words = self.words(index, *self.stripped(marked.text, start, at))
            if start == low or len(words) >= _A_NAME:
                return words
        return ""

    def stripped(self, text: str, low: int, high: int) -> tuple[int, int]:
        """A stretch without the fillers at its end and the openers at its start."""
        while (found := self.fillers.search(text[low:high])) and found[0]:
            high = low + found.start()
        while (found := self.openers.match(text, low, high)) and found[0]:
            low = found.end()
        return low, max(low, high)

    def words(self, index: int, low: int, high: int) -> str:
        """A stretch as the report writes it, joining words at its start left out."""
        text = written(self.reading, Stretch(index, low, high)) if high > low else ""
        return _EDGE.sub("", text[-40:], count=1) if _EDGE.match(text[-40:]) else text[-40:]

    def head(self, index: int) -> str:
        """The head of the item that a bare figure stands in, or of the one above."""
        if own := self.own_head(index):
            return own
        for section in reversed(self.reading.document.chain(self.reading.document.paragraphs[index].section)):
            heading = section.heading.rstrip("：:。")
            if len(heading) > 1 and not re.search(r"[0-9]", heading):
                return heading[:30]
        return ""

    def own_head(self, index: int) -> str:
        """What stands before the colon at the start of a paragraph."""
        first = re.match(rf"[^,。;:{_ALL_SIGNS}]{{2,30}}(?=:)", self.reading.marked[index].text)
        return written(self.reading, Stretch(index, *first.span())) if first else ""

    def label(self, marked: Marked, index: int, sentence: int, low: int, last: Figure | None) -> str:
        """What the clauses before say that is measured, back to the last figure; no reason, condition or frequency."""
        while low > sentence:
            start = marked.clause(low - 1, low)[0]
            if last and last.end > start:
                between = marked.text[last.taken : low - 1]
                rest = self.words(index, *self.stripped(marked.text, last.taken, low - 1))
                own = not re.match(rf"[()]|{_NO_NOUN}", between) and not FIGURE.search(between)
                return rest if own and len(rest) > _A_NAME else ""
            words = self.words(index, *self.stripped(marked.text, start, _unfigured(marked.text, start, low - 1)))
            if len(words) > 1 and not _SAYING_SO.match(words):
                return words
            low = start
        return ""

    def _governed(
        self, marked: Marked, figure: Figure, sentence: int, here: list[Figure], last: Figure | None
    ) -> Figure:
        """A figure that is no part and no change, with what it governs."""
        index, own = figure.paragraph, figure.measure
        after, taken = self._after(marked, figure)
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
        before = self.label(marked, index, sentence, figure.low, last) if each or len(own) <= _TOO_SHORT else ""
        if before and each:
            return replace(figure, measure=before, breakdown=own.removeprefix(own[:3]), each=True)
        if after:
            return replace(figure, measure=self._with_noun(marked, figure, after, before, last) or self.head(index))
        label = before if len(own) < 2 else ""
        carried = self._carried(figure, last) if last and not label else ""
        if _RELATIVE.fullmatch(own) or (figure.unit == "%" and own in _REACHED):
            told = self._subject_of_rate(marked, figure, sentence, here, last) + own
        elif _BARE.fullmatch(own):
            told = self._completed(marked, figure, sentence, last)
        elif 1 < len(own) <= _TOO_SHORT:
            topic = before if before.endswith(own) or _TOPIC.search(before) else ""
            topic = topic or (self.own_head(index) if not sentence else "")
            told = _joined(topic, own)
        elif (found := _CHANGE_OF.fullmatch(own)) and found[1]:
            whole = next((f.measure for f in reversed(here) if f.measure.endswith(found[1]) and not f.breakdown), "")
            told = whole + own[len(found[1]) :] if whole else own
        else:
            told = own if len(own) >= 2 else label or carried
        breakdown = last.breakdown if last and carried and carried == told else ""
        return replace(figure, measure=told or self.head(index), breakdown=breakdown)

    def _enumerated(self, marked: Marked, figure: Figure, sentence: int, last: Figure | None) -> str:
        """What is listed by name before 等5項: the words before the names, else the label."""
        own = figure.measure
        if "、" not in own:
            return own
        if found := _ENUMERATED.match(own):
            return found[1]
        return self.label(marked, figure.paragraph, sentence, figure.low, last) or own

    def _with_noun(self, marked: Marked, figure: Figure, after: str, before: str, last: Figure | None) -> str:
        """A measure that ends in the noun to the right of the figure; `before` are the words of the clauses before."""
        own = figure.measure
        if len(own) > 1:
            told = own if after in own else own + after
            verb = self._done(own) or self.verbs.match(own)
            if figure.unit == "個" and not verb and marked.text[figure.at - 1] not in "共計有達約為各":
                told = after
            return before + told if _BARE.fullmatch(own) and len(told) <= _SUBJECT // 3 else told
        if len(after) >= _A_NAME and not re.search("[此該其本]", after) and marked.text[figure.low - 1] != ":":
            return after
        if not before and last:
            before = (last.taken > last.end and last.lead) or last.measure
            tail = marked.text[last.taken : figure.at - 1] if marked.text[figure.at - 1] in "、及" else ""
            alone = before == last.lead and self.verbs.fullmatch(before) and marked.text[figure.low] not in "、及和與"
            if alone or (len(tail) > 1 and "," not in tail):
                before = ""
        return _joined(before, after)

    def _done(self, words: str) -> bool:
        """Whether words end in what is done with something."""
        return any(self.verbs.fullmatch(words, len(words) - size) for size in (2, 4) if len(words) >= size)

    def _after(self, marked: Marked, figure: Figure) -> tuple[str, int]:
        """The noun that follows the counter, where one may, and where it ends; not the verb of the next figure."""
        found = _AFTER.match(marked.text, figure.end) if figure.unit not in ("%", "個百分點") else None
        own = figure.measure
        done = self._done(own)
        if not found or not (figure.unit in self.nouns or done or (not own and not figure.unit.endswith("元"))):
            return "", figure.end
        low, high = found.span("noun")
        if not marked.text.startswith("「", low) and (on := _GOES_ON.search(marked.text, low, high)):
            high = on.start()
        elif FIGURE.match(marked.text, high):
            end = high
            high = low + len(_TRAILING.sub("", marked.text[low:high]))
            high -= next((size for size in (4, 2) if self.verbs.fullmatch(marked.text, high - size, high)), 0)
            if high == end and (figure.unit != "個" or high - low > 2 * _TOO_SHORT):
                return "", figure.end
        high = low + len(_JOINING.sub("", marked.text[low:high]))
        return (self.words(figure.paragraph, low, high), high) if high - low > 1 else ("", figure.end)

    def _in_list(self, marked: Marked, figure: Figure, after: str, here: list[Figure]) -> Figure | None:
        """A further figure of a list, with what the first one says of all: what is done with them, or what they are."""
        own = figure.measure + after
        if not here or len(own) < 2 or figure.unit == "%" or _CHANGES.search(own) or _NOT_ALIKE.match(own):
            return None
        if self.verbs.match(own) or _BARE.fullmatch(own) or _RELATIVE.fullmatch(own):
            return None
        low, high = self.stripped(marked.text, figure.low, figure.at)
        clause = marked.clause(figure.at, figure.end)[0]
        last = next((f for f in reversed(here) if open_bracket(marked.text, clause, f.at) < 0), here[-1])
        between = _BRACKETED.sub("", marked.text[last.taken : low if low < high else figure.at])
        first = last.lead
        if not _LIST.fullmatch(between) and not (between == "," and len(own) <= _TOO_SHORT):
            return None
        if last.each and not after:
            return replace(figure, measure=last.measure, breakdown=own, each=True)
        if last.breakdown and last.unit == figure.unit:
            return None
        if _OF_A_CASE.fullmatch(own):
            case = _OF_A_CASE.sub("", last.measure)
            return replace(figure, measure=case + own) if len(case) > _TOO_SHORT else None
        first = last.measure if last.measure.startswith(first) else first
        begun = re.match("(?:.{0,10}?[計共已])?", first)
        verb = self.verbs.match(first, begun.end() if begun else 0) or self.verbs.match(first)
        if not verb or len(first) - verb.end() < 2:
            return None
        lead = verb[0] + figure.measure
        return replace(figure, measure=verb[0] + own, lead=lead)

    def _against(self, marked: Marked, figure: Figure, clause: int, bracket: int, here: list[Figure]) -> Figure | None:
        """What brackets after the name of an earlier period tell of it: 與前期(破獲12件，破獲率54%)比較."""
        if bracket < 0 or not (earlier := self.against.search(marked.plain(clause, bracket))):
            return None
        own = figure.measure
        alike = [f.measure for f in reversed(here) if not f.breakdown and f.unit == figure.unit]
        told = next((m for m in alike if m.endswith(own)), own or next(iter(alike), ""))
        return replace(figure, measure=told, breakdown=earlier[0]) if told else None

    def _part(self, marked: Marked, figure: Figure, bracket: int, sentence: int, done: list[Figure]) -> Figure | None:
        """The figure as a part of the total that the brackets or 其中 belong to."""
        anchor = bracket if bracket >= 0 else marked.text.rfind("其中", sentence, figure.at)
        if anchor < 0:
            return None
        before = [f for f in done if f.end <= anchor + 1 and f.at >= sentence]
        if not before and bracket < 0 and anchor <= sentence + 1 and self._begins(marked, anchor):
            before = [f for f in done if not f.breakdown][-_A_NAME:]  # 受理9件。其中3件已結
        totals = [f for f in before if f.unit == figure.unit]
        told = figure.measure.replace("其中", "").strip("、，")
        compared = told[:1] == "較" or COMPARED.match(told) or _CHANGE_OF.fullmatch(told)
        if bracket < 0 and (compared or _RELATIVE.fullmatch(told)):
            return None
        parts = [f for f in done if f.at > anchor and f.breakdown] if bracket < 0 else []
        if parts and _LIST.fullmatch(marked.text, parts[-1].taken, figure.at - len(told)):
            last = parts[-1]
            if not told or _OF_A_CASE.fullmatch(told):
                return replace(figure, measure=last.measure, breakdown=_OF_A_CASE.sub("", last.breakdown) + told)
            if not totals:
                return None
        after, taken = self._after(marked, figure)
        if not told and not after and (state := _STATE.match(marked.text, figure.end)):
            after, taken = self.words(figure.paragraph, *state.span()), state.end()
        told, figure = told or after, replace(figure, taken=taken)
        if totals and bracket < 0:
            total, sure = self._whole_of(marked, figure, totals)
            whole = (total.paragraph, total.at) if sure else None
            return replace(figure, measure=total.measure, breakdown=told, whole=whole)
        if totals and bracket - totals[-1].end <= 3 and ")" not in marked.text[totals[-1].end : bracket]:
            total = totals[-1]
            return replace(figure, measure=total.measure, breakdown=told, whole=(total.paragraph, total.at))
        if bracket >= 0 and figure.unit == "%":
            return None
        words = self._before(marked, figure.paragraph, sentence, anchor, before)
        return replace(figure, measure=words, breakdown=told) if len(words) > 1 else None

    @staticmethod
    def _begins(marked: Marked, anchor: int) -> bool:
        """Whether 其中 at the start of a sentence speaks of a figure of its own clause."""
        figure = FIGURE.search(marked.text, anchor)
        return bool(figure and "," not in marked.text[anchor : figure.start()])

    def _before(self, marked: Marked, index: int, sentence: int, anchor: int, before: list[Figure]) -> str:
        """What the words before brackets or 其中 measure: the figure that stands there, else the words."""
        clause = marked.clause(anchor, anchor + 1)[0]
        for start in (max(sentence, clause), sentence):
            if told := [f.measure for f in before if f.at >= start and not f.breakdown]:
                return told[-1]
            if words := self.words(index, *self.stripped(marked.text, start, _unfigured(marked.text, start, anchor))):
                return words
        return ""

    @staticmethod
    def _whole_of(marked: Marked, part: Figure, totals: list[Figure]) -> tuple[Figure, bool]:
        """The total that 其中 points to, and whether it holds the part: no mean and no change where there is another
        (1,246人，增加48人，其中女性374人), and the last that is not less than its part.
        """
        amount = marked.mentions[part.at].number or 0
        plain = [f for f in totals if not _MEAN.search(f.measure) and not _CHANGES.search(marked.plain(f.low, f.at))]
        enough = [f for f in plain or totals if (marked.mentions[f.at].number or 0) >= amount]
        return (enough or plain or totals)[-1], bool(enough or plain)

    def _changed(self, marked: Marked, figure: Figure, sentence: int, last: Figure | None) -> Figure | None:
        """By how much what was measured before has changed."""
        if not COMPARED.match(figure.measure):
            return None
        before = _what(last) if last else self.label(marked, figure.paragraph, sentence, figure.low, None)
        return replace(figure, measure=COMPARED.sub("", before or self.head(figure.paragraph)) + figure.measure)

    def _earlier(self, marked: Marked, figure: Figure, here: list[Figure], last: Figure | None) -> Figure | None:
        """What an earlier period had, with which the report compares."""
        found = self.earlier.search(plain := marked.plain(figure.low, figure.at))
        if not found or COMPARED.fullmatch(told := _IN_BRACKETS.sub("", self.fillers.sub("", plain[found.end() :]))):
            return None
        alike = [f.measure for f in here if f.unit == figure.unit] or [last.measure if last else ""]
        same = not told or len(told) < 2 or _ACTUAL.fullmatch(told) or alike[-1].endswith(told)
        kept = alike[-1] or self.head(figure.paragraph) if same else told
        return replace(figure, measure=kept, breakdown=found[0])

    @staticmethod
    def _most(figure: Figure, last: Figure | None) -> Figure | None:
        """The greatest share of what was counted before: 以停車不便最多."""
        found = _MOST.fullmatch(figure.measure) if last and figure.unit == last.unit else None
        return replace(figure, measure=last.measure, breakdown=found[1]) if found and last else None

    def _of_sentence_before(
        self, marked: Marked, figure: Figure, sentence: int, done: list[Figure], here: list[Figure]
    ) -> str:
        """The subject of a bare verb or rate that a semicolon parts from it: 竊盜發生9件;破獲8件;破獲率88.9%."""
        own = figure.measure
        if here or not sentence or marked.text[sentence - 1] != ";":
            return ""
        if len(own) > _TOO_SHORT or not self.verbs.fullmatch(own.removesuffix("率")):
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
        alike = [_DONE.sub("", COMPARED.sub("", _what(f))) for f in ([here[-1]] if here and here[-1].whole else here)]
        subject = next((s for s in alike if len(s) > 1), "") or self.own_head(figure.paragraph)
        subject = subject or self.label(marked, figure.paragraph, sentence, figure.low, last)
        head = self.head(figure.paragraph)
        return subject or (head if len(head) <= _SUBJECT else "")

    def _completed(self, marked: Marked, figure: Figure, sentence: int, last: Figure | None) -> str:
        """A word for what was done, or by what was counted, with its subject."""
        own = figure.measure
        told = last.measure if last else self.label(marked, figure.paragraph, sentence, figure.low, None)
        head = self.head(figure.paragraph) if len(own) < _A_NAME else self.own_head(figure.paragraph)
        subject = next((s for s in (told, head) if 1 < len(s) <= _SUBJECT), "")
        return _joined(_BARE.sub("", subject).removesuffix("辦理"), own)


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
        if all(f.unit == first.unit for f in run) and all(_LIST.fullmatch(gap.removesuffix("約")) for gap in gaps):
            measure = _SHARED.sub("", first.lead)
            for offset, name in enumerate(names):
                done[place + offset] = replace(run[offset], measure=measure, breakdown=name)
    return done


def _what(figure: Figure) -> str:
    """What a figure counts: of a part, the part."""
    return figure.breakdown if figure.whole and figure.breakdown else figure.measure


def _unfigured(text: str, low: int, high: int) -> int:
    """Where the first figure of a stretch stands that is in no quotation marks; else its end."""
    for found in _COUNTED.finditer(text, low, high):
        if text.count("「", low, found.start()) == text.count("」", low, found.start()):
            return found.start()
    return high


def open_bracket(text: str, low: int, at: int) -> int:
    """Where the bracket stands that is open at a place; -1 where none is."""
    opening = text.rfind("(", low, at)
    return opening if opening >= 0 and text.find(")", opening, at) < 0 else -1
