"""Makes reports that contradict themselves nowhere, and slips that make one contradiction each."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from hypothesis import strategies as st

TOPICS = (
    *("地籍謄本核發", "牌照稅查詢", "戶口名簿換發", "水電過戶協助"),
    *("就業媒合諮詢", "長者健檢登記", "幼兒托育補助", "申請低收補助"),
)
PARTS = ("臨櫃", "郵寄", "網路", "電話", "傳真", "行動櫃檯")
THINGS = ("老花眼鏡", "急救箱", "針線包", "愛心傘", "輪椅", "血壓計", "充電線", "飲水機", "書報架", "兒童座椅")
NUMBERS = ("一", "二", "三", "四", "五", "六", "七", "八", "九", "十")


@dataclass(frozen=True)
class Slip:
    """A wrong spelling of one figure of a piece, and the rule that must find it."""

    rule: str
    right: str
    wrong: str


@dataclass(frozen=True)
class Piece:
    """Some lines of a report without a contradiction, and the slips that can be made in it."""

    text: str
    slips: tuple[Slip, ...]


def swapped(number: int) -> int:
    """The number with its first two neighbouring digits that differ, behind the first one, in each other's place."""
    digits = list(str(number))
    for i in range(1, len(digits) - 1):
        if digits[i] != digits[i + 1]:
            digits[i], digits[i + 1] = digits[i + 1], digits[i]
            break
    return int("".join(digits))


def _counts(draw: st.DrawFn, size: int, low: int = 1200, high: int = 9800) -> list[int]:
    numbers = st.integers(low, high).filter(lambda n: swapped(n) != n)
    return draw(st.lists(numbers, min_size=size, max_size=size, unique=True))


def _total(counts: Sequence[int]) -> int:
    return sum(counts)


def _in_one_sentence(draw: st.DrawFn, topic: str) -> Piece:
    names = draw(st.permutations(PARTS))[: draw(st.integers(2, 4))]
    counts = _counts(draw, len(names))
    total = f"{_total(counts):,}件"
    parts = [f"{name}{count:,}件" for name, count in zip(names, counts, strict=True)]
    joined = draw(st.sampled_from(["、".join(parts), "、".join(parts[:-1]) + "及" + parts[-1]]))
    form = draw(
        st.sampled_from(
            (
                f"本年度辦理{topic}共計{total}（{joined}）。",
                f"全年{topic}總計{total}，分別為{joined}。",
                f"{topic}：{joined}，合計{total}。",
                f"{topic}件數共計{total}：{joined}。",
            )
        )
    )
    wrong = f"{swapped(counts[0]):,}件"
    return Piece(f"（一）{form}", (Slip("SUM", parts[0], names[0] + wrong),))


def _in_a_list(draw: st.DrawFn, topic: str) -> Piece:
    names = draw(st.permutations(PARTS))[: draw(st.integers(2, 4))]
    counts = _counts(draw, len(names))
    head = f"（一）{topic}辦理情形：本年總計{_total(counts):,}件。"
    items = [f"{i}.{name}受理：{count:,}件。" for i, (name, count) in enumerate(zip(names, counts, strict=True), 1)]
    wrong = f"{names[0]}受理：{swapped(counts[0]):,}件"
    return Piece("\n".join([head, *items]), (Slip("SUM", f"{names[0]}受理：{counts[0]:,}件", wrong),))


def _in_a_table(draw: st.DrawFn, topic: str) -> Piece:
    rows = [_counts(draw, 4), _counts(draw, 4, 12000, 98000)]
    heads = "季別\t第一季\t第二季\t第三季\t第四季\t合計"
    lines = [
        "\t".join([name, *(f"{count:,}{unit}" for count in row), f"{_total(row):,}{unit}"])
        for name, unit, row in zip(("件數", "金額"), ("件", "元"), rows, strict=True)
    ]
    wrong = Slip("TABLE", f"\t{rows[1][2]:,}元", f"\t{swapped(rows[1][2]):,}元")
    unit = Slip("UNIT", f"\t{rows[0][1]:,}件", f"\t{rows[0][1]:,}人")
    return Piece("\n".join([f"（一）{topic}各季統計如下：", heads, *lines]), (wrong, unit))


def share(count: int, n: int, places: str = "0.01") -> Decimal:
    """A count out of n in percent, rounded."""
    return (Decimal(count) * 100 / n).quantize(Decimal(places), ROUND_HALF_UP)


