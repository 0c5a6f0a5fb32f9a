"""PCT in running text: shares of a stated whole, rates of two counts, changes against an earlier figure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import ROUND_HALF_UP, Decimal

from agencygraph.checks.consistency import quotients
from agencygraph.checks.consistency.enumerations import Group, groups
from agencygraph.checks.consistency.interval import Interval
from agencygraph.checks.consistency.result import Fired, Held, Result, Unable, plain
from agencygraph.checks.consistency.shares import share
from agencygraph.checks.consistency.slips import slip
from agencygraph.checks.consistency.subject import Figure, Subject
from agencygraph.matching.marked import Marked
from agencygraph.model import Span
from agencygraph.rules import SIGNS

_BEHIND = re.compile(r"[,、]?[(]?(?:約?[占佔](?:總數|全部|全體|總件數|總金額)?(?:之|的)?|比[率例](?:為|達)?|計|即)?$")
_THEN = "(?:同期|上年|去年|前年|上一?期|前期|[" + SIGNS["date"] + SIGNS["period"] + "])"
_NAME = (
    r"(?:約|即|[增減升降漲跌]幅度?|[節省][電水油能]率?|(?:增加|減少|成長|增長|衰退|下降|上升|提升|遞[增減]|年[增減]|成長幅|增減)(?:率|幅度|比[率例])?"
    r"|比[率例]|幅度)?(?:約?為|達|計)?"
)
_BY = rf"(?:率|幅度?)?(?:了|約|達|為|計|共)?(?:(?P<d>#)-*[,、]?[(]?{_NAME})?(?P<p>%)?"
_CHANGED = re.compile(
    rf"(?:較|比|與)[^。;#]{{0,24}}?{_THEN}[^。;#增減升降]{{0,14}}?(?P<y>#)[^。;#]{{0,8}}?,?(?P<way>增加|成長|增長|增|上升|多出|高出|減少|減|下降|衰退|短少|少了|縮短){_BY}"
)
_FROM_TO = re.compile(
    rf",?(?:大幅)?(?P<way>增加?|提[高升]|上升|成長|躍升|攀升|躍增|擴增|倍增|降|減少?|下降|降低|縮減|縮短|驟降)(?:為|至|到)[^。;#,]{{0,16}}?(?P<y>#)-*,?(?:共|計)?"
    rf"(?:增加|減少|成長|增長|縮短|[增減降升]幅|增|減){_BY}"
)
_FROM = re.compile("[從由自][^,。;]{0,24}$")
_AGAINST = re.compile(
    r"[^。;]{0,3}(?:相較|比較|相比)?[,、]?(?:計|共|約)?(?:增加|成長|增|減少|減|下降|衰退|多|少)(?:了)?"
)
_SO_MUCH = re.compile(rf"[,、]?[(]?{_NAME}")
_SPANS = frozenset(("天", "日", "分鐘", "小時", "工作天"))
_CLOSE, _DIGITS = 6, 3
_LEAD = re.compile("[^較比與。;#]{0,30}")
_LESS = ("減少", "減", "下降", "衰退", "降", "降低", "縮減", "縮短", "驟降", "短少", "少了")


def check(subject: Subject) -> Iterator[Result]:
    """Percents behind the parts of a stated whole, and changes against an earlier figure."""
    judged: set[Span] = set()
    for group in groups(subject):
        for result in _shares(subject, group):
            judged.update(result.spans if isinstance(result, Fired) else ())
            yield result
    for index, figures in subject.figures.items():
        yield from _changes(subject.marked[index], figures)
        yield from _of_then(subject.marked[index], figures)
    yield from quotients.check(subject, judged)


def _shares(subject: Subject, group: Group) -> list[Result]:
    whole = group.whole
    if not whole.exact or whole.value <= 0 or whole.value != int(whole.value):
        return []
    told = [(part, percent) for part in group.parts if part.exact and (percent := _percent(subject, part))]
    found = [
        share(int(p.value), int(whole.value), q.value, q.one, (p.span, q.span, whole.span), False) for p, q in told
    ]
    held = sum(isinstance(one, Held) for one in found)
    if held * 2 >= len(found) or all(isinstance(one, Fired) and _near(one) for one in found):
        return list(found)
    return [Unable("PCT", "denominator")] * len(found)


def _near(fired: Fired) -> bool:
    """Whether a stated percent is so near the right one, or off by such a slip, that the whole must be meant."""
    stated, right = Decimal((fired.stated or "0").strip("%")), Decimal((fired.computed or "0").strip("%"))
    return abs(stated - right) < 2 or bool(fired.words.get("slip"))


def _percent(subject: Subject, part: Figure) -> Figure | None:
    """The percent that stands right behind a count."""
    text = subject.marked[part.paragraph].text
    for figure in subject.figures[part.paragraph]:
        if figure.unit == "%" and 0 <= figure.at - part.end <= 10 and figure.exact:
            return figure if _BEHIND.fullmatch(text[part.end : figure.at]) else None
    return None


def _changes(marked: Marked, figures: Sequence[Figure]) -> Iterator[Result]:
    """Now and then, the difference, and the percent of change: two of them must fit the others."""
    for place, first in enumerate(figures):
        behind = figures[place + 1 : place + 6]
        if first.unit == "%" or not behind:
            continue
        shape, at = _shape(marked, first, behind)
        lead = _LEAD.match(shape)
        found = _CHANGED.match(shape, lead.end()) if lead else None
        backwards = found is None and bool(_FROM.search(marked.text[max(0, first.at - 26) : first.at]))
        found = _FROM_TO.match(shape) if backwards else found
        second = at.get(found.start("y")) if found else None
        if found and second and second.unit == first.unit:
            difference = at.get(found.start("d")) if found["d"] else None
            percent = at.get(found.start("p")) if found["p"] else None
            now, then = (second, first) if backwards else (first, second)
            others = [figure for figure in figures[:place] if figure.unit == now.unit]
            if any(_meant_by(other, then, difference, percent) for other in others):
                yield Held("PCT")
                continue
            less = found["way"] in _LESS
            if (
                percent is not None
                and difference is None
                and (wrong := _of_whole(marked, others, now, then, percent, less))
            ):
                yield wrong
                continue
            yield from _change(now, then, difference, percent, less)


def _of_whole(
    marked: Marked, others: Sequence[Figure], now: Figure, then: Figure, percent: Figure, less: bool
) -> Fired | None:
    """A change that is told of a whole and not of the last of its parts, where one pair of digits is swapped:
    2,318件，其中甲1,547件、乙771件，與上年1,940件相較成長21.7%.
    """
    low, sign = marked.sentence(now.at, now.end)[0], -1 if less else 1
    near = sign * (now.value - then.value) * 100 / then.value if then.value > 0 else percent.value
    if then.value <= 0 or _fits(percent, near, Decimal(0)) or _swapped(now, then, percent, sign) or percent.value < 1:
        return None
    wholes = [o for o in others if o.at >= low and o.exact and o.value > now.value]
    sure = [o for o in wholes if _swapped(o, then, percent, sign) and sign * (o.value - then.value) > 0]
    if len(sure) != 1 or len(f"{percent.value / percent.one:f}") < _DIGITS or not percent.exact:
        return None
    right = (abs(sure[0].value - then.value) * 100 / then.value).quantize(percent.one, ROUND_HALF_UP)
    return _wrong((percent, sure[0], then), right, "change")


def _meant_by(other: Figure, then: Figure, difference: Figure | None, percent: Figure | None) -> bool:
    """Whether an earlier figure of the sentence is the one that difference and percent are told of."""
    change = abs(other.value - then.value)
    if then.value <= 0 or not (difference or percent) or not other.exact:
        return False
    same = difference is None or difference.value == change
    return same and (percent is None or _fits(percent, change * 100 / then.value, Decimal(0)))


def _of_then(marked: Marked, figures: Sequence[Figure]) -> Iterator[Result]:
    """An earlier figure, the difference and its percent, wherever the later one stands: 與上年2,702件相較減少216件."""
    for then, difference, percent in zip(figures, figures[1:], figures[2:], strict=False):
        if percent.unit != "%" or then.unit != difference.unit or then.unit == "%" or then.value <= 0:
            continue
        told = then.exact and difference.exact and percent.exact
        first, second = marked.text[then.end : difference.at], marked.text[difference.end : percent.at]
        if not told or not _AGAINST.fullmatch(first) or not _SO_MUCH.fullmatch(second):
            continue
        if not re.search(f"(?:較|比|與)[^。;]{{0,8}}{_THEN}[^。;]{{0,14}}$", marked.text[: then.at]):
            continue
        exact = difference.value * 100 / then.value
        right = exact.quantize(percent.one, ROUND_HALF_UP)
        if _fits(percent, exact, Decimal(0)):
            yield Held("PCT")
        elif slip(abs(percent.value), right) in ("swapped", "digit"):
            yield _wrong((percent, difference, then), right, "change")


def _shape(marked: Marked, now: Figure, behind: Sequence[Figure]) -> tuple[str, dict[int, Figure]]:
    """The rest of the sentence behind a figure: # for figures of its unit, % for percents; and the figures by place."""
    start, end = now.end, marked.sentence(now.at, now.end)[1]
    text = list(marked.text[start:end])
    at = {figure.at - start: figure for figure in behind if figure.end <= end}
    for place, figure in at.items():
        sign = "%" if figure.unit == "%" else "#" if figure.unit == now.unit else "-"
        text[place : figure.end - start] = sign.ljust(figure.end - figure.at, "-")
    return "".join(text), at


