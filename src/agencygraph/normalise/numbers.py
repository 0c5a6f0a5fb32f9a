"""Numbers in running text: the digits and magnitude words, never the unit."""

from __future__ import annotations

import re
from decimal import Decimal

from agencygraph.model import Mention
from agencygraph.normalise.claims import Claims
from agencygraph.normalise.numerals import ARABIC, number
from agencygraph.normalise.wordlists import any_of, longest, words
from agencygraph.text import Expression

_HAN_COUNTERS = words("counters.txt")
_COUNTERS = _HAN_COUNTERS + words("loose-counters.txt")
COUNTER_WORD = longest(_COUNTERS)
STRICT_COUNTER = any_of(_HAN_COUNTERS)
COUNTER = any_of(_COUNTERS)
"""Holds, looking ahead, where a word that an Arabic number counts by begins."""
_MORE = r"(?:餘(?![額數款絀裕])|多(?!媒|功|元化|語|邊))"
NUMERAL = rf"{ARABIC}(?:{_MORE}?[十百千萬億兆](?!分之|分點)(?:零?{ARABIC})?)*{_MORE}?"
DASH = "[~至到\\-–—〜]"
_HAN_DIGIT = "〇零一二兩三四五六七八九"
_HAN = rf"(?:[{_HAN_DIGIT[2:]}十廿卅][{_HAN_DIGIT}十百千萬億廿卅]*|[百千萬](?=[餘多]))"
_CAPITAL = "[壹貳參肆伍陸柒捌玖]"
_FORMAL = f"(?:(?:{_CAPITAL}[拾佰仟萬億]+零?)+{_CAPITAL}?)"
_EDGE = r"(?<!\d)(?<!\d[.,])"

_ARABIC = Expression(rf"(?=\d){_EDGE}(?P<low>{NUMERAL})(?:{DASH}(?P<high>{NUMERAL})(?=%|{COUNTER}))?")
_CHINESE = Expression(
    rf"(?P<low>{_HAN})(?:[至到~](?P<high>{_HAN}))?(?P<more>{_MORE}?)(?={STRICT_COUNTER})"
    rf"|(?P<formal>{_FORMAL})(?={COUNTER})"
)
# What one of may be counted; behind 一 the other counters make idioms (一項, 一般, 一站).
_ONE_OF = Expression(
    "[名位台臺輛座間所戶筆棟場艘架張冊隻檔批]|家(?!人)|人(?!一|士)|件(?!事)|梯次"
    "|次(?!告知|完成|購足|性|付清|到位|繳|給付|辦|補|解決|滿足)"
)
_NAMES = re.compile("三[重峽芝義星灣通]|五[股結]|七[股堵]|八[里德]|六龜|十分|[一二三四五六七八九]所|[一三]分局")
_BEFORE = Expression(
    "(?:(?<![最附鄰就親])近|(?<![契公節合簽預特解違條租續履毀訂盟])約|逾|超過|接近|不到|未達|不足|上看|破)"
    "(?:[計有為達需占佔共]|(?:新[臺台]幣|美金|港幣))?$"
)
_AFTER = Expression(rf"(?:{COUNTER_WORD})?(?:以上|左右|上下|餘(?![額數])|多(?=[,。、;)]))|許(?=[,。、;)])")
_VAGUE = re.compile("[餘多]")
_MAYBE_AFTER = re.compile("以上|左右|上下|[餘多許]")
_SIGN = re.compile(r"(?:^|[\s(:,、|為率])-$")
_LEFT_HAN = re.compile(rf"[第{_HAN_DIGIT}十百千萬億數幾統單專唯萬同任逐劃每上初周週期拜年後再首另客]$")
_OF_A_YEAR = ("全年", "本年", "今年", "年度")
_CARRY = re.compile(rf"({ARABIC})([萬億兆])[餘多]?$")


def approximate(text: str, start: int, end: int) -> bool:
    """Whether the words around the figure `text[start:end]` say that it is not exact: 約, 逾, 近, 餘, 以上, 左右."""
    if _VAGUE.search(text, start, end) or _BEFORE.search(text[max(0, start - 5) : start]):
        return True
    return bool(_MAYBE_AFTER.search(text, end, end + 6) and _AFTER.match(text, end))


def find_numbers(claims: Claims) -> None:
    """Claim every number: Arabic ones anywhere, Chinese and formal ones before a counter."""
    for match in _ARABIC.finditer(claims.text):
        if not _take(claims, match, match["low"], match["high"]) and match["high"]:
            _again(claims, match)
    for match in _CHINESE.finditer(claims.text):
        if _counts(claims.text, match):
            _take(claims, match, match["formal"] or match["low"], match["high"])


def _again(claims: Claims, match: re.Match[str]) -> None:
    for group in ("low", "high"):
        value = number(match[group])
        claims.take(Mention("number", match.start(group), match.end(group), number=value))


def _counts(text: str, match: re.Match[str]) -> bool:
    """Whether a Chinese numeral counts something, and is not part of a word (一般, 統一, 八里)."""
    start, end = match.span()
    if match["formal"]:
        return True
    if (
        _NAMES.match(text, start)
        or text.startswith("斗六", max(0, start - 1))
        or (match.group() == "一" and not _ONE_OF.match(text, end))
    ):
        return False
    return not _LEFT_HAN.search(text[max(0, start - 1) : start]) or text.endswith(_OF_A_YEAR, 0, start)


def _take(claims: Claims, match: re.Match[str], low: str, high: str | None) -> bool:
    text, (start, end) = claims.text, match.span()
    value, upper = number(low), number(high) if high else None
    if value is None:
        return False
    if high and upper is not None:
        value = _carried(value, low, high)
        if upper <= value:
            return False
    if text.endswith("-", 0, start) and upper is None and _SIGN.search(text[max(0, start - 2) : start]):
        start, value = start - 1, -value
    about = approximate(text, start, end)
    return claims.take(Mention("number", start, end, number=value, upper=upper, approximate=about))


def _carried(value: Decimal, low: str, high: str) -> Decimal:
    """The lower end with the magnitude that only the upper one writes: 3至5萬 begins at 30,000."""
    tail = _CARRY.search(high)
    plain = re.fullmatch(ARABIC, low)
    if tail and plain and value < (number(tail[1]) or 0):
        return value * (number("1" + tail[2]) or 1)
    return value
