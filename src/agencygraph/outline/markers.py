"""Reads the marker at the start of a line: its style, its number, and what the number counts."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

_CHINESE = {digit: value for value, digit in enumerate("○一二三四五六七八九")} | {"〇": 0, "零": 0}
_FORMAL = {digit: value for value, digit in enumerate("零壹貳參肆伍陸柒捌玖")} | {"叁": 3}
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
_SYMBOLS = "\uf020-\uf0ff"
_ROMAN = {"i": 1, "v": 5, "x": 10}


@dataclass(frozen=True, slots=True)
class Style:
    """One way to mark items, as the styles file has it."""

    name: str
    numerals: str
    rank: int | None = None
    family: str = ""
    never: re.Pattern[str] | None = None
    doubt: re.Pattern[str] | None = None


@dataclass(frozen=True, slots=True)
class Marker:
    """A marker at the start of a line.

    `key` names the list style (styles that differ only in depth have different keys), `value` is what it counts, a
    tuple for 2.1.3, empty for a sign; `number` is the marker as written; `end` its length in the line with the white
    space behind it; `doubtful` when it is a marker only if it goes on counting.
    """

    key: str
    style: Style
    value: tuple[int, ...]
    number: str
    end: int
    doubtful: bool


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads(Path(__file__).with_name("styles.toml").read_text(encoding="utf-8"))


@cache
def _styles() -> tuple[tuple[re.Pattern[str], Style], ...]:
    """The styles with their patterns, in the order of the file, signs last."""

    def pattern(row: dict[str, Any], name: str) -> re.Pattern[str] | None:
        return re.compile(row[name]) if name in row else None

    rows = [
        (
            re.compile(row["pattern"]),
            Style(
                row["name"],
                row["numerals"],
                row.get("rank"),
                row.get("family", ""),
                pattern(row, "never"),
                pattern(row, "doubt"),
            ),
        )
        for row in _data()["style"]
    ]
    signs = _data()["signs"]
    free, spaced = re.escape(signs["free"]), re.escape(signs["spaced"])
    rows.append((re.compile(rf"(?P<n>[{free}{_SYMBOLS}])|(?:(?P<m>[{spaced}])(?=\s))"), Style("sign", "none")))
    return tuple(rows)


@cache
def starters() -> frozenset[str]:
    """Characters that a marker can begin with, so that most lines need no pattern at all."""
    signs = _data()["signs"]
    letters = "第其(#§【〔〖〈《[" + "壹貳參叁肆伍陸柒捌玖拾一二三四五六七八九十百○〇零◯●" + _STEMS + _BRANCHES
    latin = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
    enclosed = "".join(map(chr, [*range(0x2160, 0x2180), *range(0x2460, 0x2500), *range(0x2776, 0x2794)]))
    round_ones = "".join(map(chr, range(0x3220, 0x32C0)))
    symbols = "".join(map(chr, range(0xF020, 0xF100)))
    return frozenset(symbols + letters + latin + enclosed + round_ones + signs["free"] + signs["spaced"])


@cache
def labels() -> re.Pattern[str]:
    """A line of a cover sheet: a short key of a known kind, a colon, a value without a sentence's end."""
    return re.compile(rf"(?=[^:]{{0,10}}(?:{_data()['labels']['keys']}))[^\s:,。、][^:,。、]{{1,12}}:\s*[^。]{{1,50}}$")


def read(flat: str) -> list[Marker]:
    """The markers that a line (widths folded) begins with: usually none or one, several in `一、(一) 業務`."""
    found: list[Marker] = []
    at = 2 if flat.startswith("**") and not flat.startswith("***") else 0
    while len(found) < 4 and at < len(flat) and flat[at] in starters():
        marker = _one(flat, at)
        if marker is None or (found and (marker.doubtful or marker.style.numerals == "none")):
            break
        if found and found[-1].style.numerals == "none":
            found.pop()
        found.append(marker)
        at = marker.end
    return found


