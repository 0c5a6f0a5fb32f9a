"""In what the figures of a column are counted: thousands of people, hectares."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal

from agencygraph.matching.reading import Reading
from agencygraph.model import Table

_TENS = {"十": 10, "百": 100, "千": 1000, "萬": 10000, "億": 100000000}
_UNIT = re.compile("(?P<scale>[十百千萬億]{1,2})(?P<unit>[人戶口家名元件])|(?P<area>公頃|平方公尺|平方公里)")
_AREAS: Mapping[str, Decimal] = {"公頃": Decimal("0.01"), "平方公尺": Decimal("0.000001"), "平方公里": Decimal(1)}
_PART = re.compile("[,;、。()/]")
_REACH = 2
_SHORT = 60


def told(reading: Reading, table: Table) -> tuple[str, ...]:
    """The parts of the lines over a table, each of which may say in what one of its columns is counted."""
    first = table.rows[0].paragraph
    lines = [p.text for p in reading.document.paragraphs[max(0, first - _REACH) : first] if p.role != "row"]
    return tuple(part for line in lines if len(line) <= _SHORT for part in _PART.split(line) if part)


def of(head: str, above: tuple[str, ...]) -> Decimal | None:
    """By what the figures below a head are multiplied, None where nothing says so; the lines over the table speak of a
    column by the last two characters of its name.
    """
    own = _UNIT.search(head)
    if own is None:
        name = re.sub(r"[(].*", "", head)[-2:]
        part = next((part for part in above if name in part and _UNIT.search(part)), "")
        own = _UNIT.search(part)
    if own is None:
        return None
    if own["area"]:
        return _AREAS[own["area"]]
    factor = Decimal(1)
    for sign in own["scale"]:
        factor *= _TENS[sign]
    return factor
