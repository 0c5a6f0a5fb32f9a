"""How office programs and browsers write the number of a list item, by the names that Word gives the forms."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"),
    (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
_MOST = 9_999


def numeral(value: int, form: str) -> str:
    """`value` in a form (decimal, taiwaneseCountingThousand, upperLetter …); plain digits where the form has none."""
    if form == "none":
        return ""
    write = _FORMS.get(form)
    return (write(value) if write and 0 < value <= _MOST else "") or str(value)


def chinese(value: int, digits: str = "零一二三四五六七八九", units: str = "十百千", one: str = "") -> str:
    """十一, 二十, 一百零五; `one` is what stands before the ten of 11."""
    out, zero = "", False
    for place, sign in ((1000, units[2]), (100, units[1]), (10, units[0]), (1, "")):
        digit, value = divmod(value, place)
        if digit:
            bare = place == 10 and digit == 1 and not out and not one
            out += (digits[0] if zero else "") + ("" if bare else digits[digit]) + sign
        zero = bool(out) and not digit
    return out


def _formal(value: int) -> str:
    return chinese(value, "零壹貳參肆伍陸柒捌玖", "拾佰仟", one="壹")


def _digits(signs: str) -> Callable[[int], str]:
    return lambda value: "".join(signs[int(digit)] for digit in str(value))


def _letters(first: str) -> Callable[[int], str]:
    """a … z, aa, bb … as Word counts on."""
    return lambda value: chr(ord(first) + (value - 1) % 26) * ((value - 1) // 26 + 1)


def _cycle(signs: str) -> Callable[[int], str]:
    return lambda value: signs[(value - 1) % len(signs)]


def _block(first: str, count: int, start: int = 1) -> Callable[[int], str]:
    """Characters that stand in a row in Unicode: ①, ②, ③ …; none beyond the last."""
    return lambda value: chr(ord(first) + value - start) if start <= value < start + count else ""


def _circled(value: int) -> str:
    return _block("①", 20)(value) or _block("㉑", 15, 21)(value) or _block("㊱", 15, 36)(value)


def _roman(value: int) -> str:
    out = ""
    for worth, sign in _ROMAN:
        count, value = divmod(value, worth)
        out += sign * count
    return out


_FORMS: Mapping[str, Callable[[int], str]] = MappingProxyType(
    {
        "decimal": str,
        "decimalZero": lambda value: f"{value:02}",
        "upperLetter": _letters("A"),
        "lowerLetter": _letters("a"),
        "upperRoman": lambda value: _roman(value).upper(),
        "lowerRoman": _roman,
        "chineseCounting": lambda value: chinese(value) if value < 100 else _digits("○一二三四五六七八九")(value),
        "chineseCountingThousand": chinese,
        "taiwaneseCounting": lambda value: chinese(value) if value < 100 else _digits("○一二三四五六七八九")(value),
        "taiwaneseCountingThousand": chinese,
        "japaneseCounting": chinese,
        "koreanCounting": chinese,
        "ideographDigital": _digits("〇一二三四五六七八九"),
        "taiwaneseDigital": _digits("○一二三四五六七八九"),
        "japaneseDigitalTenThousand": _digits("〇一二三四五六七八九"),
        "ideographLegalTraditional": _formal,
        "chineseLegalSimplified": _formal,
        "japaneseLegal": _formal,
        "ideographTraditional": _cycle(_STEMS),
        "ideographZodiac": _cycle(_BRANCHES),
        "ideographEnclosedCircle": _block("㊀", 10),
        "decimalEnclosedCircle": _circled,
        "decimalEnclosedCircleChinese": _circled,
        "decimalEnclosedParen": _block("⑴", 20),
        "decimalEnclosedFullstop": _block("⒈", 20),
        "decimalFullWidth": _digits("０１２３４５６７８９"),
        "decimalFullWidth2": _digits("０１２３４５６７８９"),
    }
)

_RAISED = str.maketrans("0123456789+-()", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁽⁾")


def raised(text: str) -> str:
    """`text` with raised digits: the mark of a footnote must not lengthen the figure that it follows."""
    return text.translate(_RAISED)


_SYMBOLS = MappingProxyType(
    {"l": "●", "m": "○", "n": "■", "o": "□", "q": "□", "u": "◆", "v": "❖", "w": "◆", "§": "■", "¨": "□", "Ø": "➢",
     "ü": "✓", "þ": "☑", "·": "●", "Ÿ": "●", "\x9f": "●", "«": "★", "è": "➢", "à": "➢", "ð": "➢"}
)  # fmt: skip


def bullet(sign: str) -> str:
    """The sign of a bulleted item as people see it: signs of symbol fonts in plain characters."""
    letter = sign.strip()[:1]
    if "\uf020" <= letter <= "\uf0ff":
        return _SYMBOLS.get(chr(ord(letter) - 0xF000), "●")
    return letter or "●"