def _change(
    now: Figure, then: Figure, difference: Figure | None, percent: Figure | None, less: bool
) -> Iterator[Result]:
    if not (now.exact and then.exact) or then.value <= 0:
        return
    sign = -1 if less else 1
    change = sign * (now.value - then.value)
    loose = (now.interval.high - now.interval.low + then.interval.high - then.interval.low) / 2
    told = difference if difference is not None and difference.unit == now.unit else None
    wrong = told is not None and not told.interval.meets(Interval(change - loose, change + loose))
    if percent is not None and told is not None and wrong and not _fits(percent, change * 100 / then.value, Decimal(0)):
        for figure, right in ((then, now.value - sign * told.value), (now, then.value + sign * told.value)):
            base = right if figure is then else then.value
            if base > 0 and _fits(percent, told.value * 100 / base, loose * 100 / base):
                yield _wrong((figure, now, then, told, percent), right, "figure")
                return
    if told is not None:
        yield _wrong((told, now, then), abs(change), "change") if wrong and _meant(told, abs(change)) else Held("PCT")
    if percent is not None and not wrong:
        exact = change * 100 / then.value
        right = abs(exact).quantize(percent.one, ROUND_HALF_UP)
        if _fits(percent, exact, loose * 200 / then.value):
            yield Held("PCT")
        elif (
            _meant(percent, right)
            or _swapped(now, then, percent, sign)
            or (told is not None and percent.at - told.end <= _CLOSE)
        ):
            yield _wrong((percent, now, then), right, "change")
        else:
            yield Unable("PCT", "denominator")


