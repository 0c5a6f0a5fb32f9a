"""Noun phrases around a figure in running text: to its left, after its counter, at the head of its item."""

from __future__ import annotations

import re
from dataclasses import dataclass

from agencygraph.matching.marked import Marked
from agencygraph.matching.reading import Reading
from agencygraph.matching.values import Stretch, written
from agencygraph.rules import SIGNS, QuantityRule
from agencygraph.rules.language import alternatives

FIGURE = re.compile(f"[{SIGNS['number']}{SIGNS['percent']}{SIGNS['duration']}]")
_CHANGED = (
    "(?:再|又|約|大幅|分別|已|共)*(?:增加|減少|成長|下降|上升|提高|降低|提升|躍升|衰退|增長|遞增|遞減|升值|貶值|多出|多了|少了|縮短|短收|短少|淨增|高出|攀升|下滑)"
    "(?:了|約|達|近)*"
)
COMPARED = re.compile(f"(?:分別)?(?:較|比|與|相較於?)[^,。;]{{1,20}}{_CHANGED}$|{_CHANGED}$")
TIMES = SIGNS["date"] + SIGNS["period"]
_ALL_SIGNS = "".join(SIGNS.values())
_NO_NOUN = (
    "[等以為於向才尚未將由因可者內共計達均皆亦較比占佔則且但而並每最]|之多|左右|次(?!級)|已|降|增|減|升|貶|調[升降高整]|提[高升]|成長|躍"
    "|低於|高於|超過|獲(?!獎)|經|透過|合計|總計|分別|平均|不[予起同]|後[,。;]|作為"
)
NOUN = rf"(?:[^,。;、:()「」『』及並\t{_ALL_SIGNS}]|\([^()\d{_ALL_SIGNS}]{{1,4}}\))"
_AFTER = re.compile(rf"之?(?!{_NO_NOUN})(?P<noun>「[^「」]{{2,20}}」{NOUN}{{0,24}}+|{NOUN}{{2,24}}+)")
_GOES_ON = re.compile(
    "(?<=..)(?:預[計定]|(?<![企事產行商工農就])業[已經]|已|(?<!平)均|皆|將|經(?!濟|費|營|紀)|(?<![自理事])由|(?<![終對關屬])於|依(?!親)|仍|尚|刻正|正在|分別|另)"
)
"""Where a noun ends and a sentence about it goes on: 證券商|於國內."""
_JOINING = re.compile("(?:或|(?<![參給賦])與|並|且)$")
_TRAILING = re.compile("(?:[之的共計已和或並且]|(?<![參給賦])與)+$")
CHANGE_OF = re.compile(f"(.{{2,8}}?){_CHANGED}")
_EDGE = re.compile(r"^(?:[、,;。:)）」 ①-⑳]|及(?![格時早])|和(?![平解諧牌室])|與(?![會談])|並(?![行列聯存]))+")
COUNTED = re.compile(f"[{SIGNS['number']}{SIGNS['percent']}]")
LIST = re.compile("[、及和與並]+")
_SAYING_SO = re.compile(
    "為(?!民)|藉|俾|除(?!草)|因(?!應)|由於|鑑於|依(?:據|照)|每|經(?!濟|費|營|常)|針?對(?![象外內])|自(?![殺行來然動願治由有我主辦])|係(?!數)|會同|偕同|繼|隨|如(?!期)|若|配合|因應|透過|分[0-9一二三四五六七八九十]|惟|雖|以(?:利|期|便|及)"
)
"""How a clause begins that says no more than why, whereby or how often."""
RELATIVE = re.compile(
    "(?:總|實際|預定|計畫|目前|平均|累計|逾期|本息|整體|年|月)*"
    "(?:(?:及格|[^的之與及]{1,3})率|[增減降漲跌]幅|比重|比例|占比|進度|餘額|經費|預算|決算數?|執行數|工程費|得標金額)|全長|總長度?|總價"
)
"""What is something of something else: a rate, a progress, a balance."""
OF_A_CASE = re.compile(
    "(?:嫌疑[人犯]|嫌犯|犯嫌|人犯|被告|被害人|受害人|涉案.{1,4}|不法.{1,4}|標的.{0,3})(?:金額|人數|者)?"
)
CHANGES = re.compile("較|比(?![率例])|增加|減少|成長|上升|下降|提高|降低|升值|貶值|[增減]為")
_FOR_WHOM = re.compile(
    "(?:針對|對於?).{2,}?(?:[者人戶民員工生眾婦童客長群車船店站區校院商,]|家庭|案件|車輛|對象|場所)(?P<given>(?:發給|核發|發放|提供|給予|辦理|實施|補助|推動|舉辦|執行|寄發|寄送|加強|進行)[^之的]{2,}|[^之的]{0,4}(?:補助|津貼|給付|慰問金))"
)
"""A clause that says for whom before it says what: 針對弱勢家庭|發給急難慰問金."""
_MOST = 40
_CUT = re.compile(r"^[^()（）「」]{0,20}[)）](?=.{6})|^[^()（）「」]{0,6}[(（]https?:[^()（）]*[)）]")
"""What is left of a bracket where too long a phrase is cut, and an address."""
TOO_SHORT = 3
A_NAME = 4


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure in marked text: its sign at `at`, its unit up to `end`; `whole` is the total that it is a part of.

    Its own words begin at `low`, and with a noun that follows its counter they end at `taken`; `lead` are those to the
    left. `each` is said of one that a list names a figure for: 分別為甲港4家、乙港6家. Its period is that in force at
    `timed`, where that is not at its sign.
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
    timed: int = -1