def _one(flat: str, at: int) -> Marker | None:
    """The marker at `at`."""
    for pattern, style in _styles():
        match = pattern.match(flat, at)
        if match is None:
            continue
        rest = flat[match.end() :]
        if style.never and style.never.match(rest):
            continue
        number = match.group("n") or match.groupdict().get("m") or ""
        value = _value(number, style.numerals)
        if value is None:
            continue
        doubtful = bool(style.doubt and style.doubt.match(rest)) or value > (40,)
        return Marker(
            _key(style, number, value),
            style,
            value,
            re.sub(r"\s", "", match.group()).rstrip("、.:,") or match.group().strip(),
            match.end() + len(rest) - len(rest.lstrip()),
            doubtful,
        )
    return None


def _key(style: Style, number: str, value: tuple[int, ...]) -> str:
    """The list style: for a sign the sign, for 2.1.3 how deep it counts."""
    if style.numerals == "none":
        return number
    return f"{style.name}-{len(value)}" if style.numerals == "dotted" else style.name


def _value(number: str, numerals: str) -> tuple[int, ...] | None:
    """What a number counts, None where it is no number of that kind."""
    number = number.replace(" ", "")
    if numerals == "none":
        return ()
    if numerals == "dotted":
        return tuple(int(part) for part in re.split(r"[.\-]", number))
    if numerals == "arabic" or number.isdecimal():
        return (int(number),)
    if numerals == "sign":
        return _sign(number)
    if numerals == "letter":
        return (ord(number.lower()) - ord("a") + 1,)
    if numerals == "stem":
        return (_STEMS.index(number) + 1,)
    if numerals == "branch":
        return (_BRANCHES.index(number) + 1,)
    value = _roman(number) if numerals == "roman" else _counted(number)
    return (value,) if value else None


def _sign(number: str) -> tuple[int, ...] | None:
    """What a circled or bracketed sign counts: the number in its compatibility form."""
    plain = unicodedata.normalize("NFKC", number).strip("().")
    if plain.isdecimal():
        return (int(plain),)
    value = _counted(plain) or int(unicodedata.numeric(number, 0))
    return (value,) if value else None


def _counted(number: str) -> int:
    """十二, 二十, 二一 (digit by digit), 一○, 拾參 as a number; 0 for what is none."""
    digits = _CHINESE | _FORMAL
    total, last = 0, 0
    if not any(letter in "十拾百" for letter in number):
        return int("".join(str(digits[letter]) for letter in number)) if all(d in digits for d in number) else 0
    for letter in number:
        if letter in "十拾":
            total, last = total + (last or 1) * 10, 0
        elif letter == "百":
            total, last = total + (last or 1) * 100, 0
        elif letter in digits:
            last = digits[letter]
        else:
            return 0
    return total + last


def _roman(number: str) -> int:
    """iv, IX, Ⅲ as a number; 0 where the letters are no Roman number."""
    letters = unicodedata.normalize("NFKC", number).lower()
    values = [_ROMAN[letter] for letter in letters]
    total = sum(-v if v < max(values[i:]) else v for i, v in enumerate(values))
    canonical = "x" * (total // 10) + ("", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix")[total % 10]
    return total if canonical == letters else 0


def as_roman(marker: Marker, flat: str) -> Marker | None:
    """The same marker read as a Roman number, None where its letter is none."""
    if marker.style.numerals != "letter":
        return None
    for pattern, style in _styles():
        match = pattern.match(flat) if style.numerals == "roman" else None
        value = _value(match.group("n"), "roman") if match else None
        if match and value and match.group().strip("().、 ") == marker.number.strip("()."):
            return replace(marker, key=style.name, style=style, value=value)
    return None


def told(text: str, marker: Marker, step: int) -> bool:
    """Whether `text`, its first character aside, names the number `step` away from the marker's in the same style."""
    if not marker.value:
        return False
    wanted = (*marker.value[:-1], marker.value[-1] + step)
    for pattern, style in _styles():
        if style is marker.style:
            return any(_value(match.group("n"), style.numerals) == wanted for match in pattern.finditer(text, 1))
    return False
