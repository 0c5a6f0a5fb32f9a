"""The smallest pieces of dates: 108年, 本年度, 3月, 6、8及13日, 第3季, 下半年, 2016-03-01."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from agencygraph.normalise.numerals import number
from agencygraph.text import Expression

_JOIN = r"[、及和與至到~\-–—]"
_HAN_YEAR = "[〇○零一二三四五六七八九十百]{2,5}"
_HAN_MONTH = "(?:十[一二]?|[一二三四五六七八九元])"
_HAN_DAY = "(?:[二三]?十[一二三四五六七八九]?|廿[一二三四五六七八九]?|卅一?|[一二三四五六七八九])"
_COUNTED = "等?[兩二三四五]"  # 6、7兩日
_EDGE = "(?:(?:月)?底|初|末|[上中下]旬)?"
_FREE = r"(?<!\d)(?<!\d[.,])(?<![第每])"
_WEEKDAY = r"(?:\((?:星期|禮拜|週|周)?[一二三四五六日]\))?"
# What begins a line of a chronicle or a cell: 03.02, 4/15; a decimal is told by the unit that follows it.
# No fraction has a nought in front: 03/05視導; few have a late day, none more above than below: 9/12召開, 10/5邀請.
_UNIT = "(?:公|億|萬|千|百|元|人|件|分|度|倍|小時|個|坪|點|噸|平方|年|天|次)"
_MONTH_AND_DAY = (
    rf"(?:(?:0[1-9]|1[0-2])\.(?:0[1-9]|[12]\d|3[01])(?=\t|(?!{_UNIT})[\u4e00-\u9fff])"
    rf"|(?:0[1-9]/(?:0[1-9]|[12]\d|3[01])|1[0-2]/0[1-9])(?=(?!{_UNIT})[「\u4e00-\u9fff]| \d)"
    rf"|(?:(?:1[0-2]|[1-9])/(?:1[1-9]|2\d|3[01])|1[0-2]/[1-9]|[3-9]/[12]|[5-9]/[34]|[7-9]/[56])(?=(?!{_UNIT}|[以強弱多的之為左票額])[「\u4e00-\u9fff])"
    r"|(?:1[0-2]|0?[1-9])/(?:3[01]|[12]\d|0?[1-9])(?= ?\d{1,2}:\d|(?:[~至、-](?:1[0-2]|0?[1-9])/\d{1,2})*(?:\t|$)))"
)
# Month and day with a stroke in running text: a day that no fraction has (6/25), or one beside it or in a range.
_STROKE_MONTH, _LATE_DAY = "(?:1[0-2]|0?[1-9])", "(?:1[3-9]|2[0-9]|3[01])"
_STROKE = f"{_STROKE_MONTH}/(?:{_LATE_DAY}|1[0-2]|0?[1-9])"
_MONTH_AND_DAY_WITHIN = (
    rf"(?:(?:^|(?<=[.•‧・●○◎◆■、,。;:(~於自及和與]))(?<!\d[.,]){_STROKE_MONTH}/(?:{_LATE_DAY}|(?:1[0-2]|0?[1-9])(?=(?:[、及和~]{_STROKE})*[、及和~]{_STROKE_MONTH}/{_LATE_DAY})"
    rf"|(?:1[0-2]|0?[1-9])(?=[~至–—-]{_STROKE}(?!\d|/)))|(?<=/{_LATE_DAY}[、及和~至–—-]){_STROKE}|(?<=\d/\d[~至–—-]){_STROKE})(?![\d/:%]|\.\d|以上|以下|強|弱)"
)
# A line of a diary says what was done on the day in front of it: 4/12與縣政府開會, but not 2/3辦理完竣.
_DIARY = rf"(?!(?:1/[2-5]|2/[35]|3/[45]|4/5)(?!\d)){_STROKE}(?=[與於至赴召舉參派拜訪邀完辦])"
_ATOM = Expression(
    r"(?=[\d中民西公本今同去上前翌次明第首全下日元〇○零一二三四五六七八九十百廿卅])(?:"
    rf"(?P<full>(?:(?:中華)?民國|西元)?(?<!\d)(?<!\d[.,/])\d{{2,4}}(?P<mark>[./-])\d{{1,2}}(?P=mark)\d{{1,2}}(?!\d|(?P=mark)\d{{1,2}}(?!\d)|%){_WEEKDAY})"
    rf"|(?P<compact>(?:(?:(?:中華)?民國|日期:?|^)\d{{6,7}}(?!\d|[,.]\d|[件元人])))"
    rf"|(?P<slash>{_MONTH_AND_DAY_WITHIN}|(?<=截至)\d{{1,2}}/\d{{1,2}}(?![\d/])|(?<![\d./])\d{{1,2}}/\d{{1,2}}\((?:星期|禮拜|週|周)?[一二三四五六日]\)"
    rf"|(?:^|(?<=\t)){_MONTH_AND_DAY}|^{_DIARY}|(?:(?<=/\d[~至、-])|(?<=/\d\d[~至、-]))\d{{1,2}}/\d{{1,2}}(?=[~至、\t-]|$)|(?:(?<=\d\.\d至)|(?<=\d\.\d\d至))\d{{1,2}}\.\d{{1,2}}(?=\t|$)"
    r"|(?:(?<=\d\.\d\d\.\d\d、)|(?<=\d\.\d\.\d、)|(?<=\d\.\d\d\.\d、)|(?<=\d\.\d\.\d\d、))\d{1,2}\.\d{1,2}(?=[\s/、,;(]|$))"
    rf"|(?P<own>[本今]\((?:\d{{2,3}}|{_HAN_YEAR})年?度?\)年度?|本\(\d{{1,2}}月?\)月份?)"
    rf"|(?P<relative>(?:(?<![基資])本|今|同|去|(?<!以)上|(?<![以目年])前|翌|(?<!每)次(?=年度)|(?<![說申])明)年(?!資|齡|級|輕|長者|金|會|輪|夜|幼|糕|均|來)"
    rf"(?:度|年?[底初末])?)"
    rf"|(?P<year>[去前明]\(\d{{2,3}}年?度?\)年度?|(?P<era>(?:中華)?民國|西元|公元)?{_FREE}(?:\d{{1,4}}(?:{_JOIN}\d{{1,4}})*|{_HAN_YEAR})年(?:度(?!假)|年?[底初末])?)"
    rf"|(?P<month>(?:{_FREE}(?<!月)\d{{1,2}}(?:{_JOIN}\d{{1,2}})*|(?<![個每第幾數廿卅百〇○零一二三四五六七八九十]){_HAN_MONTH}|[同])"
    rf"月(?!刊|餅|票|租|薪|息|[台臺](?![北中南東灣])|球)份?{_EDGE}|(?<!每)本月(?:份|底|初)?)"
    rf"|(?P<day>(?:{_FREE}\d{{1,2}}(?:(?:{_JOIN}\d{{1,2}})+{_COUNTED}|(?:{_JOIN}\d{{1,2}})*)|{_HAN_DAY})[日號](?!曆|刊|圓|元|幣){_WEEKDAY})"
    rf"|(?P<quarter>第(?:[1-4]|[一二三四])季|首季|前[23二三]季)"
    rf"|(?P<half>[上下]半年度?)|(?P<whole>(?:(?<=年)|(?<=年度))全年度?|全年(?:度|(?=共|計|總|合計|累計|平均|收|辦理|受理))))"
)
_NUMBER = re.compile(r"\d+|[〇○零一二三四五六七八九十百廿卅]+|元")
_COUNT_OF_DAYS = re.compile(rf"(?<=\d){_COUNTED}(?=[日號])")
_RANGE = re.compile(r"[至到~\-–—]")
_HINT = re.compile(r"[年月日季]|\d[./-]\d|\d{6}")


@dataclass(frozen=True, slots=True)
class Atom:
    """One piece: `kind` is the pattern's group, `numbers` those written in it, `span` whether they are two ends."""

    kind: str
    start: int
    end: int
    text: str
    numbers: tuple[int, ...]
    span: bool = False
    era: bool = False

    @property
    def edge(self) -> bool:
        """Whether it names the end of its month or year: 9月底."""
        return self.text.endswith(("底", "末"))