class Phrases:
    """The words of a document that say what its figures measure."""

    def __init__(self, reading: Reading, rule: QuantityRule) -> None:
        self.reading = reading
        self.fillers = re.compile(
            f"(?:{alternatives(rule.fillers)}|[{TIMES}]\\([^()]{{1,12}}\\)|[{TIMES}{SIGNS['self']}、,:])+$"
        )
        self.openers = re.compile(f"(?:{alternatives(rule.openers)}|[{TIMES}{SIGNS['self']}、,:)」])+")
        self.verbs = re.compile(f"(?:{alternatives(rule.verbs)})+")
        self.nouns = frozenset(rule.nouns)

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
        if len(text) > _MOST:
            text = _CUT.sub("", text[-_MOST:])
        return _EDGE.sub("", text, count=1)

    def head(self, index: int) -> str:
        """The head of the item that a bare figure stands in, or of the one above."""
        if own := self.own_head(index):
            return own
        for section in reversed(self.reading.document.chain(self.reading.document.paragraphs[index].section)):
            heading = section.heading.rstrip("：:。")
            itself = heading == self.reading.document.paragraphs[index].text
            if len(heading) > 1 and not itself and not re.search(r"[0-9]", heading):
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
                return rest if own and len(rest) > A_NAME else ""
            words = self.words(index, *self.stripped(marked.text, start, unfigured(marked.text, start, low - 1)))
            if len(words) > 1 and not _SAYING_SO.match(words):
                return words
            if given := _FOR_WHOM.fullmatch(marked.plain(start, low - 1)):
                return given["given"]
            low = start
        return ""

    def done(self, words: str) -> bool:
        """Whether words end in what is done with something."""
        return any(self.verbs.fullmatch(words, len(words) - size) for size in (2, 4) if len(words) >= size)

    def noun_after(self, marked: Marked, figure: Figure) -> tuple[str, int]:
        """The noun that follows the counter, where one may, and where it ends; not the verb of the next figure."""
        found = _AFTER.match(marked.text, figure.end) if figure.unit not in ("%", "個百分點") else None
        own = figure.measure
        done = self.done(own)
        if not found or not (figure.unit in self.nouns or done or (not own and not figure.unit.endswith("元"))):
            return "", figure.end
        low, high = found.span("noun")
        if not marked.text.startswith("「", low) and (on := _GOES_ON.search(marked.text, low, high)):
            high = on.start()
        elif FIGURE.match(marked.text, high):
            end = high
            high = low + len(_TRAILING.sub("", marked.text[low:high]))
            high -= next((size for size in (4, 2) if self.verbs.fullmatch(marked.text, high - size, high)), 0)
            if high == end and (figure.unit != "個" or high - low > 2 * TOO_SHORT):
                return "", figure.end
        high = low + len(_JOINING.sub("", marked.text[low:high]))
        return (self.words(figure.paragraph, low, high), high) if high - low > 1 else ("", figure.end)


def what_counted(figure: Figure) -> str:
    """What a figure counts: of a part, the part."""
    return figure.breakdown if figure.whole and figure.breakdown else figure.measure


def open_bracket(text: str, low: int, at: int) -> int:
    """Where the bracket stands that is open at a place; -1 where none is."""
    opening = text.rfind("(", low, at)
    return opening if opening >= 0 and text.find(")", opening, at) < 0 else -1


def unfigured(text: str, low: int, high: int) -> int:
    """Where the first figure of a stretch stands that is in no quotation marks; else its end."""
    for found in COUNTED.finditer(text, low, high):
        if text.count("「", low, found.start()) == text.count("」", low, found.start()):
            return found.start()
    return high
