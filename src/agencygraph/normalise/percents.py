"""Shares: 55%, 百分之五十五, 九成五, 千分之3, 1.2個百分點."""

from __future__ import annotations

import re
from decimal import Decimal

from agencygraph.model import Mention
from agencygraph.normalise.claims import Claims
from agencygraph.normalise.numbers import DASH, approximate
from agencygraph.normalise.numerals import ARABIC, number
from agencygraph.text import Expression

_HAN = "[〇零一二兩三四五六七八九十百]+(?:點[〇零一二三四五六七八九]+)?"
_ANY = f"(?:{ARABIC}|{_HAN})"
_TENTH = r"(?:\d(?:\.\d)?|[一二兩三四五六七八九])"
_PERCENT = Expression(
    rf"(?=[-\d〇零一二兩三四五六七八九十百千萬])(?:(?P<of>[百千萬])分之(?P<share>{_ANY})"
    rf"|(?<![\d.])(?P<low>(?:(?:^|(?<=[\s(:,、|為率]))-)?{ARABIC})%?(?:{DASH}(?P<high>{ARABIC}))?(?:%(?P<points>點)?|(?P<mille>‰))"
    rf"|(?P<tenth>(?<!\d)(?<!\d[.,])(?<!第)(?P<ten>{_TENTH})成(?P<one>[一二三四五六七八九](?![個年月日人件項種])|[1-9](?![\d萬千百個年月日人件項種%]|[,.]\d))?)"
    rf"(?P<until>(?:至|到|~)(?P<ten2>{_TENTH})成(?P<one2>[一二三四五六七八九])?)?(?![員立果本長功效績就為交人都年品型語列])"
    rf"|(?<![\d.])(?P<point>{_ANY})個百分點)"
)
_HINT = re.compile("[%‰成]|分之|百分點")
_OF = {"百": Decimal(1), "千": Decimal("0.1"), "萬": Decimal("0.01")}


def percent(text: str) -> Decimal | None:
    """The share that the text names, in hundredths (九成五 is 95, 千分之3 is 0.3); None where it names none."""
    match = _PERCENT.fullmatch(text)
    return _values(match)[0] if match else None


def find_percents(claims: Claims) -> None:
    """Claim every share; percentage points have `values` ("百分點",)."""
    if not _HINT.search(claims.text):
        return
    for match in _PERCENT.finditer(claims.text):
        low, high = _values(match)
        if low is None:
            continue
        points = ("百分點",) if match["point"] or match["points"] else ()
        about = approximate(claims.text, match.start(), match.end())
        claims.take(Mention("percent", match.start(), match.end(), points, low, high, about))


def _values(match: re.Match[str]) -> tuple[Decimal | None, Decimal | None]:
    if match["of"]:
        share = _decimal(match["share"])
        return (None if share is None else share * _OF[match["of"]]), None
    if match["point"]:
        return _decimal(match["point"]), None
    if match["tenth"]:
        upper = _tenths(match["ten2"], match["one2"]) if match["until"] else None
        return _tenths(match["ten"], match["one"]), upper
    sign = -1 if match["low"].startswith("-") else 1
    low, high = number(match["low"].removeprefix("-")), number(match["high"]) if match["high"] else None
    scale = _OF["千"] if match["mille"] else _OF["百"]
    return (None if low is None else low * sign * scale), (None if high is None else high * scale)


def _tenths(ten: str, one: str | None) -> Decimal:
    return (number(ten) or Decimal(0)) * 10 + ((number(one) or 0) if one else 0)


def _decimal(text: str) -> Decimal | None:
    """A numeral that may write its decimals out: 十二點五."""
    whole, _, rest = text.partition("點")
    value = number(whole)
    if value is None or not rest:
        return value
    digits = "".join(str(number(digit)) for digit in rest)
    return value + Decimal(f"0.{digits}")