def _in_a_survey(draw: st.DrawFn, topic: str) -> Piece:
    n = draw(st.sampled_from((250, 320, 400, 450, 625)))
    best = draw(st.integers(n // 2, n * 2 // 3))
    good = draw(st.integers(n // 5, n // 4))
    counts = {"很滿意": best, "滿意": good, "普通": n - best - good}
    told = [f"{name}{count}人（{share(count, n)}%）" for name, count in counts.items()]
    text = f"（一）{topic}滿意度調查，有效問卷{n}份，{'、'.join(told)}。"
    off = share(best, n) + Decimal("3.5")
    return Piece(text, (Slip("PCT", f"（{share(best, n)}%）", f"（{off}%）"),))


def _in_shares(draw: st.DrawFn, topic: str) -> Piece:
    n = draw(st.sampled_from((80, 125, 160)))
    best = draw(st.integers(n // 2, n * 2 // 3))
    counts = {"很滿意": best, "滿意": n - best - n // 10, "普通": n // 10}
    told = "、".join(f"{name}者占{share(count, n)}%" for name, count in counts.items())
    wrong = share(best, n) + Decimal("0.31")
    return Piece(
        f"（一）{topic}滿意度調查，回收有效問卷計{n}份，{told}。",
        (Slip("P100", f"很滿意者占{share(best, n)}%", f"很滿意者占{wrong}%"),),
    )


def _told_twice(draw: st.DrawFn, topic: str) -> Piece:
    count = _counts(draw, 1, 12000, 98000)[0]
    end = f"為民服務中心志工協助{topic}全年服務民眾共計{count:,}人次"
    text = f"（一）落實單一窗口，{end}。\n※※\n（一）提升便民品質，{end}，績效良好。"
    return Piece(text, (Slip("TIE", f"{count:,}人次，", f"{swapped(count):,}人次，"),))


def _in_a_count(draw: st.DrawFn, topic: str) -> Piece:
    things = draw(st.permutations(THINGS))[: draw(st.integers(4, 8))]
    text = f"（一）{topic}櫃檯提供{'、'.join(things)}等{len(things)}項用品。"
    return Piece(text, (Slip("LISTN", f"等{len(things)}項", f"等{len(things) - 1}項"),))


def _in_a_rate(draw: st.DrawFn, topic: str) -> Piece:
    often = draw(st.integers(11, 49).filter(lambda n: swapped(1000 + n * 12) != 1000 + n * 12))
    text = f"（一）{topic}電話禮貌測試，每月抽測{often}人次，本年1至12月合計抽測{often * 12}人次。"
    return Piece(text, (Slip("RATE", f"合計抽測{often * 12}人次", f"合計抽測{often * 12 + 7}人次"),))


def _in_a_change(draw: st.DrawFn, topic: str) -> Piece:
    then, more = _counts(draw, 1, 4000, 9000)[0], _counts(draw, 1)[0]
    text = f"（一）{topic}本年受理{then + more:,}件，較上年同期{then:,}件增加{more:,}件（{share(more, then)}%）。"
    return Piece(text, (Slip("PCT", f"增加{more:,}件", f"增加{swapped(more):,}件"),))


MAKERS: tuple[Callable[[st.DrawFn, str], Piece], ...] = (
    _in_one_sentence,
    _in_a_list,
    _in_a_table,
    _in_a_survey,
    _in_shares,
    _told_twice,
    _in_a_count,
    _in_a_rate,
    _in_a_change,
)


@st.composite
def reports(draw: st.DrawFn, least: int = 2, most: int = 5) -> tuple[str, list[Slip]]:
    """A report without a contradiction, and the slips that can be made in it."""
    topics = draw(st.permutations(TOPICS))
    makers = draw(st.lists(st.sampled_from(MAKERS), min_size=least, max_size=most))
    pieces = [make(draw, topic) for make, topic in zip(makers, topics, strict=False)]
    chapters: list[str] = []
    for piece, topic in zip(pieces, topics, strict=False):
        chapters += [f"{topic}\n{part}" for part in piece.text.split("\n※※\n")]
    text = "\n".join(f"{number}、{chapter}" for number, chapter in zip(NUMBERS, chapters, strict=False))
    slips = [slip for piece in pieces for slip in piece.slips if text.count(slip.right) == 1]
    return text + "\n", slips
