"""How many answered a survey question whose passage does not say so: the sample that was named last above it."""

from __future__ import annotations

import re

from agencygraph.checks.consistency.contexts import Contexts
from agencygraph.checks.consistency.subject import Subject
from agencygraph.model import Span
from agencygraph.rules import SIGNS

_ASKED = re.compile(
    "(?:有效|回收|收回|受訪(?!者[^。;,]*(?:居住|年齡|性別|學歷|職業|來自|身分|為))|抽訪|訪問|訪談|訪得|成功|填答|樣本|完成)[^。;,]{0,12}$|(?:問卷|有效)[^。;]{0,6}$"
)
_VALID = re.compile("有效|成功|完成[^,。;]{0,6}$|樣本")
_SENT = re.compile("(?:發[出放送]|寄[出發送]|抽樣|母體)[^。;,]{0,8}$")
_SOME = re.compile("其中(?:有|計|共)?$")
_UNITS = frozenset("份人位名卷戶筆家")


class Samples:
    """Looks up the sample of a passage."""

    def __init__(self, subject: Subject) -> None:
        self._subject, self._contexts = subject, Contexts(subject)

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