def _fits(percent: Figure, exact: Decimal, loose: Decimal) -> bool:
    """Whether a percent is the exact one, rounded or cut off, whatever its sign."""
    return abs(abs(percent.value) - abs(exact)) <= loose + percent.one


def _swapped(now: Figure, then: Figure, percent: Figure, sign: int) -> bool:
    """Whether the percent fits once two neighbouring digits of now or of then change places."""
    pairs = [(now.value, one) for one in _swaps(then.value)] + [(one, then.value) for one in _swaps(now.value)]
    return any(abs(sign * (new - old) * 100 / old - percent.value) <= percent.one / 2 for new, old in pairs)


def _swaps(value: Decimal) -> list[Decimal]:
    digits = str(value)
    return [
        Decimal(digits[:at] + digits[at + 1] + digits[at] + digits[at + 2 :])
        for at in range(len(digits) - 1)
        if digits.isdecimal() and digits[at] != digits[at + 1] and (at or digits[1] != "0")
    ]


def _meant(told: Figure, right: Decimal) -> bool:
    """Whether a figure is so near the right one, or off by such a slip, that it must be meant."""
    short = told.unit in _SPANS and right < 100  # 12天縮短為9天，縮短3天: too few digits for a slip
    return (
        short or bool(slip(abs(told.value), right)) or abs(abs(told.value) - right) * 20 <= max(right, abs(told.value))
    )


def _wrong(figures: Sequence[Figure], right: Decimal, case: str) -> Fired:
    told, now, then = figures[:3]
    mark = "%" if told.unit == "%" else ""
    stated, computed = f"{plain(told.value)}{mark}", f"{plain(right)}{mark}"
    words = {"now": plain(now.value), "then": plain(then.value), "unit": now.unit, "slip": slip(abs(told.value), right)}
    spans = tuple(figure.span for figure in figures)
    return Fired("PCT", case, spans, stated, computed, words, spans)
