"""PCT, GRIM, P100: stated percents against counts, against what a sample can give, and against a hundred."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from itertools import pairwise

from agencygraph.checks.consistency.interval import step
from agencygraph.checks.consistency.result import Fired, Held, Result, Unable, plain
from agencygraph.checks.consistency.samples import Sample, Samples
from agencygraph.checks.consistency.slips import slip
from agencygraph.checks.consistency.subject import Subject
from agencygraph.model import Fact, Span

_HUNDRED = Decimal(100)
_SEVERAL, _PARTIAL = Decimal(115), Decimal(90)
"""Above the one, several answers may have been ticked; below the other, some options may be left out."""
_NEAR = 3
"""How many points a combined percent may be off its parts and still be meant as theirs."""
_THERE, _FILLED = re.compile(r"(?:出席|到場|與會|參加|參與)[^,。，；、]*$"), re.compile("填答|填寫|作答|回收|繳回")
_OWN = re.compile("[」』]?(?:這|該)?(?:[一乙]項|一題|項目|部分|方面|構面|面向)")
WEIGHTED = re.compile("加權|信心水準|抽樣誤差|誤差值|平均滿意")
"""Words that say that percents are no plain shares of those asked."""


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer option as stated; None for what is not. `one` is the worth of the percent's last digit; `inferred`
    says that n is the sample named last above.
    """

    option: str
    n: int | None
    count: int | None
    percent: Decimal | None
    one: Decimal
    spans: Mapping[str, Span]
    inferred: bool = False

    @property
    def combined(self) -> bool:
        """Whether the option is made up of several."""
        return "+" in self.option or "以上" in self.option

    @property
    def said(self) -> tuple[Span, ...]:
        """The passages of count, percent and n, those that are stated."""
        return tuple(self.spans[name] for name in ("count", "percent", "n") if name in self.spans)


@dataclass(frozen=True, slots=True)
class Question:
    """The answers to one question in one passage, in the order of the text."""

    name: str
    answers: tuple[Answer, ...]

    @property
    def single(self) -> list[Answer]:
        """The answers without those that are made up of others of them."""
        names = {answer.option for answer in self.answers}
        return [one for one in self.answers if not (one.combined and names.intersection(one.option.split("+")))]


def questions(subject: Subject) -> Iterator[Question]:
    """The survey questions of a report: neighbouring answers with one dimension and one n."""
    run: list[Answer] = []
    last: tuple[str, ...] = ()
    samples = Samples(subject)
    names: set[str] = set()
    for _, fact in subject.of("surveys"):
        answer = _answer(fact, subject, samples)
        asked = fact.text("n") if answer.inferred else str(answer.n or "")
        key = (fact.text("dimension"), asked, fact.evidence.section)
        twice = any(answer.option == other.option for other in run)
        unnamed = answer.combined and key[1:] == last[1:] and key[0] not in names and not _asked(subject, fact)
        joins = unnamed and not twice and {other.option for other in run} >= set(answer.option.split("+"))
        if run and (twice or (key != last and not joins)):
            yield Question(last[0], tuple(run))
            run = []
        run.append(answer)
        names.add(key[0])
        last = last if joins else key
    if run:
        yield Question(last[0], tuple(run))


def _asked(subject: Subject, fact: Fact) -> bool:
    """Whether the text says of the words taken for the dimension that they are a question of their own: 環境一項."""
    spans = fact.evidence.where.get("dimension", ())
    return bool(spans) and _OWN.match(subject.text, spans[-1].end) is not None


def _answer(fact: Fact, subject: Subject, samples: Samples) -> Answer:
    where = {name: spans[0] for name, spans in fact.evidence.where.items() if spans}
    percent = Decimal(fact.text("percent")) if fact.text("percent") else None
    written = subject.quote(where["percent"]) if "percent" in where and subject.text else fact.text("percent")
    stated = int(fact.text("n")) if fact.text("n").isdecimal() else None
    first = where.get("count") or where.get("percent")
    sample = samples.of(first, stated, where.get("n")) if first else Sample(stated, where.get("n"))
    if sample.span:
        where["n"] = sample.span
    return Answer(
        fact.text("option"),
        sample.n,
        int(fact.text("count")) if fact.text("count").isdecimal() else None,
        percent,
        step(written),
        where,
        sample.inferred and sample.n is not None,
    )


