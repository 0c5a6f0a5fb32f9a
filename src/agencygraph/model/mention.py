"""What is surely there in a text: a number, a date, an organisation …, found before any rule joins it into a fact."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Frame:
    """What relative expressions in a text refer to: the fixed "now" of a report.

    `year` is the year in force (CE) for dates without a year: the report's, or the last one named before; `own` is what
    本年 means, None where that is not known (then, as long as nothing was `carried` on from another text, it is
    `year`); `month` the month in force for days without a month; `start` and `end` the report's period (ISO, as
    written), empty where unknown.
    """

    year: int | None = None
    month: int | None = None
    start: str = ""
    end: str = ""
    own: int | None = None
    carried: bool = False


@dataclass(frozen=True, slots=True)
class Mention:
    """One thing found at `text[start:end]` of a folded text.

    `kind` says what it is and which fields hold its value:

    - number: `number` (萬, 億 multiplied out), `upper` for a range, `approximate` with 約, 逾, 近, 餘 …
    - percent: the same, 55 for 55%
    - date: `values` are ISO dates, several for 11月6、8及13日, each as fine as written (2016-03-01, 2016-03, 2016)
    - period: `values` are (start, end) in ISO, as fine as written; start is empty for 截至108年9月底
    - weekdays: `values` from Mon to Sun
    - impossible: `values` = (as written,): a date that no calendar has (2月30日), a span that ends before it begins
    - time: `values` hold one text: AM, PM, HH:MM, HH:MM-HH:MM, from HH:MM, until HH:MM
    - duration: `number` and `values` = (unit,), the unit as written
    - organisation: `values` = (full or written name,), `key` the OID where known, else the name
    - place: `values` = (name,), `key` the place's code
    - person: `values` = (name, role)
    - law: `values` = (title, article)
    - quoted: `values` = (the words between the brackets,)
    - url: `values` = (the address,)
    - identifier: digits that count nothing, `values` = (reason,): phone, address (of a house or of mail), floor,
      document, article, numbering, postcode, ordinal, code, version
    """

    kind: str
    start: int
    end: int
    values: tuple[str, ...] = ()
    number: Decimal | None = None
    upper: Decimal | None = None
    approximate: bool = False
    key: str = ""
