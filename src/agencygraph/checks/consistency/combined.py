"""P100: a percent that a later sentence gives for a question by its name, against the answers told before.

服務態度達94.6%、環境整潔87.0% below a table: each must be one of the answers, or the first (or last) of them together.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import accumulate, combinations

from agencygraph.checks.consistency.result import Fired, Held, Result, Unable
from agencygraph.checks.consistency.shares import Question, questions
from agencygraph.checks.consistency.slips import slip
from agencygraph.checks.consistency.subject import Figure, Subject
from agencygraph.matching.marked import Marked
from agencygraph.model import Span

_GOOD = re.compile("滿意|合計|相加|加總|以上|合併|正面|肯定")
_BETWEEN = (
    "[」』)]?(?:一?項|部分|方面|構面|滿意度|之滿意度)?[,、]?"
    "(?:[之的]?(?:(?:非常|很|尚|尚稱)?滿意[及與和]?){1,2}以上[之的]?(?:比[率例]|者|程度)?)?"
    "(?:合計|亦|則|也|更|又|僅|仍|高|分別)*(?:為|達|有|占|是|計)*"
)
_TOGETHER = re.compile("(?:合計|相加|加總|合[占佔]|共[占佔]|[兩二]者|合併)[^,。;:]{0,5}$")
_INSIDE = re.compile(r"\([^()]*\)")
_NO_PARTS = re.compile("較|上年|去年|同期|增|減|其中|目標")
_HELD = re.compile("[占佔][約達為有]?$")
_MANY = re.compile("複選|重複|其中|較|上年|去年|同期|增加|減少|成長|分別|合計|共[占佔]|總計|以上")
_NEXT = re.compile(r"[、,;及]+[^、,。;:()\d%]{1,16}")
_REST = re.compile("^[、,;及]*(?:其他|其餘|其它)")
_COUNTS, _MEAN_WIDTH = "二三四五六七八九十", 16
_MEAN = re.compile(
    f"(?<![一二三四五六七八九十第])(?P<n>[{_COUNTS}])(?:者|大?項|個?構面|大?面向)(?:指標)?(?:滿意度)?[之的]?平均(?:滿意度|值|數)?(?:約|為|達|計)*$"
)
_BANDS = frozenset(("分鐘", "小時", "時", "天", "日", "工作天", "歲", "年", "元", "次", "公里"))
"""Units of the bands that options name: 逾5分鐘至10分鐘."""

_SEVERAL = re.compile("複選|可?重複|多選")
_WIDE, _FAR = 5, 10
_MORE = 115
_LEAST = 3
_NEAR = 3


def check(subject: Subject) -> Iterator[Result]:
    """The percents behind the name of a question, that no fact about the survey states."""
    every = list(questions(subject))
    told: set[Span] = {span for one in every for answer in one.single for span in answer.spans.values()}
    named = {one.name: one for one in every if len(one.name) > 1 and len(_percents(one)) >= _LEAST}
    names = [one.name for one in every if len(_percents(one)) >= _LEAST]
    for index, figures in subject.figures.items():
        marked = subject.marked[index]
        for figure in figures:
            if figure.unit != "%" or not figure.exact:
                continue
            low, _ = marked.sentence(figure.at, figure.end)
            before = marked.plain(low, figure.at)
            parts = [other for other in figures if low <= other.at < figure.at and other.unit == "%"]
            if len(parts) > 1 and _TOGETHER.search(before):
                yield _together(parts, figure)
                continue
            if result := _chosen(marked, figure, figures):
                yield result
            if result := _averaged(marked, figure, figures):
                yield result
                continue
            if result := _opened(marked, figure, figures) or _shares(marked, figure, figures):
                yield result
            if figure.span in told:
                continue
            for name, question in named.items():
                first = min((span.start for answer in question.answers for span in answer.spans.values()), default=0)
                found = re.search(re.escape(name) + _BETWEEN + "$", before)
                if found and names.count(name) == 1 and figure.span.start > first and _GOOD.search(before):
                    yield _judge(question, figure)
                    break


def _averaged(marked: Marked, mean: Figure, figures: Sequence[Figure]) -> Result | None:
    """A percent that is said to be the mean of the last so many: 94.2%、88.6%、90.4%、86.8%，四者平均90.0%."""
    said = _MEAN.search(marked.plain(max(0, mean.at - _MEAN_WIDTH), mean.at))
    if said is None:
        return None
    low = marked.sentence(mean.at, mean.end)[0]
    parts = [f for f in figures if low <= f.at < mean.at]
    if len(parts) != _COUNTS.index(said["n"]) + 2 or any(f.unit != "%" or not f.exact for f in parts):
        return None
    right = sum((f.value for f in parts), Decimal(0)) / len(parts)
    if abs(right - mean.value) <= mean.one:
        return Held("P100")
    shown = f"{right.quantize(mean.one)}%"
    words = {"total": f"{mean.value:f}%", "whole": shown, "slip": slip(mean.value, right.quantize(mean.one))}
    spans = (mean.span, *(f.span for f in parts))
    return Fired("P100", "averaged", spans, words["total"], shown, words, (mean.span,))


def _opened(marked: Marked, figure: Figure, figures: Sequence[Figure]) -> Result | None:
    """A percent with those that make it up in brackets behind it: 滿意以上者占92.4%(非常滿意54.1%、滿意38.3%)."""
    inside = _INSIDE.match(marked.text, figure.end)
    parts = [f for f in figures if inside and inside.start() < f.at < inside.end()]
    if len(parts) < 2 or any(f.unit != "%" or not f.exact for f in parts):
        return None
    return None if _NO_PARTS.search(inside[0] if inside else "") else _together(parts, figure)


def _shares(marked: Marked, last: Figure, figures: Sequence[Figure]) -> Result | None:
    """Shares of one whole, each behind 占, that are more than all of it together."""
    low, high = marked.sentence(last.at, last.end)
    told = [f for f in figures if low <= f.at < high and f.unit == "%"]
    shares = [f for f in told if _HELD.search(marked.text[max(low, f.at - 3) : f.at])]
    if len(shares) < _LEAST or shares[-1] is not last or _MANY.search(marked.plain(low, high)):
        return None
    between = [f for f in figures if shares[0].at < f.at < last.at and f.unit != "%" and f.unit not in _BANDS]
    if between or len(shares) != len(told):
        return None
    total, loose = sum((f.value for f in shares), Decimal(0)), last.one * len(shares) / 2
    if not 100 + loose < total <= _MORE:
        return Held("P100") if abs(total - 100) <= loose else None
    words = {"dimension": "—", "total": f"{total:f}%", "whole": "100%", "slip": ""}
    spans = tuple(f.span for f in shares)
    return Fired("P100", "percents", spans, words["total"], "100%", words, spans)


def _chosen(marked: Marked, last: Figure, figures: Sequence[Figure]) -> Result | None:
    """Percents in one enumeration that ends with 其他, or of a question with one answer only (單選)."""
    told: list[Figure] = [last]
    for figure in reversed([f for f in figures if f.at < last.at]):
        if figure.unit != "%" or not _NEXT.fullmatch(marked.plain(figure.end, told[0].at)):
            break
        told.insert(0, figure)
    behind = next((f for f in figures if f.at > last.at), None)
    goes_on = behind and behind.unit == "%" and _NEXT.fullmatch(marked.plain(last.end, behind.at))
    if len(told) < _LEAST or goes_on or not all(f.exact for f in told):
        return None
    low = marked.sentence(told[0].at, last.end)[0]
    single = "單選" in marked.plain(0, told[0].at)
    rest = _REST.search(marked.plain(told[-2].end, last.at))
    if not (single or rest) or _SEVERAL.search(marked.plain(0, told[0].at)) or _MANY.search(marked.plain(low, last.at)):
        return None
    total, loose = sum((f.value for f in told), Decimal(0)), max(f.one for f in told) * len(told) / 2
    if abs(total - 100) <= loose:
        return Held("P100")
    off = 100 - total
    slips = [f for f in told if f.value + off > 0 and slip(f.value, f.value + off) == "swapped"]
    digit = single and any(slip(f.value, f.value + off) == "digit" for f in told if f.value + off > 0)
    if not (slips or digit or (single and abs(off) < _WIDE)) or abs(off) > _FAR:
        return None
    words = {"dimension": "—", "total": f"{total:f}%", "whole": "100%", "slip": "swapped" if slips else ""}
    spans = tuple(f.span for f in told)
    return Fired("P100", "percents" if off < 0 else "short", spans, words["total"], "100%", words, spans)


def _together(parts: Sequence[Figure], figure: Figure) -> Result:
    """A percent that is said to be those before it together: some neighbours make it up, the last ones if none do."""
    loose = figure.one * (len(parts) + 1) / 2
    values = [part.value for part in parts]
    sums = list(accumulate(reversed(values)))[1:]
    runs = [sum(values[i:j]) for i, j in combinations(range(len(values) + 1), 2) if j - i > 1]
    if any(abs(total - figure.value) <= loose for total in runs):
        return Held("P100")
    kind = slip(figure.value, sums[0])
    if not kind and abs(sums[0] - figure.value) >= _NEAR:
        return Unable("P100", "partial")
    words = {"dimension": "—", "option": "合計", "total": f"{figure.value:f}%", "whole": f"{sums[0]:f}%", "slip": kind}
    spans = (figure.span, *(part.span for part in parts[-2:]))
    return Fired("P100", "combined", spans, words["total"], words["whole"], words, (figure.span,))


def _percents(question: Question) -> list[Decimal]:
    return [answer.percent for answer in question.single if answer.percent is not None]


def _judge(question: Question, figure: Figure) -> Result:
    percents = _percents(question)
    sums = {*percents, *accumulate(percents), *accumulate(reversed(percents))}
    fine = min(one.one for one in question.single)
    loose = figure.one - fine if figure.one > fine else figure.one * (len(percents) + 1) / 2
    if any(abs(total - figure.value) <= loose for total in sums):
        return Held("P100")
    good = (percents[0] + percents[1]).quantize(max(figure.one, fine))
    kind = slip(figure.value, good)
    if not kind and abs(good - figure.value) >= _NEAR:
        return Unable("P100", "partial")
    option = "+".join(answer.option for answer in question.single[:2])
    words = {
        "dimension": question.name,
        "option": option,
        "total": f"{figure.value:f}%",
        "whole": f"{good:f}%",
        "slip": kind,
    }
    parts = [answer.spans["percent"] for answer in question.single[:2] if "percent" in answer.spans]
    return Fired("P100", "combined", (figure.span, *parts), words["total"], words["whole"], words, (figure.span,))