def percents(subject: Subject) -> Iterator[Result]:
    """PCT over the answers of surveys: count out of n against the stated percent."""
    for question in questions(subject):
        full = _full(question)
        found: list[Result] = []
        for answer in question.answers:
            if answer.count is None or answer.percent is None:
                continue
            if not answer.n:
                yield Unable("PCT", "no-n")
                continue
            result = share(answer.count, answer.n, answer.percent, answer.one, answer.said, full)
            found.append(Unable("PCT", "denominator") if _doubtful(subject, answer, result) else result)
        sure = not any(answer.inferred for answer in question.answers) or 2 * _held(found) >= len(found)
        yield from found if sure else [Unable("PCT", "denominator")] * len(found)


def _doubtful(subject: Subject, answer: Answer, result: Result) -> bool:
    return isinstance(result, Fired) and _other_n(subject, answer)


def _held(results: Sequence[Result]) -> int:
    return sum(isinstance(one, Held) for one in results)


def _other_n(subject: Subject, answer: Answer) -> bool:
    """Whether another figure of the paragraph, before the count, is what the percent is a share of."""
    at, percent, count = answer.spans.get("count"), answer.percent or Decimal(0), answer.count or 0
    if at is None or not count:
        return False
    around = (those for those in subject.figures.values() if any(figure.span.start == at.start for figure in those))
    return any(
        figure.value > count and abs(count * _HUNDRED / figure.value - percent) <= answer.one / 2
        for figure in next(around, ())
        if figure.span.start < at.start and figure.unit != "%" and figure.value != answer.n
    )


def share(count: int, n: int, percent: Decimal, one: Decimal, said: tuple[Span, ...], full: bool) -> Result:
    """Whether a percent is that of a count out of n; `full` when the percents of all parts add to a hundred."""
    exact = count * _HUNDRED / n
    if abs(exact - percent) <= one / 2:
        return Held("PCT")
    right = exact.quantize(one, ROUND_HALF_UP)
    meant = (percent * n / _HUNDRED).quantize(Decimal(1), ROUND_HALF_UP)
    fits = abs(meant * _HUNDRED / n - percent) <= one / 2
    kind = slip(percent, right, one) or (slip(Decimal(count), meant) if fits else "")
    case = "differs"
    if 0 <= exact - percent < one:
        case = "truncated"
    elif full and abs(right - percent) <= one:
        case = "adjusted"
    elif fits and meant != count:
        case = "either"
    words = {
        "count": plain(Decimal(count)),
        "n": plain(Decimal(n)),
        "percent": f"{percent:f}",
        "right": f"{right:f}",
        "meant": plain(meant),
        "slip": kind,
    }
    return Fired("PCT", case, said, f"{percent:f}%", f"{right:f}%", words, said[:2])


def possible(subject: Subject) -> Iterator[Result]:
    """GRIM: a percent without its count must be what some whole count out of n gives."""
    every = list(questions(subject))
    for question in every:
        judged = [a for a in question.answers if a.count is None and a.percent is not None and a.n]
        if not judged:
            continue
        if any(WEIGHTED.search(_around(subject, answer)) for answer in judged):
            yield from [Unable("GRIM", "weighted")] * len(judged)
            continue
        told = [_with_parts(question, answer, every) for answer in question.answers if answer.combined] or [question]
        pairs = [pair for one in told for pair in pairwise(one.answers)]
        sums = {a.percent + b.percent for a, b in pairs if a.percent and b.percent}
        full = _full(question)
        found = [(answer, given(answer, sums, full)) for answer in judged]
        if len(found) > 1 and all(way == "impossible" for _, way in found) and _attended(subject, judged[0]):
            yield from [Unable("GRIM", "attended")] * len(found)
            continue
        for case in ("rounded", "truncated", "adjusted", "impossible"):
            those = [answer for answer, given in found if given == case]
            if case == "rounded":
                yield from [Held("GRIM")] * len(those)
            elif those:
                yield from [Held("GRIM")] * (len(those) - 1 if case != "impossible" else 0)
                yield impossible(question, those, "averaged" if _averaged(judged, those) else case)


