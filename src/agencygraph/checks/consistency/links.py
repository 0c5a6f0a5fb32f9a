"""Which count the words before a percent speak of, and which counts stand side by side, none the whole of another."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from agencygraph.checks.consistency.subject import Figure
from agencygraph.matching.marked import Marked

_PARTS = re.compile("[,、;。:()「」]")
_FILLER = re.compile(
    "^(?:其中|另有?|以及|及|並|又|則|而|至於?|如)|[約僅則各均皆即共計合已更也仍達有為者的之]+$|(?:人數|件數|金額|數)$"
)
_WHOLE = re.compile("[總共全]|合計|^(?:受理|收件|申請)|應|計$")
_LISTED = re.compile("[,;。(]|其中|[之當]?中[,、]?[^,、]{0,12}$")
_NOT = frozenset("不未無非免")


def label(marked: Marked, figure: Figure) -> str:
    """The words right before a figure in its item of the sentence, without filler: 其中女性約36人 gives 女性."""
    low = marked.sentence(figure.at, figure.end)[0]
    words = _PARTS.split(marked.plain(max(low, figure.at - 24), figure.at))[-1]
    return bare(re.split(r"\d[\d,.萬億]*", words)[-1])


def bare(words: str) -> str:
    """Words without what does not name anything at their start and end."""
    while (cut := _FILLER.sub("", words)) != words:
        words = cut
    return words


def spoken_of(marked: Marked, who: str, near: Sequence[Figure]) -> Figure | None:
    """The count that some words name, the last one of those that they name best; None where they name none."""
    ranked = [(rank, figure) for figure in near if (rank := _rank(label(marked, figure), who))]
    best = max((rank for rank, _ in ranked), default=0)
    return next((figure for rank, figure in reversed(ranked) if rank == best), None)


def _rank(name: str, who: str) -> int:
    if not name or not who:
        return 0
    if name == who:
        return 4
    if name.endswith(who):
        return 0 if name[: -len(who)][-1] in _NOT else 3
    if who.endswith(name) and who[: -len(name)][-1] in _NOT:
        return 0
    return 2 if name in who else 1 if who in name else 0


def side_by_side(marked: Marked, one: Figure, other: Figure) -> bool:
    """Whether two counts are items of one list (甲案5件、乙案3件), or named alike (網路申辦…，臨櫃申辦…)."""
    first, second = sorted((one, other), key=lambda figure: figure.at)
    a, b = label(marked, first), label(marked, second)
    if "總" in a or _WHOLE.search(a):
        return False
    if not _LISTED.search(marked.plain(first.end, second.at)) and "、" in marked.plain(first.end, second.at):
        return True
    end = next((n for n, (x, y) in enumerate(zip(reversed(a), reversed(b), strict=False)) if x != y), 0)
    return end >= 2 and len(a) > end and len(b) > end


def part_of_all(marked: Marked, part: Figure, near: Sequence[Figure]) -> list[Decimal]:
    """What the counts beside a part come to together with it: each run of neighbours of its unit that holds it."""
    kin = [figure for figure in near if figure.unit == part.unit and figure.exact]
    if part not in kin:
        return []
    at = kin.index(part)
    return [
        sum((figure.value for figure in kin[low : high + 1]), Decimal(0))
        for low in range(at + 1)
        for high in range(at, len(kin))
        if high > low
    ]
