"""The one table of consistency checks: which rules a function reports, in the order of their say.

A contradiction that an earlier check has reported is not reported again by a later one that rests on the same figures.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from agencygraph.checks.consistency import (
    asked,
    averages,
    breakdowns,
    calendar,
    callings,
    captions,
    columns,
    combined,
    companions,
    counted,
    differences,
    footing,
    growth,
    items,
    limits,
    lists,
    lookups,
    marks,
    moneys,
    names,
    numbered,
    numbering,
    points,
    previous,
    ranks,
    ratios,
    references,
    repeats,
    respective,
    scales,
    shares,
    sites,
    stories,
    sums,
    tellings,
    ties,
    timetables,
    totals,
    units,
)
from agencygraph.checks.consistency.result import Result
from agencygraph.checks.consistency.subject import Subject


@dataclass(frozen=True, slots=True)
class Check:
    """A function that runs the checks of some rules over a report."""

    rules: tuple[str, ...]
    run: Callable[[Subject], Iterator[Result]]


CHECKS: tuple[Check, ...] = (
    Check(("SUM",), sums.check),
    Check(("SUM",), totals.check),
    Check(("SUM",), breakdowns.check),
    Check(("TABLE",), footing.check),
    Check(("UNIT",), units.check),
    Check(("UNIT",), breakdowns.units),
    Check(("UNIT",), captions.check),
    Check(("UNIT",), scales.check),
    Check(("UNIT",), items.check),
    Check(("UNIT",), moneys.check),
    Check(("TIE",), ties.check),
    Check(("PCT",), shares.percents),
    Check(("PCT",), footing.percents),
    Check(("PCT",), columns.check),
    Check(("PCT",), ratios.check),
    Check(("PCT",), growth.check),
    Check(("PCT",), respective.check),
    Check(("PCT",), points.check),
    Check(("PCT",), lookups.check),
    Check(("P100",), shares.hundred),
    Check(("P100",), combined.check),
    Check(("GRIM",), shares.possible),
    Check(("GRIM",), asked.check),
    Check(("LISTN",), lists.check),
    Check(("LISTN",), counted.check),
    Check(("LISTN",), numbered.check),
    Check(("RATE", "UNIT"), averages.check),
    Check(("RATE",), limits.check),
    Check(("UNIT",), differences.check),
    Check(("NEARDUP",), repeats.check),
    Check(("TIE",), companions.check),
    Check(("SAMEVAL", "UNIT"), tellings.values),
    Check(("DATE",), calendar.check),
    Check(("DATE",), stories.check),
    Check(("DATE",), timetables.check),
    Check(("RANK",), ranks.check),
    Check(("RANK",), marks.check),
    Check(("NUMBERING",), numbering.check),
    Check(("NUMBERING",), references.check),
    Check(("NAME",), names.check),
    Check(("NAME",), callings.check),
    Check(("URL",), sites.check),
    Check(("PREVIOUS",), previous.check),
)