def _attended(subject: Subject, answer: Answer) -> bool:
    """Whether n is how many were there, and the percents are told of those of them that filled something in."""
    percent, n = answer.spans.get("percent"), answer.spans.get("n")
    if percent is None or n is None:
        return False
    between = re.split("[。;；]", subject.text[n.end : percent.start])
    return bool(_THERE.search(subject.text[max(0, n.start - 8) : n.start])) and bool(_FILLED.search(between[-1]))


def _averaged(judged: Sequence[Answer], impossible: Sequence[Answer]) -> bool:
    """Whether no percent of a question can be, and one is less than that of one person: means of several questions."""
    least = [a for a in judged if a.percent and a.n and (a.percent + a.one / 2) * a.n < _HUNDRED]
    return len(judged) > 2 and len(impossible) == len(judged) and bool(least)


def given(answer: Answer, sums: set[Decimal], full: bool) -> str:
    """In which way some count out of n gives the percent: rounded (or the sum of two that are), truncated, adjusted."""
    percent, n, one = answer.percent, answer.n, answer.one
    if percent is None or n is None or percent in sums:
        return "rounded"
    near = int(percent * n / _HUNDRED)
    exact = [Decimal(k) * _HUNDRED / n for k in range(max(0, near - 1), near + 3)]
    if any(abs(share - percent) <= one / 2 for share in exact):
        return "rounded"
    if any(0 <= share - percent < one for share in exact):
        return "truncated"
    rounded = [share.quantize(one, ROUND_HALF_UP) for share in exact]
    return "adjusted" if full and any(abs(share - percent) <= one for share in rounded) else "impossible"


def impossible(question: Question, those: list[Answer], case: str) -> Fired:
    """The finding that percents of a question are none, or no rounded ones, that a whole count out of n gives."""
    first = those[0]
    shares = "、".join(f"{answer.percent:f}%" for answer in those)
    n, percent = first.n or 1, first.percent or Decimal(0)
    low = int(percent * n / _HUNDRED)
    near = " / ".join(f"{k}/{n} = {(k * _HUNDRED / n).quantize(first.one, ROUND_HALF_UP):f}%" for k in (low, low + 1))
    words = {"shares": shares, "n": plain(Decimal(n)), "near": near, "dimension": question.name}
    said = [answer.spans["percent"] for answer in those if "percent" in answer.spans]
    spans = (*said, *([first.spans["n"]] if "n" in first.spans else []))
    return Fired("GRIM", case, spans, shares, near, words, tuple(said))


def _around(subject: Subject, answer: Answer) -> str:
    span = answer.spans.get("percent")
    return subject.text[max(0, span.start - 400) : span.end + 200] if span else ""


def _full(question: Question) -> bool:
    """Whether the percents of the single options add to a hundred."""
    single = [a.percent for a in question.single if a.percent is not None]
    return len(single) > 1 and sum(single) == _HUNDRED


def hundred(subject: Subject) -> Iterator[Result]:
    """P100: the options of a question add to a hundred percent and to n; a combined figure is the sum of its parts."""
    every = list(questions(subject))
    for question in every:
        single = question.single
        yield from _percents_add(question, [a for a in single if a.percent is not None])
        yield from _counts_add(subject, question, [a for a in single if a.count is not None])
        for answer in question.answers:
            if answer.combined:
                yield from _combined(_with_parts(question, answer, every), answer)


def _with_parts(question: Question, answer: Answer, every: Sequence[Question]) -> Question:
    """The question itself, or the only one of its name whose answers make up a combined one: a table above the text."""
    names = set(answer.option.split("+"))
    same = [one for one in every if one.name == question.name and names <= {a.option for a in one.answers}]
    return same[0] if len(same) == 1 and question not in same else question


