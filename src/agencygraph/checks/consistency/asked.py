"""GRIM in running text: the percent of people asked whose number the sentence tells, and whose count it does not."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from agencygraph.checks.consistency.result import Fired, Held, Result, Unable
from agencygraph.checks.consistency.shares import WEIGHTED, Answer, Question, given, impossible
from agencygraph.checks.consistency.subject import Figure, Subject
from agencygraph.matching.marked import Marked
from agencygraph.model import Span

_UNITS = frozenset("人份位名戶件家次通")
_ASKS = re.compile(
    "訪問|訪談|訪查|抽訪|抽樣|抽問|抽測|受訪|回收|收回|填答|填寫|問卷|施測|受測|電訪|調查|填復|有效|應[試考]|到考|測驗|測試|考評"
)
_SENT = re.compile("發[出放送]|寄[出發送]|目標|預計")
_AMONG = re.compile(r"(?:[^,。;:()\ue000-\uf8ff]{0,8}[之當]?中|裡)?[,:]?")
_SAYS = re.compile(
    r"(?:表示|認為|覺得|感[到覺]|願意|滿意|同意|肯定|推薦|知[道悉]|贊[成同]|支持|喜歡|收穫|幫助|改善|需要|希望|有意|合格|及格|達標|通過|答對)[^,。;:、\ue000-\uf8ff]{0,16}?"
    r"(?:者|的|以上|民眾|學員|受訪者)?[,]?(?:約|共|合計|均|高)?(?:[占佔達有為計]|比[率例]為?)+$"
)
_HAS = re.compile("(?:[,;:]|^)(?:其中|計|共|約)?[有達]?$")
_THEY = re.compile(
    r"[的之]?[^,。;:、\ue000-\uf8ff]{0,14}(?:表示|認為|覺得|感[到覺]|願意|滿意|同意|肯定|推薦|贊[成同]|支持|喜歡)(?!度)"
)
_MEANS = re.compile("滿意度|平均|加權|分數|得分|成長|較|比(?![率例])|增加|減少|目標|指標|信心|誤差")
_ANSWERS = re.compile("填答|填寫|作答|問卷|受訪|受測|回饋|回答|認為|表示")
_CENT, _FEW = Decimal("0.01"), 150
_MOST = 1500


def check(subject: Subject) -> Iterator[Result]:
    """Each such percent: some whole number of the people asked must give it."""
    known = {
        span
        for _, fact in subject.of("surveys")
        if fact.text("n") or fact.text("count")
        for span in fact.evidence.where.get("percent", ())
    }
    for index, figures in subject.figures.items():
        marked = subject.marked[index]
        for place, percent in enumerate(figures):
            if percent.unit != "%" or not percent.exact:
                continue
            told = None if percent.span in known else _sample(marked, percent, figures[:place])
            if sample := told or _confirmed(marked, figures, place):
                yield _judge(subject, percent, sample)


def _sample(marked: Marked, percent: Figure, before: Sequence[Figure]) -> Figure | None:
    """How many were asked, where the sentence tells no other figure than percents between."""
    low = marked.sentence(percent.at, percent.end)[0]
    counts = [f for f in before if f.at >= low and f.unit != "%"]
    words = re.split("%", marked.plain(counts[-1].end, percent.at))[-1] if counts else ""
    says = _SAYS.search(words) or (_HAS.search(words) and _THEY.match(marked.text, percent.end))
    if not counts or not says or _MEANS.search(words[-30:]):
        return None
    last = counts[-1]
    if last.unit not in _UNITS or not last.exact or not 1 < last.value <= _MOST or last.value != int(last.value):
        return None
    after = re.split("[,;:]", marked.plain(last.end, percent.at))[0]
    first = re.split("[,;:]", marked.plain(max(low, last.at - 24), last.at))
    behind = _AMONG.match(marked.text, last.end)
    named = any(_ASKS.search(one) and not _SENT.search(one) for one in first[-2:]) and not _SENT.search(first[-1])
    named = named or (bool(_ASKS.search(after)) and not _SENT.search(first[-1] + after))
    return last if named or (behind and "中" in behind[0]) else None


def _confirmed(marked: Marked, figures: Sequence[Figure], place: int) -> Figure | None:
    """Those who were there, of whom some said what the percent tells; another percent of the sentence must be one that
    a count of so few can give, since not all need have answered.
    """
    percent = figures[place]
    low, high = marked.sentence(percent.at, percent.end)
    counts = [f for f in figures[:place] if f.at >= low and f.unit != "%"]
    if not counts or not _fits(counts[-1]) or percent.one != _CENT:
        return None
    last = counts[-1]
    said = re.split("[。;]", marked.plain(last.end, percent.at))[0]
    if not _ANSWERS.search(said) or _MEANS.search(said) or _SENT.search(said):
        return None
    others = [f for f in figures if last.end <= f.at < high and f.unit == "%" and f is not percent and f.exact]
    beyond = [f for f in figures if last.end <= f.at < percent.at and f.unit != "%"]
    exact = any(f.one == _CENT and 0 < f.value < 100 and _gives(f, last) for f in others)
    return last if exact and not beyond else None


def _gives(percent: Figure, sample: Figure) -> bool:
    """Whether a whole number of the people asked gives a percent."""
    answer = Answer("", int(sample.value), None, percent.value, percent.one, {})
    return given(answer, set(), False) == "rounded"


def _fits(figure: Figure) -> bool:
    """Whether a figure is a number of people so small that few percents with two decimals come of it by chance."""
    return figure.unit in _UNITS and figure.exact and 1 < figure.value <= _FEW and figure.value == int(figure.value)


def _judge(subject: Subject, percent: Figure, sample: Figure) -> Result:
    if WEIGHTED.search(subject.text[max(0, percent.span.start - 400) : percent.span.end + 200]):
        return Unable("GRIM", "weighted")
    spans: dict[str, Span] = {"percent": percent.span, "n": sample.span}
    answer = Answer("", int(sample.value), None, percent.value, percent.one, spans)
    if given(answer, set(), True) != "impossible":
        return Held("GRIM")
    result: Fired = impossible(Question("抽問結果", (answer,)), [answer], "impossible")
    return result
