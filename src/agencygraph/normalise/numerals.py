"""One numeral as written, Arabic, Chinese or formal, and its value; and the way back."""

from __future__ import annotations

import re
from decimal import Decimal

ARABIC = r"(?:\d{1,3}(?:,\d{3})+(?:\.\d+)?(?![\d])|\d+(?:\.\d+)?)"
DIGITS = {c: i for i, c in enumerate("〇一二三四五六七八九")} | {c: i for i, c in enumerate("零壹貳參肆伍陸柒捌玖")}
DIGITS |= {"○": 0, "兩": 2, "貮": 2, "叁": 3, "弌": 1}
SMALL = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
TENS = {"廿": 20, "卅": 30, "卌": 40}
LARGE = {"萬": 10**4, "億": 10**8, "兆": 10**12}
_TOKEN = re.compile(
    rf"(?P<arabic>{ARABIC})|(?P<digit>[{''.join(DIGITS)}])|(?P<tens>[{''.join(TENS)}])"
    rf"|(?P<small>[{''.join(SMALL)}])|(?P<large>[{''.join(LARGE)}])|(?P<more>[餘多])|(?P<bad>.)"
)
_PLAIN = re.compile(ARABIC)
_POSITIONAL = re.compile(rf"[{''.join(DIGITS)}]{{2,}}")


def number(text: str) -> Decimal | None:
    """The value of a numeral (13萬4,442; 一百二十三; 貳佰; 二〇一九; 5億多), None where it is not one."""
    if _PLAIN.fullmatch(text):
        return Decimal(text.replace(",", ""))
    if _POSITIONAL.fullmatch(text):
        return Decimal("".join(str(DIGITS[c]) for c in text))
    return _Reader().read(text)


class _Reader:
    """Adds up a numeral from left to right: `at` waits for its unit, `section` for its 萬 or 億."""

    def __init__(self) -> None:
        self.total, self.section = Decimal(0), Decimal(0)
        self.at: Decimal | None = None
        self.last_unit = 1
        self.short = False  # a lone Chinese digit after a unit: 三百五 is 350

    def read(self, text: str) -> Decimal | None:
        """The value of the whole text, None where a character does not belong."""
        zero = False
        for match in _TOKEN.finditer(text):
            group, piece = match.lastgroup, match.group()
            if group == "bad" or (group == "more" and match.start() == 0):
                return None
            if group == "arabic" or group == "digit" or group == "tens":
                if self.at is not None and self.at != 0:
                    return None
                self._digit(group, piece, zero)
                zero = group == "digit" and DIGITS[piece] == 0
            elif group != "more" and not self._unit(piece):
                return None
        if not text:
            return None
        return self.total + self.section + self._rest()

    def _digit(self, group: str, piece: str, after_zero: bool) -> None:
        if group == "arabic":
            self.at, self.short = Decimal(piece.replace(",", "")), False
        elif group == "tens":
            self.section, self.at, self.last_unit = self.section + TENS[piece], None, 1
        else:
            self.at, self.short = Decimal(DIGITS[piece]), not after_zero

    def _unit(self, piece: str) -> bool:
        size = SMALL.get(piece) or LARGE[piece]
        if piece in SMALL:
            self.section += (Decimal(1) if self.at is None else self.at) * size
        else:
            part = self.section + (self.at or 0)
            if self.at is None and self.section == 0:
                self.total = (self.total or Decimal(1)) * size
            else:
                self.total += part * size
            self.section = Decimal(0)
        self.at, self.last_unit = None, size
        return True

    def _rest(self) -> Decimal:
        if self.at is None:
            return Decimal(0)
        return self.at * (self.last_unit // 10) if self.short and self.last_unit >= 100 else self.at


def chinese(value: int) -> str:
    """A whole number from 0 to below 10^16 in Chinese numerals: 123 is 一百二十三, 10 is 十."""
    if not 0 <= value < 10**16:
        raise ValueError(f"{value} is not a whole number from 0 to below 10^16")
    if value == 0:
        return "零"
    out, gap = "", False
    for size, name in ((10**12, "兆"), (10**8, "億"), (10**4, "萬"), (1, "")):
        section = value // size % 10_000
        if section:
            out += ("零" if out and (gap or section < 1000) else "") + _section(section) + name
        gap = section == 0
    return out[1:] if out.startswith("一十") else out


def _section(value: int) -> str:
    out, gap = "", False
    for size, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = value // size % 10
        if digit:
            out += ("零" if out and gap else "") + "一二三四五六七八九"[digit - 1] + name
        gap = digit == 0
    return out