def _percents_add(question: Question, told: list[Answer]) -> Iterator[Result]:
    if len(told) < 2:
        return
    total = sum((answer.percent or Decimal(0) for answer in told), Decimal(0))
    loose = len(told) * min(answer.one for answer in told) / 2
    if abs(total - _HUNDRED) < loose or total == _HUNDRED or (len(told) == 2 and abs(total - _HUNDRED) == loose):
        yield Held("P100")
        return
    off = _HUNDRED - total
    doubtful = [a for a in told if a.percent and slip(a.percent, a.percent + off)]
    if total > _SEVERAL:
        yield Unable("P100", "several")
    elif total > _HUNDRED or (len(told) > 2 and doubtful and total > _PARTIAL):
        case = "percents" if total > _HUNDRED else "short"
        yield _missed(case, question, told, f"{total:f}%", "100%", doubtful, off)
    else:
        yield Unable("P100", "partial")


def _counts_add(subject: Subject, question: Question, told: list[Answer]) -> Iterator[Result]:
    n = told[0].n if told else None
    if len(told) < 2 or not n:
        return
    total = sum(answer.count or 0 for answer in told)
    if total == n:
        yield Held("P100")
        return
    if any(_other_n(subject, answer) for answer in told):
        yield Unable("P100", "partial")
        return
    off = Decimal(n - total)
    doubtful = [a for a in told if a.count and slip(Decimal(a.count), a.count + off)]
    complete = _full(question) and all(answer.percent is not None for answer in told)
    if told[0].inferred and not doubtful and abs(n - total) * 10 > n:
        yield Unable("P100", "partial")
    elif n < total <= n * 2 or (total < n and (complete or (doubtful and total > n * _PARTIAL / 100))):
        case = "counts" if total > n or complete else "missing"
        yield _missed(case, question, told, plain(Decimal(total)), plain(Decimal(n)), doubtful, off)
    else:
        yield Unable("P100", "several" if total > n else "partial")


def _missed(
    case: str, question: Question, told: list[Answer], total: str, whole: str, doubtful: list[Answer], off: Decimal
) -> Fired:
    name = "percent" if case in ("percents", "short") else "count"
    said = [answer.spans[name] for answer in told if name in answer.spans]
    words = {"dimension": question.name, "total": total, "whole": whole, "slip": ""}
    if len(doubtful) == 1 and (value := doubtful[0].percent if name == "percent" else doubtful[0].count):
        words["slip"] = slip(Decimal(value), value + off)
        said.sort(key=lambda span: span != doubtful[0].spans.get(name))
    spans = (*said, *([told[0].spans["n"]] if name == "count" and "n" in told[0].spans else []))
    return Fired("P100", case, spans, total, whole, words, tuple(said))


def _combined(question: Question, answer: Answer) -> Iterator[Result]:
    names = answer.option.split("+")
    parts = [other for name in names for other in question.answers if other.option == name]
    if len(parts) != len(names):
        return
    if answer.percent is not None and all(part.percent is not None for part in parts):
        total = sum((part.percent or Decimal(0) for part in parts), Decimal(0))
        loose = (sum((part.one for part in parts), Decimal(0)) + answer.one) / 2
        off = abs(total - answer.percent)
        if off <= loose:
            yield Held("P100")
        elif off < _NEAR or any(slip(answer.percent, one) for one in (total, total + answer.one, total - answer.one)):
            yield _wrong_sum(question, answer, parts, "percent", f"{answer.percent:f}%", f"{total:f}%")
        else:
            yield Unable("P100", "partial")
    if answer.count is not None and all(part.count is not None for part in parts):
        added = sum(part.count or 0 for part in parts)
        yield (
            Held("P100")
            if added == answer.count
            else _wrong_sum(question, answer, parts, "count", plain(Decimal(answer.count)), plain(Decimal(added)))
        )


def _wrong_sum(question: Question, answer: Answer, parts: list[Answer], name: str, stated: str, computed: str) -> Fired:
    spans = [one.spans[name] for one in (answer, *parts) if name in one.spans]
    words = {"dimension": question.name, "option": answer.option, "total": stated, "whole": computed}
    kind = slip(Decimal(stated.strip("%").replace(",", "")), Decimal(computed.strip("%").replace(",", "")))
    return Fired("P100", "combined", tuple(spans), stated, computed, {**words, "slip": kind}, tuple(spans))
