"""Numbers in running text: the digits and magnitude words, never the unit."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path

from agencygraph.model import Mention
from agencygraph.normalise.claims import Claims
from agencygraph.normalise.numerals import ARABIC, number


def words(name: str) -> tuple[str, ...]:
    """The words of a data file beside this module, longest first; lines that begin with # are remarks."""
    lines = Path(__file__).with_name(name).read_text(encoding="utf-8").splitlines()
    found = {word for line in lines if not line.startswith("#") for word in line.split()}
    return tuple(sorted(found, key=lambda word: (-len(word), word)))


COUNTER = "(?:" + "|".join(words("counters.txt")) + ")"
_MORE = r"(?:餘(?![額數款絀裕])|多(?!媒|功|元化|語|邊))"
NUMERAL = rf"{ARABIC}(?:{_MORE}?[十百千萬億兆](?!分之|分點)(?:{ARABIC})?)*{_MORE}?"
DASH = "[~至到\\-–—〜]"
_HAN_DIGIT = "〇零一二兩三四五六七八九"
_HAN = rf"(?:[{_HAN_DIGIT}十廿卅][{_HAN_DIGIT}十百千萬億廿卅]*|[百千萬](?=[餘多]))"
_FORMAL = "(?:[壹貳參肆伍陸柒捌玖拾佰仟零萬億]*[拾佰仟萬億][壹貳參肆伍陸柒捌玖拾佰仟零萬億]*)"
_EDGE = r"(?<!\d)(?<!\d[.,])"

_ARABIC = re.compile(rf"{_EDGE}(?P<low>{NUMERAL})(?:{DASH}(?P<high>{NUMERAL})(?=%|{COUNTER}))?")
_CHINESE = re.compile(
    rf"(?P<low>{_HAN})(?:[至到~](?P<high>{_HAN}))?(?P<more>{_MORE}?)(?={COUNTER})|(?P<formal>{_FORMAL})(?={COUNTER})"
)
_LONE = re.compile(r"[個種項處點線站面方邊席條步份樣回部條道口角度度本級]|次(?:告知|完成|購足|性|付清|到位|繳|給付|辦|補|解決|滿足)|對一|套|體|人一")
_NO = re.compile(
    r"十分|[一二三四五六七八九]分之|三角|[一二三四五六七八九兩]面|百分|一線|二線|三級|[一二三四五]級|二度|一度|一口|一組|四方|三方|雙方"
    r"|一站|兩造|三通|一條龍|一同|一點|一把|十字|三合一|四個現代|二科|一科|三科|一課|二課|三課|四課|一股|二股|三股"
    r"|千里|萬里|八里|三民|三重|三峽|三星|五股|五結|七股|七堵|八德|六龜|四湖|二林|二崙|二水|九如|三地門|三芝|三義|三灣|三石|百里"
    r"|一區|二區|三區|四區|五區|六區|一市|五都|六都|三餐|二甲|兩性|一門|一院|一部|一廠|二廠|三廠|四廠|一所|二所|一分局|二分局|三分局"
)
_BEFORE = re.compile(r"(?:將近|(?<![最附鄰就親])近|(?<![契公節合簽預特解])約|逾|超過|接近|不到|未達|不足|上看|幾近|破)$")
_AFTER = re.compile(rf"(?:{COUNTER}|次)?(?:以上|左右|上下|餘(?![額數])|多(?=[,。、;)]))|許(?=[,。、;)])")
_SIGN = re.compile(r"(?:^|[\s(:,、|])-$")
_LEFT_HAN = re.compile(rf"[第{_HAN_DIGIT}十百千萬億統單專唯萬同任逐劃每上初周週期拜年]$")
_CARRY = re.compile(rf"({ARABIC})([萬億兆])[餘多]?$")


def approximate(text: str, start: int, end: int) -> bool:
    """Whether the words around the figure `text[start:end]` say that it is not exact: 約, 逾, 近, 餘, 以上, 左右."""
    figure = text[start:end]
    return bool(
        "餘" in figure or "多" in figure or _BEFORE.search(text[max(0, start - 3) : start]) or _AFTER.match(text, end)
    )


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
    if _NO.match(text, start) and not match["more"] and not match["high"]:
        return False
    if match["formal"]:
        return True
    if match.group() == "一" and _LONE.match(text, end):
        return False
    return not _LEFT_HAN.search(text[max(0, start - 1) : start])


def _take(claims: Claims, match: re.Match[str], low: str, high: str | None) -> bool:
    text, (start, end) = claims.text, match.span()
    value, upper = number(low), number(high) if high else None
    if value is None:
        return False
    if high and upper is not None:
        value = _carried(value, low, high)
        if upper <= value:
            return False
    if _SIGN.search(text[max(0, start - 2) : start]) and upper is None:
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
