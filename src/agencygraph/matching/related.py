"""Figures that are told by other figures of their paragraph: parts of a total, changes, what an earlier period had."""

from __future__ import annotations

import re
from dataclasses import replace

from agencygraph.matching.marked import Marked
from agencygraph.matching.phrases import (
    A_NAME,
    CHANGE_OF,
    CHANGES,
    COMPARED,
    FIGURE,
    LIST,
    NOUN,
    OF_A_CASE,
    RELATIVE,
    TIMES,
    Figure,
    Phrases,
    open_bracket,
    unfigured,
    what_counted,
)
from agencygraph.rules import QuantityRule
from agencygraph.rules.language import alternatives

_STATE = re.compile(rf"(?:已|未|尚|均|業|仍|刻)?{NOUN}{{2,16}}+(?!{FIGURE.pattern})")
_IS = re.compile("^[均皆]?(?:為(?!民)|係屬?|屬於?(?![性地實]))")
_IN_BRACKETS = re.compile(r"^\([^()]*\)")
_ACTUAL = re.compile("(?:同期)?(?:實際|實績|決算|同期)數?")
_TOP = "最多|居冠|居首|居多|最高|為大宗|為主|占多數|占首位"
_MOST = re.compile(f"[,;、()]*(?:其中)?以(?P<name>[^,;:()]{{2,24}}?)(?:{_TOP}|[,(]|$)")
_FIRST_OF = re.compile(f"(.{{2,20}}?)(?<![可所得予加給難足])以(.{{2,24}}?)(?:{_TOP})?")
_RANK = re.compile(f"{_TOP}|其次|次之")
_NEXT = re.compile(
    "[,;、()]*(?:再?其次|再次|次為|依次|第[二三四五](?:位|名|高)?)(?:為|是|則為)?(?P<name>[^,;:()]{2,24})"
)
_WITH = re.compile("^以(?![上下外前後內來及])")
_AGAINST = re.compile("較|[比與](?:去|上|前|同期|\\d)")
_HELD_AGAINST = re.compile(
    "[,、]?(?P<subject>.{2,24}?)(?:雖|則|亦|也|更|已|均|皆|略|仍|大幅)*(?:由|自|從|較|比|與|相較於?|原)"
)
_CLOSED_OR_COUNTED = re.compile(r"[\d()「」、,]|增加|減少|成長|下降|上升|提高|降低")
_A_TIME = 12
"""The most characters of a date with what joins it to its figure."""
_UP_TO = re.compile("[截迄止底自]|至今")
_MEAN = re.compile("平均|^每")
_OF_THEM = re.compile(
    "(?:(?:而|其|並|嗣|復|後|業|已|均|皆|尚|經|屬|有)(?=..))*(?P<which>[^、,逾滿歲期年0-9]{2,10}?)(?<![業患記學長作編讀筆])(?<!消費)(?<!障礙)(?<!使用)(?<!駕駛)者"
)
_WHOM = re.compile(
    "(?P<verb>[^、,:;()]{0,8}?(?:轉介|通報|移送|移請|移交|函送|函請|函復|送請|轉送|轉請|轉陳|解送|發還|捐贈|捐助|核轉))[至予給由往向]?(?P<whom>.+)"
)
"""Cases that go to another body, which is the kind of them: 轉介|甲縣社會局."""


