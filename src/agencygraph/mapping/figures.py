"""A figure as the passage writes it, and how exact its last digit is."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal

from agencygraph.mapping.terms import number

_FIGURE = re.compile(r"(\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)\s*([十百千萬億兆]*)")
_POWERS = {"十": 1, "百": 2, "千": 3, "萬": 4, "億": 8, "兆": 12}


def written(value: str, quote: str) -> tuple[str, int]:
    """The spelling of `value` in `quote` and its number of decimals (-3 for 3.5萬: the last digit counts thousands).

    Where the passage does not spell the figure in digits, the value itself is returned.
    """
    wanted = number(value)
    for found in _FIGURE.finditer(unicodedata.normalize("NFKC", quote)):
        digits, power = found[1].replace(",", ""), sum(_POWERS[sign] for sign in found[2])
        for shift, spelt in ((power, found[0]), (0, found[1])):
            if wanted is not None and Decimal(digits).scaleb(shift) == wanted:
                return spelt.strip(), decimals(digits) - shift
    return value, decimals(value)


def decimals(digits: str) -> int:
    """How many digits stand after the point."""
    return len(digits.partition(".")[2])
