"""SUM in words that leave the parts apart: 三者合計, two places with their figures, parts across clauses, a part
that is more than its whole, a figure of a table told again in parts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from agencygraph.checks.consistency.contexts import alike, bigrams
from agencygraph.checks.consistency.enumerations import Form, Group, groups
from agencygraph.checks.consistency.grids import grids
from agencygraph.checks.consistency.result import Fired, Held, Result, Unable, plain
from agencygraph.checks.consistency.slips import slip
from agencygraph.checks.consistency.subject import Figure, Subject
from agencygraph.checks.consistency.sums import adds_up, fired, judge, suspect
from agencygraph.matching.marked import Marked
from agencygraph.normalise.numbers import COUNTER_WORD
from agencygraph.rules import SIGNS

_NUMBER = {"兩": 2, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8}
_ALL = re.compile(
    r"(?:^|[,。;(、])(?:[以前][上述揭開列]|上[開述列揭]|綜計|總計|前後)?(?P<n>[兩二三四五六七八])(?:者|項|類|處|所|站|地|種|梯次?|場次?|次|款|階段|組|區|科|部分)"
    r"[^,。;:、\ue000-\uf8ff]{0,8}?(?:合計|共計|總計|加總|相加|合共|共|計)[^,。;:、占佔\ue000-\uf8ff]{0,8}$"
)
_CLOSE = re.compile(
    r"[,;。](?:[以前][上述揭列]|上[開述列揭]|全[年期案]|總共|兩者|三者)?[^,。;:、\ue000-\uf8ff]{0,4}(?:合計|共計|總計|加總|合共)[^,。;:、占佔\ue000-\uf8ff]{0,6}$"
)
_PLACES = re.compile(
    r"(?P<n>[兩二三四五六七八])(?:個|大)?(?:處|據點|站|所|場|梯次?|場次?|地|校|隊|組|類|項|區|中心|分站|管道|階段|機關|單位|科|課|窗口|鄉鎮?|里|櫃[檯臺台]|辦公處)[^。;]{0,24}$"
)
_OTHER = re.compile(
    "較|比(?![率例重])|上年|去年|前年|同期|增加|減少|成長|目標|平均|每|累計|歷年|迄今|預[計定估]|應|約(?![僱聘用談])|逾|其中|以上"
)
_KIN = (
    {"人", "名", "位", "件", "案", "戶"},
    {"人次", "人", "名", "位"},
    {"場", "場次", "次"},
    {"件", "案", "則", "通", "封"},
)
_SUBSET = re.compile(
    r"[,;(、](?:其中|當[場日])?[^,。;、()\ue000-\uf8ff]{0,8}?"
    r"(?P<verb>當場|採[納行用]|參採|獲[准選錄獎得]|及格|合格|錄取|到[場課訓考]|出席|實到|完訓|成[立功]|和解|[答回函]復|解除列管|有效|中籤|通過|勝訴|(?<!緩)起訴|破獲|偵破|結訓|開案|得標|入選|發還|核[准可定發]|准許|屬[^,。;]{1,8}者)"
    r"[^,。;、()\ue000-\uf8ff]{0,6}$"
)
_BOTH = re.compile(rf"[{SIGNS['number']}{SIGNS['duration']}](?:{COUNTER_WORD})[、,及]$")
_BOTH_PLAIN = re.compile(rf"\d[\d,.萬億]*(?:{COUNTER_WORD})[、,及]$")
_WHOLE = re.compile("[占佔]|全[部數體]|總")
_REACH = 40


def check(subject: Subject) -> Iterator[Result]:
    """Totals over parts that stand apart, where no other form gives the total its parts."""
    seen = {group.whole.span for group in groups(subject) if not isinstance(judge(group), Unable)}
    for index, figures in subject.figures.items():
        marked = subject.marked[index]
        for place, figure in enumerate(figures):
            if figure.unit == "%" or not figure.exact or figure.span in seen:
                continue
            result = _closing(marked, figure, figures[:place]) or _places(marked, figure, figures[place + 1 :])
            if result is None and place:
                result = _more(marked, figures[: place - 1], figures[place - 1], figure)
            if result is not None:
                yield result
    yield from _tables(subject)


def _closing(marked: Marked, whole: Figure, before: Sequence[Figure]) -> Result | None:
    """三者合計84件 over the last three figures, whatever stands between them; 合計84件 over those of its sentence."""
    text = _BOTH.sub("", marked.text[max(0, whole.at - _REACH) : whole.at])
    plain_text = _BOTH_PLAIN.sub("", marked.plain(max(0, whole.at - _REACH), whole.at))
    named = _ALL.search(text) or _ALL.search(plain_text)  # 三項 may be read as a figure, too
    if not named and not _CLOSE.search(text):
        return None
    kin = [figure for figure in before if _kin(figure.unit, whole.unit)]
    kin = [figure for figure in kin if not _OTHER.search(marked.plain(max(0, figure.at - 8), figure.at))]
    if named:
        runs = [kin[-_NUMBER[named["n"]] :]] if len(kin) >= _NUMBER[named["n"]] else []
    else:
        low = marked.text.rfind("。", 0, whole.at - 1) + 1
        same = [figure for figure in kin if figure.at >= low and figure.unit == whole.unit]
        runs = [same[at:] for at in range(len(same) - 1)]
    if not runs or not all(figure.exact for run in runs for figure in run):
        return None
    if any(adds_up(whole, run) for run in runs):
        return Held("SUM")
    least, large = (2, 10) if named else (3, 100)
    likely = [run for run in runs[:1] if len(run) >= least and _near(whole, run, large)]
    return _fired("closing", whole, likely[0], marked) if likely else None


def _kin(one: str, other: str) -> bool:
    return one == other or any({one, other} <= family for family in _KIN)


def _near(whole: Figure, parts: Sequence[Figure], large: int = 100) -> bool:
    """Whether a whole is off its parts by so little, or by such a slip, that it must be meant as their total."""
    total = sum((part.value for part in parts), Decimal(0))
    small = abs(total - whole.value) * 12 <= whole.value
    return small or (whole.value >= large and bool(suspect(whole, parts)[1]))


def _places(marked: Marked, whole: Figure, behind: Sequence[Figure]) -> Result | None:
    """兩處據點全年服務341人次，甲地219人次、乙地132人次: as many parts of its unit as there are places."""
    low, high = marked.sentence(whole.at, whole.end)
    lead = marked.plain(low, whole.at)
    found = _PLACES.search(lead)
    if not found or _OTHER.search(lead[found.start() :]):
        return None
    parts = [figure for figure in behind if figure.unit == whole.unit and figure.end <= high]
    between = [marked.plain(a.end, b.at) for a, b in zip([whole, *parts], parts, strict=False)]
    if len(parts) != _NUMBER[found["n"]] or any(_OTHER.search(gap) or "(" in gap for gap in between):
        return None
    if not all(part.exact for part in parts):
        return None
    if adds_up(whole, parts):
        return Held("SUM")
    return _fired("announced", whole, parts, marked) if _near(whole, parts) else None


def _more(marked: Marked, before: Sequence[Figure], whole: Figure, part: Figure) -> Result | None:
    """蒐得建言14則，當場答復17則: what can only be some of them is more."""
    if (
        whole.unit != part.unit
        or whole.unit == "元"
        or not whole.exact
        or part.value <= whole.value
        or not _near_more(part.value, whole.value)
    ):
        return None
    low, high = marked.sentence(whole.at, whole.end)
    lead = marked.plain(max(low, whole.at - 16), whole.at)
    gap = marked.text[whole.end : part.at].replace(SIGNS["organisation"], "某")
    if part.end > high or not _SUBSET.fullmatch(gap) or _OTHER.search(lead) or _OTHER.search(gap.replace("其中", "")):
        return None
    earlier = [f for f in before if f.unit == part.unit and f.at >= low and f.end <= whole.at]
    if any(f.value >= part.value for f in earlier):  # both are parts of what was told first
        return None
    if "結" in gap or _WHOLE.search(gap) or _SUBSET.search("," + lead[-8:]):
        return None
    words = {"part": plain(part.value), "whole": plain(whole.value), "unit": whole.unit}
    spans = (part.span, whole.span)
    return Fired("SUM", "beyond", spans, plain(part.value), None, words, spans)


def _near_more(part: Decimal, whole: Decimal) -> bool:
    """Whether a part is only a little more than its whole, or two digits changed places in it."""
    digits = f"{part:f}"
    swaps = [digits[:at] + digits[at + 1] + digits[at] + digits[at + 2 :] for at in range(len(digits) - 1)]
    return part * 2 <= whole * 3 or (part < whole * 10 and any(Decimal(one) <= whole for one in swaps))


def _tables(subject: Subject) -> Iterator[Result]:
    """電話諮詢…計3,907件；親自到場者2,575件: the figures of a sentence are those of a table's cell, but for a slip."""
    if subject.document is None:
        return
    cells: list[tuple[Figure, str]] = []
    for grid in grids(subject.document):
        heads = grid.heads(True)
        for row in grid.rows:
            cells += [(f, row.head) for at, f in row.figures.items() if f.exact and f.value >= 1000 and heads.get(at)]
    for index, figures in subject.figures.items():
        marked = subject.marked[index]
        text = marked.text
        for low, high in _sentences(text):
            parts = [f for f in figures if low <= f.at and f.end <= high and f.unit != "%"]
            if not 2 <= len(parts) <= 4 or len({f.unit for f in parts}) > 1 or not all(f.exact for f in parts):
                continue
            words = bigrams(marked.plain(low, parts[0].at))
            own = [f for f, head in cells if f.unit in ("", parts[0].unit) and alike(bigrams(head), words) >= 0.99]
            if (
                not own
                or _OTHER.search(marked.plain(low, parts[-1].at))
                or any(f.value == p.value for f in own for p in parts)
            ):
                continue
            if any(adds_up(f, parts) for f in own):
                yield Held("SUM")
                continue
            slips = [f for f in own if suspect(f, parts)[1] in ("swapped", "digit") and _near(f, parts)]
            if len(slips) == 1:
                yield _fired("following", slips[0], parts, marked)


def _sentences(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for end in [at for at, sign in enumerate(text) if sign == "。"] + [len(text)]:
        yield start, end
        start = end + 1


def _fired(form: Form, whole: Figure, parts: Sequence[Figure], marked: Marked) -> Fired:
    labels = tuple(marked.plain(max(0, part.at - 6), part.at) for part in parts if part.at)
    sure = form == "announced" or bool(slip(whole.value, sum((part.value for part in parts), Decimal(0))))
    return fired(
        "differs" if sure and form != "following" else "nearly", Group(form, whole, tuple(parts), labels, sure)
    )
