"""How far facts cover the figures of a report, as lines for a person and as a record for programs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from agencygraph.checks.coverage import REASONS, Coverage, Number
from agencygraph.checks.formats.lines import Lines
from agencygraph.cli.talk import language, pick

_AROUND = 16


def lines(coverage: Coverage) -> Iterator[str]:
    """The share, the reasons, and the list of orphans."""
    counts, english = coverage.counts, language() == "en"
    yield pick(
        f"{coverage.source}：數字 {len(coverage.numbers)} 個，已擷取 {counts['covered']}、不需擷取 {counts['excluded']}"
        f"、尚無歸屬 {counts['orphan']}；涵蓋率 {coverage.share:.1%}",
        f"{coverage.source}: {len(coverage.numbers)} numbers, {counts['covered']} covered, "
        f"{counts['excluded']} excluded, {counts['orphan']} orphans; {coverage.share:.1%} covered",
    )
    for zh, en, found in (("日期", "dates", coverage.dates), ("機關團體", "bodies", coverage.bodies)):
        state = Counter(one.state for one in found)
        yield pick(
            f"  {zh} {len(found)} 個，已擷取 {state['covered']}、不需擷取 {state['excluded']}"
            f"、尚無歸屬 {state['orphan']}",
            f"  {len(found)} {en}, {state['covered']} covered, {state['excluded']} excluded, {state['orphan']} orphans",
        )
    yield pick(f"  合計有歸屬 {coverage.accounted:.1%}", f"  accounted for in all: {coverage.accounted:.1%}")
    told = (f"{REASONS.get(why, (why, why))[english]} {count}" for why, count in coverage.reasons.most_common())
    yield "  " + pick("不需擷取：", "excluded: ") + pick("、", ", ").join(told)
    where, text = Lines(coverage.text), coverage.text
    for number in (*coverage.orphans, *(one for one in (*coverage.dates, *coverage.bodies) if one.state == "orphan")):
        before = " ".join(text[max(0, number.span.start - _AROUND) : number.span.start].split())
        after = " ".join(text[number.span.end : number.span.end + _AROUND].split())
        line, column = where.at(number.span.start)
        yield f"  {coverage.source}:{line}:{column} …{before}【{' '.join(number.quote.split())}】{after}…"


def record(coverage: Coverage) -> dict[str, object]:
    """The same for programs; places as offsets in code points."""
    counts = coverage.counts
    return {
        "source": coverage.source,
        "numbers": len(coverage.numbers),
        "covered": counts["covered"],
        "excluded": dict(coverage.reasons.most_common()),
        "orphans": [{"start": one.span.start, "end": one.span.end, "quote": one.quote} for one in coverage.orphans],
        "share": round(coverage.share, 4),
        "dates": _counts(coverage.dates),
        "bodies": _counts(coverage.bodies),
        "accounted": round(coverage.accounted, 4),
    }


def _counts(found: Sequence[Number]) -> dict[str, object]:
    state = Counter(one.state for one in found)
    orphans = [one for one in found if one.state == "orphan"]
    return {
        "found": len(found),
        "covered": state["covered"],
        "excluded": state["excluded"],
        "orphans": [{"start": one.span.start, "end": one.span.end, "quote": one.quote} for one in orphans],
    }
