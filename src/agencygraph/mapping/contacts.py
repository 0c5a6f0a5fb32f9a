"""The ways to reach the agency that a report states anywhere: telephone, address, mail, web address."""

from __future__ import annotations

import unicodedata

from agencygraph.text import Expression

_WAYS = {
    "telephone": Expression(
        r"(?<![\d.])(?:\(0\d{1,3}\)|0\d{1,3}[-\s])\s?\d{3,4}[-\s]?\d{3,4}(?!\d)|0800-?\d{3}-?\d{3}"
    ),
    "email": Expression(r"[0-9A-Za-z][0-9A-Za-z._+-]*@[0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)+"),
    "website": Expression(r"https?://[^\s,。、;()<>「」\u4e00-\u9fff]+|www\.[0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)+"),
    "address": Expression(
        r"[\u4e00-\u9fff]{1,3}[縣市][\u4e00-\u9fff]{1,12}(?:路|街|大道)[\u4e00-\u9fff\d]{0,12}?\d+(?:之\d+)?號"
    ),
}


def contacts(text: str) -> dict[str, str]:
    """The first telephone number, mail address, web address and postal address of a text, by kind; those it has."""
    plain = unicodedata.normalize("NFKC", text)
    found = ((way, pattern.search(plain)) for way, pattern in _WAYS.items())
    return {way: match[0] for way, match in found if match}
