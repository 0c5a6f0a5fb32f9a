"""What a figure is about, as bigrams: the words it measures, and the words around it in the text."""

from __future__ import annotations

import bisect
import re
from functools import lru_cache

from agencygraph.checks.consistency.subject import Subject
from agencygraph.model import Span
from agencygraph.text import fold

_NOISE = re.compile(
    r"本分署|本署|本處|本局|本所|本部|本院|本會|本府|本機關|本(?:年度?|期)|年度|[\d,.~～%年月日份止、,。;:()「」『』\s]+|統計|共計|合計|總計|累計|計有|"
    r"計|共|截至|截止|目前|期間|之|的|已達|已|達|至|有|等"
)
_WINDOW = 36
GENERAL = frozenset(
    (
        *("受理", "理申", "申請", "請案", "案件", "理案", "請件", "件數", "受收", "收申", "收件"),
        *("服務", "務民", "民眾", "務人", "辦理", "全年", "年度", "計有", "人次"),
        *("提供", "協助", "各項", "業務", "處理", "參加", "核發", "完成"),
    )
)
"""Pairs of characters that tell next to nothing of what is counted."""


@lru_cache(maxsize=8192)
def bigrams(text: str) -> frozenset[str]:
    """The pairs of neighbouring characters of a text without figures, dates and filler words."""
    plain = _NOISE.sub("|", fold(text).text)
    return frozenset(plain[i : i + 2] for i in range(len(plain) - 1) if "|" not in plain[i : i + 2])


def alike(one: frozenset[str], other: frozenset[str]) -> float:
    """How much of the smaller set is in the larger one, from 0 to 1."""
    small = min(len(one), len(other))
    return len(one & other) / small if small else 0.0


def shared(one: frozenset[str], other: frozenset[str]) -> float:
    """How much two sets have in common, from 0 to 1."""
    both = len(one | other)
    return len(one & other) / both if both else 0.0


def same_start(one: str, other: str) -> int:
    """How many characters two texts share from their start on."""
    return next((at for at, (x, y) in enumerate(zip(one, other, strict=False)) if x != y), min(len(one), len(other)))


class Contexts:
    """Looks up the words around passages of a report."""

    def __init__(self, subject: Subject) -> None:
        self._subject = subject
        paragraphs = subject.document.paragraphs if subject.document else ()
        self._paragraphs = [one for one in paragraphs if one.folded.at]
        self._starts = [one.folded.at[0] for one in self._paragraphs]

    def paragraph(self, span: Span) -> int:
        """The index of the paragraph that a passage begins in, -1 where there is none."""
        place = bisect.bisect_right(self._starts, span.start) - 1
        return self._paragraphs[place].index if place >= 0 else -1

    def above(self, span: Span) -> int:
        """The index of the paragraph of a passage, for one in a table of the last paragraph above the table."""
        place = bisect.bisect_right(self._starts, span.start) - 1
        while place > 0 and self._paragraphs[place].role == "row":
            place -= 1
        return self._paragraphs[place].index if place >= 0 else -1

    def row(self, span: Span) -> bool:
        """Whether a passage stands in a table."""
        place = bisect.bisect_right(self._starts, span.start) - 1
        return place >= 0 and self._paragraphs[place].role == "row"

    def before(self, span: Span, width: int = _WINDOW) -> str:
        """The folded words before a passage in its paragraph."""
        return self._cut(span, -width)

    def after(self, span: Span, width: int = _WINDOW) -> str:
        """The folded words behind a passage in its paragraph."""
        return self._cut(span, width)

    def _cut(self, span: Span, width: int) -> str:
        place = bisect.bisect_right(self._starts, span.start) - 1
        if place < 0:
            return ""
        folded = self._paragraphs[place].folded
        if width < 0:
            at = bisect.bisect_left(folded.at, span.start)
            return folded.text[max(0, at + width) : at]
        at = bisect.bisect_left(folded.at, span.end)
        return folded.text[at : at + width]
