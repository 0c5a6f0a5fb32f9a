"""What the lines at a table say of its units: one for all of it, or one for each column or measure by its name; and
by what the figures in a unit are multiplied: 千人, 公頃.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

SCALED = re.compile(
    r"([百佰千仟十]?[萬億]|[千仟百佰])(元|美元|人次|人|口|名|件|戶|家|份|次|公噸|噸|公斤|公頃|公升|輛|張|株|隻|尾|點|筆|箱|封|張次|車次|平方公尺|立方公尺|度)"
)
COUNTER = re.compile(
    f"件|筆|人|戶|元|棟|次|人次|場次|場|案|份|張|家|通|則|宗|輛|艘|公頃|公斤|公噸|件次|戶次|%|{SCALED.pattern}"
)
"""Counters that may be the whole head of a column."""
_SCALES = {"十": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000, "萬": 10000, "億": 100000000}
_AREAS = {"公頃": Decimal("0.01"), "平方公尺": Decimal("0.000001"), "平方公里": Decimal(1)}
_LARGE = re.compile(f"{SCALED.pattern}|{'|'.join(_AREAS)}")
MEASURED = re.compile(f"{COUNTER.pattern}|{'|'.join(_AREAS)}|口|名|村里|里|鄰")
"""Units of what is counted of a place or of bodies."""
_SEGMENT = re.compile(r"[(]([^()]*)[)]|(?:^|(?<=[):。;,]))([^(:;,。]{0,4}單位[:為][^()。]*)|(單位:[^()。]*)")
_LINE = re.compile(r"([^:。()]{1,8}:[^:。()]{1,6})(?:[;,、][^:。()]{1,8}:[^:。()]{1,6})*")
_LEAD = re.compile(r"^(?:註|附註|說明)?:?(?:計量|統計)?單位[:為]?(?=.)")
_BETWEEN = re.compile(r"[;,、\s/]+")
_SIGNS = (":", "均為", "為", "以", "係", "-", "—")
_NAME_END = re.compile("(?:之|的)?(?:計量)?單位$")
_CURRENCY = re.compile(r"^(?:(?:新[臺台]幣|臺幣|台幣|NTD?[$]?))?(?P<unit>.*?)(?:為?計|為單位)?$")
_ASIDE = re.compile(r"資料|製表|更新|截至|註|\d{2,4}年|[nN]=")
_HARMED, _HARM = re.compile("死傷(?:人數)?|傷亡(?:人數)?"), re.compile("死亡|[受輕重]傷|失蹤")
_REST = re.compile("其[他餘](?:各?[欄項])?|餘|餘者")
_MONEY_NAME = re.compile("金額|款項|經費|[稅費]額")
MONEY = re.compile(
    "(?:金額|[稅總淨餘欠罰差款費]額|費用?|稅收|稅捐|罰金|租金|利息|[租稅罰貸價]款|收入|支出|經費|預算數?|決算數?|產值|營收|所得)$"
)
"""Heads whose figures are sums of money."""


@dataclass(frozen=True, slots=True)
class Stated:
    """The units that lines state: `named` for heads that hold the name, `rest` for the others, `money` for sums.

    `order` are units without names, the first for the first column of figures.
    """

    named: tuple[tuple[str, str], ...] = ()
    rest: str = ""
    money: str = ""
    order: tuple[str, ...] = ()

    def of(self, head: str) -> str:
        """The unit that a name in a head has, empty where none is named."""
        fitting = [
            (len(name), unit)
            for name, unit in self.named
            if name in head or (len(head) > 1 and head in name) or (_HARMED.fullmatch(name) and _HARM.search(head))
        ]
        if fitting:
            return max(fitting)[1]
        return self.money if self.money and MONEY.search(head) else ""


def times(unit: str) -> Decimal | None:
    """By what figures in a unit are multiplied, an area to square kilometres; None for a unit that counts singly."""
    scaled = SCALED.fullmatch(unit)
    return Decimal(math.prod(_SCALES[sign] for sign in scaled[1])) if scaled else _AREAS.get(unit)


def larger(head: str, told: Stated) -> Decimal | None:
    """By what the figures below a head are multiplied: it names the unit itself, or lines do for what it names."""
    own = _LARGE.search(head)
    return times(own[0] if own else told.of(re.sub(r"[(].*", "", head)))


def stated(lines: Iterable[str], unit: re.Pattern[str]) -> Stated:
    """What the lines state of several units; nothing where they state only one for all, or none.

    `unit` is what a unit may be, whole. 單位:件;電話為通 / (件數:件;金額:新臺幣千元) / 單位:件、千元.
    """
    for line in lines:
        segments = [next(filter(None, found.groups()), "") for found in _SEGMENT.finditer(line)]
        for segment in (*segments, *([line] if _LINE.fullmatch(line) else [])):
            if found := _segment(segment, unit):
                return found
    return Stated()


def _segment(text: str, unit: re.Pattern[str]) -> Stated | None:
    start = max(text.rfind(sign, 0, max(0, text.find("單位"))) for sign in ";,。") + 1
    said = _LEAD.sub("", text[start:])
    lead = len(said) < len(text[start:])
    named: list[tuple[str, str]] = []
    plain: list[str] = []
    for piece in filter(None, _BETWEEN.split(said)):
        if _ASIDE.match(piece):
            continue
        name, told = _pair(piece, unit)
        if not told:
            return None
        if name and not _REST.fullmatch(name):
            named.append((name, told))
        else:
            plain.append(told)
    if not named and len(plain) < 2:
        return None
    if not named and not lead:
        return Stated(order=tuple(plain))
    money = [one for one in plain if one.endswith("元")]
    shares = [one for one in plain if one == "%"]
    others = [one for one in plain if one not in money and one not in shares]
    sums = [one for name, one in named if _MONEY_NAME.fullmatch(name)]
    rest = others[0] if len(others) == 1 else money[0] if money and not others and not shares and named else ""
    return Stated(tuple(named), rest, (money or sums or [""])[0], () if named else tuple(plain))


def _pair(piece: str, unit: re.Pattern[str]) -> tuple[str, str]:
    """The name and the unit of a piece, without name for a unit alone, without unit where it tells none."""
    alone = _unit(piece, unit)
    if alone:
        return "", alone
    for sign in _SIGNS:
        name, _, last = piece.rpartition(sign)
        if name and (told := _unit(last, unit)):
            return _NAME_END.sub("", name), told
    money = re.fullmatch(r"(?P<name>[^:]{2,8}?)新[臺台]幣(?P<unit>.+)", piece)
    if money and (told := _unit(money["unit"], unit)):
        return money["name"], told
    return "", ""


def _unit(text: str, unit: re.Pattern[str]) -> str:
    found = _CURRENCY.fullmatch(text)
    return found["unit"] if found and unit.fullmatch(found["unit"]) else ""