def atoms(text: str) -> Iterator[Atom]:
    """The pieces of dates in `text`, from left to right."""
    if not _HINT.search(text):
        return
    for match in _ATOM.finditer(text):
        kind, written = match.lastgroup or "", match.group()
        bare = written.partition("(")[0] if kind in ("full", "slash", "day") else written  # without the weekday
        bare = _COUNT_OF_DAYS.sub("", bare) if kind == "day" else bare
        pieces = (number("一" if piece == "元" else piece) for piece in _NUMBER.findall(bare))
        numbers = tuple(int(piece) for piece in pieces if piece is not None)
        start = match.start()
        if "、" in written and kind in ("year", "month", "day") and _has_marker(text, start, kind, numbers):
            numbers, start = numbers[1:], start + written.index("、") + 1
        if len(numbers) > 2 and kind in ("year", "month", "day") and _RANGE.search(written):
            continue  # 1、3至5月: a list with a span in it
        span = kind in ("year", "month", "day") and bool(_RANGE.search(written))
        yield Atom(kind, start, match.end(), text[start : match.end()], numbers, span, bool(match["era"]))


def _has_marker(text: str, start: int, kind: str, numbers: tuple[int, ...]) -> bool:
    """Whether the first number of a list is the marker of a list item: 2、95年 is one year."""
    if kind == "year":
        return numbers[0] < 60
    return len(numbers) == 2 and (start == 0 or text[start - 1] in "。;:")
