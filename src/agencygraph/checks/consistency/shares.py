"""PCT, GRIM, P100: stated percents against counts, against what a sample can give, and against a hundred."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from agencygraph.checks.consistency.interval import step
from agencygraph.checks.consistency.result import Fired, Held, Result, Unable, plain
from agencygraph.checks.consistency.slips import slip
from agencygraph.checks.consistency.subject import Subject
from agencygraph.model import Fact, Span

_HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer option as stated; None for what is not. `one` is the worth of the percent's last digit."""

    option: str
    n: int | None
    count: int | None
    percent: Decimal | None
    one: Decimal
    spans: Mapping[str, Span]

    @property
    def said(self) -> tuple[Span, ...]:
        """The passages of count, percent and n, those that are stated."""
        return tuple(self.spans[name] for name in ("count", "percent", "n") if name in self.spans)


@dataclass(frozen=True, slots=True)
class Question:
    """The answers to one question in one passage, in the order of the text."""

    name: str
    answers: tuple[Answer, ...]


def questions(subject: Subject) -> Iterator[Question]:
    """The survey questions of a report: neighbouring answers with one dimension and one n."""
    run: list[Answer] = []
    last: tuple[str, ...] = ()
    for _, fact in subject.of("surveys"):
        key = (fact.text("dimension"), fact.text("n"), fact.evidence.section)
        answer = _answer(subject, fact)
        if run and (key != last or any(answer.option == other.option for other in run)):
            yield Question(last[0], tuple(run))
            run = []
        run.append(answer)
        last = key
    if run:
        yield Question(last[0], tuple(run))


def _answer(subject: Subject, fact: Fact) -> Answer:
    where = {name: spans[0] for name, spans in fact.evidence.where.items() if spans}
    percent = Decimal(fact.text("percent")) if fact.text("percent") else None
    written = subject.quote(where["percent"]) if "percent" in where and subject.text else fact.text("percent")
    return Answer(
        fact.text("option"),
        int(fact.text("n")) if fact.text("n").isdecimal() else None,
        int(fact.text("count")) if fact.text("count").isdecimal() else None,
        percent,
        step(written),
        where,
    )


def percents(subject: Subject) -> Iterator[Result]:
    """PCT over the answers of surveys: count out of n against the stated percent."""
    for question in questions(subject):
        full = sum((a.percent for a in question.answers if a.percent is not None), Decimal(0)) == _HUNDRED
        for answer in question.answers:
            if answer.count is None or answer.percent is None:
                continue
            if not answer.n:
                yield Unable("PCT", "no-n")
                continue
            yield share(answer.count, answer.n, answer.percent, answer.one, answer.said, full)


def share(count: int, n: int, percent: Decimal, one: Decimal, said: tuple[Span, ...], full: bool) -> Result:
    """Whether a percent is that of a count out of n; `full` when the percents of all parts add to a hundred."""
    exact = count * _HUNDRED / n
    if abs(exact - percent) <= one / 2:
        return Held("PCT")
    right = exact.quantize(one, ROUND_HALF_UP)
    meant = (percent * n / _HUNDRED).quantize(Decimal(1), ROUND_HALF_UP)
    fits = abs(meant * _HUNDRED / n - percent) <= one / 2
    kind = slip(percent, right) or (slip(Decimal(count), meant) if fits else "")
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
