"""The values of a question's parameters that a plain question names: choices, and words for values that are texts."""

from __future__ import annotations

import re
from collections.abc import Iterable

from agencygraph import authority
from agencygraph.questions.registry import Choice, Parameter, Question
from agencygraph.questions.wordlists import base, by_length, folded, longest_first, masked, of, place, places, table
from agencygraph.stores import Rows

_NOT = re.compile(
    r"(?:不要|不含|不包括|除了|而不是|不是|\bnot(?: the| any)?|\bwithout|\bexcept(?: for)?|\bexcluding)\W*$"
)
_AS_TOLD = ("channel", "rule", "district", "title")
_SPOKEN_OF = ("service", "form", "dimension", "channel")
_TOWNSHIP = re.compile("[鄉鎮市區]$")
_RULE = re.compile(r"(?:規則|\brule)\s*([a-z]+[\w-]*)")
_LEAST, _TITLE = 2, 6


def chosen(rest: str, question: Question) -> tuple[str, dict[str, str]]:
    """What is left of a question without the choices that it names, and these; none where it names two of one kind.

    A plain word of the question names no choice: 合作 in 合作對象.
    """
    plain = {*of(question.name).plain, *base(question.name).plain}
    named: dict[str, str] = {}
    left = rest
    for parameter in question.parameters:
        found = [
            (at, choice)
            for choice, word in by_length(parameter)
            if word not in plain
            for at in places(left, [word])
            if not _NOT.search(rest[: at[0]])
        ]
        if len({choice.code for _, choice in found if not _within(found, choice)}) == 1:
            named[parameter.name] = next(choice.code for _, choice in found if not _within(found, choice))
            left = masked(left, [at for at, _ in found])
    return left, named


def _within(found: list[tuple[tuple[int, int], Choice]], choice: Choice) -> bool:
    """Whether each word for a choice lies within one for another: 滿意 in 不滿意."""
    own = [at for at, one in found if one is choice]
    other = [at for at, one in found if one is not choice]
    return all(any(a <= start and end <= b and (a, b) != (start, end) for a, b in other) for start, end in own)


def told(rest: str, question: Question, rows: Rows) -> tuple[str, dict[str, str]]:
    """The same for parameters that take any text: by words for their values, else by what the rows say."""
    named: dict[str, str] = {}
    for parameter in question.parameters:
        if parameter.choices:
            continue
        known = sorted({one for record in rows.records() for one in record.get(parameter.name, "").split(";") if one})
        at, value = _by_words(rest, question, parameter, known)
        if parameter.name == "rule" and (found := _RULE.search(rest)):
            at, value = found.span(), found[1].upper()
        if parameter.name == "report":
            at, value = _titled(rest, known)
        if not value and parameter.name in _AS_TOLD:
            at, value = _by_column(rest, known)
        if value:
            named[parameter.name] = value
            rest = masked(rest, [at])
    return rest, named


def spoken_of(topic: Iterable[str], question: Question, rows: Rows) -> dict[str, str]:
    """The one word of a topic that is part of a service's, a form's or a dimension's name; none where several are."""
    for parameter in question.parameters:
        if parameter.name in _SPOKEN_OF:
            names = {folded(record.get(parameter.name, "")) for record in rows.records()}
            told = [word for word in dict.fromkeys(topic) if any(word in name for name in names)]
            if told:
                return {parameter.name: told[0]} if len(told) == 1 else {}
    return {}


def district(asked: str) -> str:
    """The township that a question names, without its last character (南澳 in 南澳鄉); empty where it names none."""
    found = [
        (at[1] - at[0], -at[0], one.name[:-1])
        for bare, same in authority.load().bare_places.items()
        for one in same
        if one.level != "county"
        for at in [place(asked, folded(one.name)) or place(asked, folded(bare)) or _in_english(asked, one.english)]
        if at
    ]
    return max(found)[2] if found else ""


def _in_english(asked: str, name: str) -> tuple[int, int] | None:
    bare = re.sub(r" (?:city|township|district)$", "", name.lower())
    signs = "[-' ]?".join(filter(str.isalpha, bare))
    found = re.search(rf"\b{signs}\b", asked) if len(bare) > _LEAST else None
    return found.span() if found else None


def _titled(rest: str, titles: list[str]) -> tuple[tuple[int, int], str]:
    """The end of a report's title that stands in a question, unless all reports' titles end so."""
    ends = {folded(title)[cut:] for title in titles for cut in range(len(title) - _TITLE + 1)}
    said = max((end for end in ends if end in rest), key=len, default="")
    at = place(rest, said) if said and not all(said in folded(title) for title in titles) else None
    return (at, said) if at else ((0, 0), "")


def _by_words(rest: str, question: Question, parameter: Parameter, known: list[str]) -> tuple[tuple[int, int], str]:
    """The value for which one of its words stands in a question, as the rows write it where they do."""
    led = places(rest, (*of(question.name).led, *base(question.name).led))
    found: dict[str, tuple[int, int]] = {}
    left = rest
    groups = table("values").get(parameter.name, ())
    for word in longest_first(word for group in groups for word in group):
        at = place(left, word)
        if at and not any(a <= at[0] and at[1] <= b and (a, b) != at for a, b in led):
            group = next(group for group in groups if word in [folded(one) for one in group])
            held = word if word in known else next((one for one in group if one in known), group[0])
            found[held] = at
            left = masked(left, [at])
    if len(found) != 1:
        return (0, 0), ""
    value, at = next(iter(found.items()))
    return at, value


def _by_column(rest: str, known: list[str]) -> tuple[tuple[int, int], str]:
    """The value of a column that stands in a question; none where two do."""
    found: list[tuple[tuple[int, int], str]] = []
    for value in sorted(known, key=len, reverse=True):
        bare = _TOWNSHIP.sub("", folded(value)) if len(value) > _LEAST else folded(value)
        if len(bare) >= _LEAST and (at := place(rest, bare)):
            found.append((at, bare))
            rest = masked(rest, [at])
    return found[0] if len(found) == 1 else ((0, 0), "")
