"""The year that an excerpt without a head of its own calls 本年: where its words settle it, and whether it says so."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

_ROC = 1911
_OWN = re.compile(r"本\((\d{2,3})\)年|本年\(民國(\d{2,3})年\)")
_COMPARED = re.compile(r"[較與比](?:民國)?(\d{2,3})年同期")
_NAMED = re.compile(r"(?<!\d)(\d{2,3})年(?!\d)")
_THIS = re.compile(r"本年|本期")
_DATED = re.compile(r"(?<!\d)(\d{2,3})年\d{1,2}月")
_PLANNED = re.compile(r"\d{2,3}(?:年(?:\d{1,2}月)?)?[至~-]\d{2,3}年(?:\d{1,2}月)?")
"""From one year to another: a plan's, which may well end in years to come."""
_OWN_DATED = re.compile(r"本年\d{1,2}月")
_SAID = re.compile(r"本年(?!度)")
_ENOUGH = 10
_SOME = 3
_COMPARISON = 2


def own_year(texts: Iterable[str]) -> int | None:
    """The CE year of 本年: named beside it (本(98)年), else the one year that the text names again and again while it
    hardly says 本年, else the year after the one that its dates name and its figures are compared with (97年12月,
    較97年同期), or that it names far more often than any other while it says 本年 still more often, since dates of its
    own year say 本年. Where figures are compared but once, a year whose months it names by number is past as well.
    None where nothing settles it.
    """
    kept = [_PLANNED.sub("", text) for text in texts]
    own = Counter(first or second for text in kept for first, second in _OWN.findall(text))
    if own:
        return int(own.most_common(1)[0][0]) + _ROC
    named = Counter(year for text in kept for year in _NAMED.findall(text) if 60 <= int(year) <= 130)
    this = sum(len(_THIS.findall(text)) for text in kept)
    if named and this * 2 < named.total():
        year, count = named.most_common(1)[0]
        return int(year) + _ROC if count >= _ENOUGH and 2 * count > named.total() else None
    past = Counter(year for text in kept for year in _COMPARED.findall(text) for _ in range(_COMPARISON))
    dated = Counter(year for text in kept for year in _DATED.findall(text) if 60 <= int(year) <= 130)
    own_dated = sum(len(_OWN_DATED.findall(text)) for text in kept)
    if own_dated > dated.total():
        past += dated
    year, count = past.most_common(1)[0] if past else ("", 0)
    if count >= _COMPARISON:
        following = int(year) + 1
        past_too = count == _COMPARISON and 0 < dated[str(following)] * _SOME < own_dated
        return following + past_too + _ROC
    return _after_the_past(named + dated) if sum(len(_SAID.findall(text)) for text in kept) > named.total() else None


def _after_the_past(told: Counter[str]) -> int | None:
    """The year after the one that a text, which calls its own year 本年, names far more often than any other year."""
    first, *others = [*told.most_common(), ("", 0)]
    own = str(int(first[0] or 0) + 1)
    rest = max(count for year, count in others if year != own) if others else 0
    return int(own) + _ROC if first[1] >= _SOME and first[1] >= 2 * rest else None


def says_this_year(texts: Iterable[str]) -> bool:
    """Whether a text dates things in 本年: dates without a year are of that one."""
    return any(_OWN_DATED.search(text) for text in texts)
