"""What single characters become when a text is folded: the table behind `fold`, filled as characters are met."""

from __future__ import annotations

import unicodedata

DROPPED = "\0"
"""Stands for a character that is left out."""

KEPT = (
    ("\u2150", "\u218f"),
    ("\u2460", "\u24ff"),
    ("\u2776", "\u2793"),
    ("\u3200", "\u33ff"),
    ("\u00b2", "\u00b3"),
    ("\u00b9", "\u00b9"),
    ("\u2070", "\u209f"),
)
"""Ranges that stay as they are: fractions, Roman numerals, circled, bracketed, raised and lowered numbers."""

OWN = {
    "︰": ":",
    "∶": ":",
    "〜": "~",
    "∼": "~",
    "‐": "-",
    "\u2011": "-",
    "\u2013": "-",
    "\u2212": "-",
    "﹣": "-",
    "﹐": ",",
    "﹑": "、",
    "﹒": ".",
    "﹔": ";",
    "﹪": "%",
}
"""Look-alikes that NFKC leaves alone or takes apart."""

RADICALS = dict(
    zip(
        "⺅⺒⺓⺝⺟⺠⺩⺫⺬⺮⺯⺶⺸⺼⺽⻁⻄⻆⻊⻎⻏⻑⻒⻓⻔⻖⻗⻘⻝⻟⻡⻢⻣⻤⻨⻩⻫⻭⻯⻱⻲",
        "亻巳幺月母民王目示竹糸羊羋肉臼虎西角足辶邑長長长门阜雨青食食首马骨鬼麥黃齊齒龍龜龜",
        strict=True,
    )
)
"""Radical forms that PDF fonts put in the place of a character and NFKC does not know (CJK Radicals Supplement)."""


def folded(letter: str) -> str:
    """The one character that stands for `letter`: itself, its plain form, a blank or line feed, or `DROPPED`."""
    if letter in "\n\r\v\f\x85\u2028\u2029":
        return "\n"
    if letter.isspace():
        return " "
    own = OWN.get(letter) or RADICALS.get(letter)
    if own:
        return own
    if unicodedata.category(letter) in {"Cc", "Cf", "Cs"} or letter == "\ufffd" or "\ufe00" <= letter <= "\ufe0f":
        return DROPPED
    if any(low <= letter <= high for low, high in KEPT):
        return letter
    plain = unicodedata.normalize("NFKC", letter)
    return plain if len(plain) == 1 else letter


class Letters(dict[int, str]):
    """A table for `str.translate` that works out each character once."""

    def __missing__(self, code: int) -> str:
        """The character for a code point that was not met before."""
        self[code] = folded(chr(code))
        return self[code]
