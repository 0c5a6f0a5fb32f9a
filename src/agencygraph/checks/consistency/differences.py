"""UNIT: a change whose three figures fit, but for one of them in another unit: 1,236人次，較上年1,150件增加86件."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from agencygraph.checks.consistency.result import Fired, Result, plain
from agencygraph.checks.consistency.subject import Subject

_AGAINST = re.compile("較|比(?![率例])|相較|與")
_CHANGED = re.compile("(?:增加?|減少?|成長|多出?|少|短少|增長|下降)(?:了|計|為)?$")
_MOST = 80


def check(subject: Subject) -> Iterator[Result]:
    """Three figures in a row, the second what the first is compared with, the third the difference of both."""
    for index, figures in subject.figures.items():
        marked = subject.marked[index]
        for now, then, change in zip(figures, figures[1:], figures[2:], strict=False):
            units = Counter(figure.unit for figure in (now, then, change))
            if len(units) != 2 or "%" in units or change.end - now.at > _MOST:
                continue
            fits = abs(now.value - then.value) == change.value and all(f.exact for f in (now, then, change))
            if not fits or change.value < 2 or not _AGAINST.search(marked.plain(now.end, then.at)):
                continue
            if not _CHANGED.search(marked.plain(then.end, change.at)):
                continue
            usual = units.most_common(1)[0][0]
            odd = next(figure for figure in (now, then, change) if figure.unit != usual)
            value = plain(odd.value)
            line = re.split("[,。;:、]", marked.plain(max(0, odd.at - 8), odd.at))[-1] or "—"
            words = {"line": line, "unit": odd.unit, "usual": usual, "value": value}
            spans = (odd.span, *(f.span for f in (now, then, change) if f is not odd))
            yield Fired("UNIT", "noun", spans, f"{value} {odd.unit}", f"{value} {usual}", words, spans)
