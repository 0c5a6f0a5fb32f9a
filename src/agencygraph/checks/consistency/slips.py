"""How a wrong figure probably came about: two digits swapped, one digit wrong, one lost, a 萬 or 億 too much."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

NAMES: Mapping[str, tuple[str, str]] = {
    "swapped": ("相鄰兩位數字對調", "two digits swapped"),
    "digit": ("一位數字有誤", "one digit wrong"),
    "lost": ("多或少一位數字", "a digit lost or added"),
    "shift": ("萬、億或小數點位置有誤", "off by a power of ten"),
}
"""What each slip is called, in Chinese and in English."""


def slip(one: Decimal, other: Decimal, step: Decimal = Decimal(1)) -> str:
    """The one slip that turns a figure into another: a key of NAMES, empty where none does; `step` is the worth of the
    last digit of both, so that 9.30 and 9.03 have three digits each.
    """
    one, other = one / step, other / step
    if one == other or one <= 0 or other <= 0:
        return ""
    a, b = _digits(one), _digits(other)
    if a.rstrip("0") == b.rstrip("0"):
        return "shift"
    if len(a) == len(b) > 1:
        wrong = [i for i, (x, y) in enumerate(zip(a, b, strict=True)) if x != y]
        if len(wrong) == 1:
            return "digit"
        if len(wrong) == 2 and a[wrong[0]] == b[wrong[1]] and a[wrong[1]] == b[wrong[0]]:
            return "swapped"
    longer, shorter = (a, b) if len(a) > len(b) else (b, a)
    if len(longer) == len(shorter) + 1 and len(shorter) >= 2:
        return "lost" if any(longer[:i] + longer[i + 1 :] == shorter for i in range(len(longer))) else ""
    return ""


def _digits(number: Decimal) -> str:
    """The digits of a number without point, as many decimals as it has."""
    return format(number.normalize(), "f").replace(".", "").lstrip("0")
