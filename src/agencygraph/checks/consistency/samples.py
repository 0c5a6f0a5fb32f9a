"""How many answered a survey question: those its own sentence names, else the sample that was named last above it.

A sentence that tells of another survey (that of last year, mystery shoppers, test calls) has no sample but its own.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from agencygraph.checks.consistency.contexts import Contexts
from agencygraph.checks.consistency.subject import Figure, Subject
from agencygraph.model import Span
from agencygraph.rules import SIGNS

_ASKED = re.compile(
    "(?:有效|回收|收回|受訪(?!者[^。;,]*(?:居住|年齡|性別|學歷|職業|來自|身分|為))|抽訪|訪問|訪談|訪得|成功|填答|樣本|完成)[^。;,]{0,12}$|(?:問卷|有效)[^。;]{0,6}$"
)
_VALID = re.compile("有效|成功|完成[^,。;]{0,6}$|樣本")
_SENT = re.compile("(?:發[出放送]|寄[出發送]|抽樣|母體)[^。;,]{0,8}$")
_SOME = re.compile("其中(?:有|計|共)?$")
_UNITS = frozenset("份人位名卷戶筆家")
_TESTED_UNITS = _UNITS | {"通", "次", "件", "人次", "處", "站", "所", "間", "班"}
_TESTS = (
    "訪談|訪問|訪視|抽測|抽問|抽訪|抽查|考評|考核|評核|測試|施測|受測|測驗|神秘客|秘密客|電訪|座談|受訪|訪得"
    "|有效|回收|收回|填答|填寫|問卷"
)
_TESTED = re.compile(f"(?:{_TESTS})[^。;,]{{0,14}}$")
_TESTED_SO = re.compile(rf"[^,。;:{SIGNS['percent']}{SIGNS['number']}]{{0,14}}(?:{_TESTS})")
_OTHER_SURVEY = re.compile(
    "電話|神秘客|秘密客|陳情|申訴|檢舉|訪談|座談|考評|考核|評核|抽測|抽查|測試|同仁|員工|志工|廠商|學員|課後|課程|講習|參訓|活動|網站|網路|線上"
)
"""Whom or how another survey asks: its percents are not those of the sample that was named before it."""

_NOT_ASKED = re.compile("(?:未|無效|拒|失敗|不[含計]|扣除|剔除|其中)[^。;,]{0,6}$")
_OTHER_TIME = re.compile("上年|去年|前年|前一?年|前[一]?期|上[一]?期|同期|[前上]次|歷年|較|比(?![率例重])")
_YEAR = re.compile(r"(?<!\d)(1?\d{2})年(?P<half>[上下]半年)?")


@dataclass(frozen=True, slots=True)
class Sample:
    """How many were asked, None where another survey is told of that does not say so; `span` is where it is said,
    `inferred` that it is the sample named last above.
    """

    n: int | None
    span: Span | None = None
    inferred: bool = False


class Samples:
    """Looks up the sample of a passage."""

    def __init__(self, subject: Subject) -> None:
        self._subject, self._contexts = subject, Contexts(subject)
        answers = [fact.evidence.where.get("count", ()) for _, fact in subject.of("surveys")]
        self._counts = {span.start for spans in answers for span in spans}

    def of(self, span: Span, stated: int | None, where: Span | None) -> Sample:
        """The sample of a passage whose fact states one or none; `where` is the passage that states it."""
        if (among := self.among(span)) is not None:
            return Sample(among)
        if own := self._own(span):
            return Sample(int(own.value), own.span)
        named = Sample(stated, where) if stated is not None else Sample(self.before(span), None, True)
        return Sample(None) if named.n is not None and self._another(span, where) else named

    def _own(self, span: Span) -> Figure | None:
        """The figure of the part of a sentence before a passage that says how many were asked, tested or visited."""
        index = self._contexts.paragraph(span)
        marked = self._subject.marked.get(index)
        figures = self._subject.figures.get(index, ())
        place = next((f.at for f in figures if f.span.start >= span.start), 0)
        if marked is None or not place:
            return None
        low = max(marked.sentence(place, place + 1)[0], marked.text.rfind(";", 0, place) + 1)
        for figure in reversed([f for f in figures if low <= f.at < place]):
            lead = marked.plain(max(low, figure.at - 16), figure.at)
            if figure.unit not in _TESTED_UNITS or not figure.exact or figure.value != int(figure.value):
                continue
            if figure.span.start in self._counts or _SENT.search(lead) or _NOT_ASKED.search(lead):
                continue
            if marked.text[figure.end : figure.end + 2] == "(" + SIGNS["percent"]:
                continue
            if _TESTED.search(lead) or _TESTED_SO.match(marked.text, figure.end):
                return figure
        return None

    def _another(self, span: Span, where: Span | None) -> bool:
        """Whether the words before a passage tell of another survey than the one whose sample is named at `where`."""
        index = self._contexts.paragraph(span)
        marked, document = self._subject.marked.get(index), self._subject.document
        if marked is None or document is None:
            return False
        place = next((f.at for f in self._subject.figures.get(index, ()) if f.span.start >= span.start), 0)
        low = max(marked.sentence(place, place + 1)[0], marked.text.rfind(";", 0, place) + 1)
        said = marked.plain(low, place)
        if where is not None and low < len(marked.at) and marked.span(low).start <= where.start <= span.start:
            return False
        if _OTHER_TIME.search(said) or self._other_year(said):
            return True
        other = self._contexts.paragraph(where) if where is not None else index
        above = document.paragraphs[other].text + self._heading(other)
        words = {found[0] for found in _OTHER_SURVEY.finditer(said + self._heading(index))}
        return any(word not in above for word in words)

    def _heading(self, index: int) -> str:
        document = self._subject.document
        section = document.paragraphs[index].section if document else -1
        return document.sections[section].heading if document and section in self._subject.headed else ""

    def _other_year(self, said: str) -> bool:
        """Whether the last year named is not the report's, or the other half of it."""
        found = list(_YEAR.finditer(said))
        own, end = self._subject.end[:4], self._subject.end[5:7]
        if not found or not own:
            return False
        half = {"06": "上半年", "12": "下半年"}.get(end) if self._subject.start[5:7] in ("01", "07") else None
        last = found[-1]
        parted = half and self._subject.start[5:7] == ("01" if half == "上半年" else "07")
        return int(last[1]) + 1911 != int(own) or bool(parted and last["half"] and last["half"] != half)

    def before(self, span: Span) -> int | None:
        """The size of the sample that the same chapter names last before a passage, None where it names none."""
        subject = self._subject
        document = subject.document
        if document is None:
            return None
        own = self._contexts.paragraph(span)
        if own < 0:
            return None
        chapter = _chapter(subject, own)
        for index in range(own, max(-1, own - 20), -1):
            if _chapter(subject, index) != chapter:
                return None
            if found := self._named(index, span):
                return found
        return None

    def among(self, span: Span) -> int | None:
        """Those among the people asked that the sentence goes on with: 其中185人曾洽公，認為整潔者占…."""
        index = self._contexts.paragraph(span)
        marked = self._subject.marked.get(index)
        before = [f for f in self._subject.figures.get(index, ()) if f.span.start < span.start]
        if marked is None or not before or before[-1].unit not in _UNITS or not before[-1].exact:
            return None
        last = before[-1]
        place = next((f.at for f in self._subject.figures[index] if f.span.start >= span.start), last.end)
        among = _SOME.search(marked.plain(max(0, last.at - 8), last.at))
        tells = re.split("[,;:]", marked.plain(last.end, place))[0]
        same = marked.sentence(place, place + 1)[0] <= last.at
        return int(last.value) if among and len(tells) > 1 and same and last.value == int(last.value) else None

    def _named(self, index: int, span: Span) -> int | None:
        """The sample that a paragraph names last before a passage; a valid one goes before those that came back."""
        marked = self._subject.marked.get(index)
        if marked is None:
            return None
        found: dict[int, list[tuple[bool, int]]] = {}
        for figure in self._subject.figures[index]:
            if figure.span.start >= span.start or figure.unit not in _UNITS or not figure.exact:
                continue
            if marked.text[figure.end : figure.end + 2] == "(" + SIGNS["percent"]:
                continue  # a share of the sample
            lead = marked.plain(max(0, figure.at - 16), figure.at)
            if _ASKED.search(lead) and not _SENT.search(lead) and figure.value == int(figure.value):
                sentence = marked.sentence(figure.at, figure.end)[0]
                found.setdefault(sentence, []).append((bool(_VALID.search(lead)), int(figure.value)))
        if not found:
            return None
        last = found[max(found)]
        return next((n for valid, n in reversed(last) if valid), last[-1][1])


def _chapter(subject: Subject, index: int) -> int:
    above = subject.document.chain(subject.document.paragraphs[index].section) if subject.document else ()
    return above[0].index if above else 0