class Related:
    """Words the measures of figures that belong to figures before them."""

    def __init__(self, phrases: Phrases, rule: QuantityRule) -> None:
        self.phrases = phrases
        self.earlier = re.compile(f"{alternatives(rule.earlier)}|\\d{{2,3}}年度?同[期月]")
        self.against = re.compile(f"(?:{self.earlier.pattern})$")

    def told(self, marked: Marked, figure: Figure, done: list[Figure], last: Figure | None) -> Figure | None:
        """The figure with its measure, None where it belongs to none before; `last` is what it may go on from."""
        clause, _ = marked.clause(figure.at, figure.at + 1)
        sentence, _ = marked.sentence(figure.at, figure.at + 1)
        bracket = open_bracket(marked.text, clause, figure.at)
        here = [f for f in done if f.at >= sentence]
        return (
            self._against(marked, figure, clause, bracket, here)
            or self._beside(figure, bracket, here[-1] if here else None)
            or self._ranked(marked, figure, sentence, done)
            or self._part(marked, figure, bracket, sentence, done)
            or self._changed(marked, figure, sentence, last)
            or self._earlier(marked, figure, here, last)
            or self._of_them(marked, figure, here)
            or self._sent(marked, figure)
        )

    @staticmethod
    def _of_them(marked: Marked, figure: Figure, here: list[Figure]) -> Figure | None:
        """Those of a total in the same sentence that are so: 受理異議53件,認有理由者6件."""
        found = _OF_THEM.fullmatch(figure.measure)
        total = next((f for f in reversed(here) if f.unit == figure.unit), None)
        if not found or not total or not total.measure or _OF_THEM.fullmatch(total.measure) or CHANGES.search(found[1]):
            return None
        amounts = [marked.mentions[f.at].number or 0 for f in (figure, total)]
        own = (total.at, total.whole[1] if total.whole else -1)
        others = [f for f in here if f.unit == figure.unit and not f.whole and f.at not in own]
        if others or (total.breakdown and not total.whole) or (not total.whole and amounts[0] > amounts[1]):
            return None
        whole = total.whole or (total.paragraph, total.at)
        return replace(figure, measure=total.measure, breakdown=found["which"], whole=whole)

    @staticmethod
    def _sent(marked: Marked, figure: Figure) -> Figure | None:
        """How many were sent to a body, which is their kind: 轉介甲縣社會局7件."""
        found = _WHOM.fullmatch(figure.measure)
        signs = [at for at in range(figure.low, figure.at) if at in marked.mentions]
        bodies = [marked.plain(at, at + 1) for at in signs if marked.mentions[at].kind == "organisation"]
        if not found or not bodies or bodies[-1] != found["whom"]:
            return None
        return replace(figure, measure=found["verb"], breakdown=found["whom"], each=True)

    def _against(self, marked: Marked, figure: Figure, clause: int, bracket: int, here: list[Figure]) -> Figure | None:
        """What brackets after the name of an earlier period tell of it: 與前期(破獲12件，破獲率54%)比較."""
        if bracket < 0 or not (earlier := self.against.search(marked.plain(clause, bracket))):
            return None
        own = figure.measure
        alike = [f.measure for f in reversed(here) if not f.breakdown and f.unit == figure.unit]
        told = next((m for m in alike if m.endswith(own)), own or next(iter(alike), ""))
        return replace(figure, measure=told, breakdown=earlier[0]) if told else None

    def _changed(self, marked: Marked, figure: Figure, sentence: int, last: Figure | None) -> Figure | None:
        """By how much what was measured before has changed."""
        if not COMPARED.match(figure.measure):
            return None
        before = (
            what_counted(last) if last else self.phrases.label(marked, figure.paragraph, sentence, figure.low, None)
        )
        return replace(figure, measure=COMPARED.sub("", before or self.phrases.head(figure.paragraph)) + figure.measure)

    def _earlier(self, marked: Marked, figure: Figure, here: list[Figure], last: Figure | None) -> Figure | None:
        """What an earlier period had, with which the report compares."""
        found = self.earlier.search(plain := marked.plain(figure.low, figure.at))
        if not found or COMPARED.fullmatch(
            told := _IN_BRACKETS.sub("", self.phrases.fillers.sub("", plain[found.end() :]))
        ):
            return None
        alike = [f.measure for f in here if f.unit == figure.unit] or [last.measure if last else ""]
        if not told and (subject := self._subject(plain[: found.start()])):
            return replace(figure, measure=subject, breakdown=found[0])
        same = not told or len(told) < 2 or _ACTUAL.fullmatch(told) or alike[-1].endswith(told)
        kept = alike[-1] or self.phrases.head(figure.paragraph) if same else told
        return replace(figure, measure=kept, breakdown=found[0])

    def _subject(self, words: str) -> str:
        """What is said to have been otherwise in an earlier period: 裁罰案|由上年度之9件, 人次|雖較去年之9人次."""
        told = _HELD_AGAINST.fullmatch(words)
        begun = self.phrases.openers.match(told["subject"]) if told else None
        subject = told["subject"][begun.end() if begun else 0 :] if told else ""
        return subject if len(subject) > 1 and not _CLOSED_OR_COUNTED.search(subject) else ""

    @staticmethod
    def _beside(figure: Figure, bracket: int, last: Figure | None) -> Figure | None:
        """A bare figure in brackets, right behind one of another unit that is broken down: 占38%(412件、35人)."""
        if not last or not last.breakdown or figure.measure or last.unit == figure.unit or bracket < 0:
            return None
        near = bracket - last.end <= A_NAME if last.end <= bracket else figure.at - last.end <= 1
        return replace(figure, measure=last.measure, breakdown=last.breakdown) if near else None

    def _ranked(self, marked: Marked, figure: Figure, sentence: int, done: list[Figure]) -> Figure | None:
        """One of the kinds that a ranking names: 以停車不便最多, 申訴以態度占38%居首,其次為等候占21%."""
        last = next(iter(done[-1:]), None)
        start = max(sentence, last.end) if last else sentence
        alike = next((f for f in reversed(done[-A_NAME:]) if f.unit == figure.unit), None)
        if alike and alike.each and (found := _NEXT.search(marked.text, start, figure.at)):
            return self._kind(marked, figure, alike.measure, found)
        if alike is not last or (last and last.end <= sentence):
            alike = None
        own = figure.measure or self.phrases.label(marked, figure.paragraph, sentence, figure.low, last)
        end = marked.sentence(sentence, figure.end)[1]
        following = FIGURE.search(marked.text, figure.end, end)
        if not _RANK.search(own + marked.text[figure.end : following.start() if following else end]):
            return None
        if alike and not alike.breakdown and (found := _MOST.match(marked.text, start, figure.at)):
            return self._kind(marked, figure, alike.measure, found)
        told = _FIRST_OF.fullmatch(own)
        return replace(figure, measure=told[1], breakdown=told[2], each=True) if told else None

    def _kind(self, marked: Marked, figure: Figure, measure: str, found: re.Match[str]) -> Figure:
        name = self.phrases.words(figure.paragraph, *self.phrases.stripped(marked.text, *found.span("name")))
        return replace(figure, measure=measure, breakdown=name, each=True)

    def _part(self, marked: Marked, figure: Figure, bracket: int, sentence: int, done: list[Figure]) -> Figure | None:
        """The figure as a part of the total that the brackets or 其中 belong to."""
        anchor = bracket if bracket >= 0 else marked.text.rfind("其中", sentence, figure.at)
        if anchor < 0:
            return None
        before = [f for f in done if f.end <= anchor + 1 and f.at >= sentence]
        if not before and bracket < 0 and anchor <= sentence + 1 and self._begins(marked, anchor):
            before = [f for f in done if not f.breakdown][-A_NAME:]  # 受理9件。其中3件已結
        totals = [f for f in before if f.unit == figure.unit]
        told = _WITH.sub("", figure.measure.replace("其中", "").strip("、，"))
        told = told or (self.when(marked, figure) if bracket >= 0 else "")
        compared = _AGAINST.match(told) or COMPARED.match(told) or CHANGE_OF.fullmatch(told)
        if bracket < 0 and (compared or RELATIVE.fullmatch(told)):
            return None
        after, taken = self.phrases.noun_after(marked, figure)
        if not told and not after and (state := _STATE.match(marked.text, figure.end)):
            after, taken = self.phrases.words(figure.paragraph, *state.span()), state.end()
        after = _IS.sub("", after)
        parts = [f for f in done if f.at > anchor and f.breakdown] if bracket < 0 else []
        alike = bool(after and parts and parts[-1].taken > parts[-1].end and parts[-1].unit == figure.unit)
        if parts and not alike and LIST.fullmatch(marked.text, parts[-1].taken, figure.at - len(told)):
            last = parts[-1]
            if not told or OF_A_CASE.fullmatch(told):
                return replace(figure, measure=last.measure, breakdown=OF_A_CASE.sub("", last.breakdown) + told)
            if not totals:
                return None
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
    def when(marked: Marked, figure: Figure) -> str:
        """The date or period right before a figure, as the report writes it: (上半年7件、下半年5件)."""
        text = marked.plain(figure.low, figure.at)
        times = [at for at in range(figure.low, figure.at) if marked.text[at] in TIMES]
        told = marked.plain(times[-1], times[-1] + 1) if times and len(text) <= _A_TIME else ""
        return "" if _UP_TO.search(told) else told

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
            if words := self.phrases.words(
                index, *self.phrases.stripped(marked.text, start, unfigured(marked.text, start, anchor))
            ):
                return words
        return ""

    @staticmethod
    def _whole_of(marked: Marked, part: Figure, totals: list[Figure]) -> tuple[Figure, bool]:
        """The total that 其中 points to, and whether it holds the part: no mean and no change where there is another
        (1,246人，增加48人，其中女性374人), and the last that is not less than its part.
        """
        amount = marked.mentions[part.at].number or 0
        plain = [f for f in totals if not _MEAN.search(f.measure) and not CHANGES.search(marked.plain(f.low, f.at))]
        enough = [f for f in plain or totals if (marked.mentions[f.at].number or 0) >= amount]
        return (enough or plain or totals)[-1], bool(enough or plain)
