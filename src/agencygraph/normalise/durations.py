"""Lengths of time: 3小時, 2個多小時, 三個工作天, 6個月, 72期, 半年."""

from __future__ import annotations

import re
from decimal import Decimal

from agencygraph.model import Mention
from agencygraph.normalise.claims import Claims
from agencygraph.normalise.numbers import DASH, NUMERAL, approximate
from agencygraph.normalise.numerals import number
from agencygraph.text import Expression

_UNIT = (
    "(?:個?小時|個?鐘頭|分鐘|秒鐘?|個?(?:工作|上班)[天日]|個?日曆天|個月|個?星期|個?禮拜|個年頭|個?學期|學年"
    "|整?天|日|年|週|周|期|季|時|月)"
)
_DIGIT = "[一二兩三四五六七八九]"
_HAN = f"(?:{_DIGIT}百[一二三四五六七八九十]*|{_DIGIT}?十{_DIGIT}?|{_DIGIT})"
# Words that begin with the unit: 3年級, 2日報, 1期貨, 4季好.
_NO_TAIL = (
    "(?!(?<=年)[級齡資代制]|(?<=日)[曆光常]|(?<=期)[別貨刊]|(?<=月)[刊票餅台臺薪租]|(?<=季)[刊月好票]|(?<=天)[下然候]"
    "|(?<=時)[段代間尚效]|(?<=[週周])[年邊刊])"
)
_DURATION = Expression(
    r"(?=[\d一二兩三四五六七八九十半])(?:"
    rf"(?<!\d)(?<!\d[.,])(?<!第)(?P<low>{NUMERAL}|{_HAN}[餘多]?)(?:{DASH}(?P<high>{NUMERAL}|{_HAN}))?"
    rf"(?P<unit>個?[多半]?{_UNIT})(?P<half>半)?{_NO_TAIL}"
    r"|(?P<only>半)(?P<unit2>年|天|日|小時|個月)(?!報|刊))"
)
_HALF_OF = re.compile(r"[上下前後]$")
_HAN_ONLY = re.compile(_HAN + "[餘多]?")
_IDIOM = Expression(
    "一日(?!內|以|研|課|之|前|後)|[一二三]期|[一四]季|一週|[一二三四五六七八九十]+[時月]|十日|一年(?=一|級|度)|一天(?=[比到])"
)


def find_durations(claims: Claims) -> None:
    """Claim every length of time that no date has claimed; the unit as written, without 多 and 半."""
    for match in _DURATION.finditer(claims.text):
        if (match["unit"] or "").endswith("學年") and len(match["low"]) > 1:
            claims.shut(match.start(), match.end())  # 97學年度 is a year of schools
            continue
        mention = _half(claims.text, match) if match["only"] else _counted(claims.text, match)
        if mention:
            claims.take(mention)


def _half(text: str, match: re.Match[str]) -> Mention | None:
    if _HALF_OF.search(text[: match.start()]):
        return None
    return Mention("duration", match.start(), match.end(), (match["unit2"],), Decimal("0.5"))


def _counted(text: str, match: re.Match[str]) -> Mention | None:
    low, high = number(match["low"]), number(match["high"]) if match["high"] else None
    unit = match["unit"]
    if low is None or _IDIOM.match(text, match.start()) or text.endswith("休", 0, match.start()):
        return None
    if unit in ("時", "月") and _HAN_ONLY.fullmatch(match["low"]):
        return None
    vague = unit.startswith(("個多", "多"))
    unit = unit.replace("多", "", 1) if vague else unit
    unit = unit.replace("個", "", 1) if unit not in ("個月", "個年頭") else unit
    if unit.startswith("半"):
        low, unit = low + Decimal("0.5"), unit[1:].replace("月", "個月")
    if match["half"]:
        low += Decimal("0.5")
    about = vague or approximate(text, match.start(), match.end())
    return Mention("duration", match.start(), match.end(), (unit,), low, high, about)
