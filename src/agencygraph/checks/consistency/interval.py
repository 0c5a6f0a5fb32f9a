"""How exact a figure is: the values it may stand for, by its last written digit and the words around it.

Semantics of XBRL Calculations 1.1: figures agree where their intervals overlap.
Whole numbers of things counted are exact.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal

_POWERS = {"十": 1, "百": 2, "千": 3, "萬": 4, "億": 8, "兆": 12}
_FIGURE = re.compile(r"(?P<digits>\d[\d,]*(?:\.\d+)?)(?P<powers>[十百千萬億兆]*)")
_TENTHS = re.compile(r"[一二三四五六七八九\d]成(?P<one>[一二三四五六七八九\d])?")
_MORE = re.compile(r"[餘多]$")
_AT_LEAST = re.compile(r"(?:逾|超過|破|至少|不低於|不少於)[計有為達需占佔共]?(?:新[臺台]幣)?$")
_AT_MOST = re.compile(r"(?:(?<![最附鄰就親])近|將近|接近|不到|未達|不足|未滿)[計有為達需占佔共]?(?:新[臺台]幣)?$")
_ABOUT = re.compile(r"(?:(?<![契公節合簽預特解])約|大約|概)[計有為達需占佔共]?(?:新[臺台]幣)?$")
_AFTER_LEAST = re.compile(r"\S{0,3}?以上|\S{0,2}?(?:餘|(?<![最居較為])多)(?=[,。、;)]|$)")
_AFTER_ABOUT = re.compile(r"\S{0,3}?(?:左右|上下)")
_MEASURED = frozenset(
    (
        *(
            "%",
            "公頃",
            "公里",
            "公尺",
            "公噸",
            "公斤",
            "公克",
            "噸",
            "公升",
            "毫升",
            "度",
            "分",
            "點",
            "倍",
            "坪",
            "平方公尺",
        ),
        *("平方公里", "立方公尺", "小時", "分鐘", "個百分點", "瓩", "千瓦"),
    )
)
_FAR = Decimal(10) ** 20


@dataclass(frozen=True, slots=True)
class Interval:
    """The values from `low` to `high`, both included."""

    low: Decimal
    high: Decimal

    def __add__(self, other: Interval) -> Interval:
        return Interval(self.low + other.low, self.high + other.high)

    def meets(self, other: Interval) -> bool:
        """Whether some value lies in both."""
        return self.low <= other.high and other.low <= self.high


def step(written: str) -> Decimal:
    """What one unit of the last written digit is worth: 1 for 2萬5,045, 10000 for 282萬, 0.01 for 97.33%."""
    text = re.sub(r"\s", "", unicodedata.normalize("NFKC", written))
    tenths = _TENTHS.search(text)
    found = list(_FIGURE.finditer(text))
    if tenths or not found:
        return Decimal(10) if tenths and not tenths["one"] else Decimal(1)
    last = found[-1]
    decimals = len(last["digits"].partition(".")[2])
    return Decimal(1).scaleb(sum(_POWERS[sign] for sign in last["powers"]) - decimals)


def measured(unit: str) -> bool:
    """Whether a unit measures, so that a whole number of it may be rounded, and does not count."""
    return unit in _MEASURED


def around(value: Decimal, one: Decimal, unit: str) -> Interval:
    """What a figure may stand for that was rounded to multiples of `one`."""
    if one == 1 and not measured(unit):
        return Interval(value, value)
    return Interval(value - one / 2, value + one / 2)


def cut(value: Decimal, one: Decimal, unit: str) -> Interval:
    """What a figure may stand for whose further digits were cut off."""
    if one == 1 and not measured(unit):
        return Interval(value, value)
    return Interval(value, value + one)


def bounds(value: Decimal, written: str, before: str, after: str) -> Interval | None:
    """What a figure may stand for that the words around it call inexact; None where they do not.

    逾, 以上 and 餘 bound it from below, 近 and 不到 from above, 約 and 左右 on both sides.
    """
    one = step(written)
    if _MORE.search(written):
        return Interval(value, value + max(one, _last_digit(value)))
    if _AT_LEAST.search(before) or _AFTER_LEAST.match(after):
        return Interval(value, _FAR)
    if _AT_MOST.search(before):
        return Interval(-_FAR, value)
    if _ABOUT.search(before) or _AFTER_ABOUT.match(after):
        wide = max(one, _last_digit(value), value * Decimal("0.05"))
        return Interval(value - wide, value + wide)
    return None


def _last_digit(value: Decimal) -> Decimal:
    """The worth of the last digit of a figure that is not nought: 10 for 1220."""
    exponent = value.normalize().as_tuple().exponent
    return Decimal(1).scaleb(exponent) if isinstance(exponent, int) and value else Decimal(1)
