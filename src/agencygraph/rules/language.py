"""The pattern language: regular expressions over marked text, in which values are placeholders.

A mention (a number, a date, an organisation …) stands in marked text as one sign, so that a pattern asks for values,
never for digits. `{date}` is a placeholder, `{date=since}` gives its group another name, `{date=_}` has none (within
square brackets), `{count:人|名}` is a number
with one of these units, `<verbs>` is a list of terms of the room or of `phrases.yaml`. Of two placeholders
with one name the first makes the group; a group that the pattern names itself goes before both.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping

from agencygraph.errors import RuleError
from agencygraph.text import Expression

SIGNS = {
    "number": "\ue001",
    "percent": "\ue002",
    "date": "\ue003",
    "period": "\ue004",
    "weekdays": "\ue005",
    "time": "\ue006",
    "duration": "\ue007",
    "organisation": "\ue008",
    "place": "\ue009",
    "person": "\ue00a",
    "law": "\ue00b",
    "url": "\ue00c",
    "identifier": "\ue00d",
    "self": "\ue00e",
    "impossible": "\ue00f",
    "unit": "\ue010",
}
"""The private-use sign that stands for a mention of each kind in marked text."""

_AND = "(?:、|,|及|和|與|暨|以及)"
BLOCKS = {
    "number": SIGNS["number"],
    "percent": SIGNS["percent"],
    "date": SIGNS["date"],
    "period": SIGNS["period"],
    "when": f"[{SIGNS['date']}{SIGNS['period']}]",
    "weekdays": SIGNS["weekdays"],
    "time": SIGNS["time"],
    "duration": SIGNS["duration"],
    "agency": SIGNS["organisation"],
    "agencies": f"{SIGNS['organisation']}(?:{_AND}{SIGNS['organisation']})*",
    "body": f"[{SIGNS['organisation']}{SIGNS['self']}]",
    "place": SIGNS["place"],
    "person": SIGNS["person"],
    "persons": f"{SIGNS['person']}(?:{_AND}{SIGNS['person']})*",
    "law": SIGNS["law"],
    "url": SIGNS["url"],
    "self": SIGNS["self"],
    "unit": SIGNS["unit"],
    "identifier": SIGNS["identifier"],
    "money": f"{SIGNS['number']}元",
    "quoted": '(?:「(?:[^「」]|「[^」]*」)*」|『[^』]*』|《[^》]*》|〈[^〉]*〉|“[^”]*”|"[^"]*")',
    "edge": "(?:^|(?<=[,。;:!?\t]))",
    "phrase": "[^,。;:、()]+?",
    "clause": "[^,。;]+?",
    "words": "[^。;]+?",
}
"""What a placeholder stands for. `edge` is the place where a clause begins; `phrase` keeps within commas and brackets,
`clause` within commas, `words` within a sentence."""

_PLACEHOLDER = re.compile(r"\{([a-z]+)(?:=([a-z_]+))?(?::([^{}]+))?\}")
_CLASS = re.compile(r"\[\^?\]?(?:\\.|[^\]\\])*\]")
_TERMS = re.compile(r"(?<!\?P)<([a-z][a-z_-]*)>")
_GROUP = re.compile(r"\(\?P<([a-z_]+)>")
_PLAIN = re.compile(r"[^\\\[\](){}?*+.|^$<>]+")
_DIGIT = re.compile(r"(?<![{,])[0-9](?![0-9]*[,}])|\\d")


def compile_pattern(pattern: str, terms: Mapping[str, tuple[str, ...]]) -> Expression:
    """A pattern of the language as a regular expression over marked text.

    `terms` are the lists that `<name>` may name. Raises RuleError for an unknown placeholder or list, for digits and
    for what is no regular expression.
    """
    return _compile(pattern, tuple(sorted((name, words) for name, words in terms.items() if f"<{name}>" in pattern)))


@functools.cache
def _compile(pattern: str, terms: tuple[tuple[str, tuple[str, ...]], ...]) -> Expression:
    lists = dict(terms)
    if _DIGIT.search(_PLACEHOLDER.sub("", pattern)):
        raise RuleError(f"pattern {pattern!r} asks for digits", "規則不可比對數字", "ask for {number} or {count:…}")

    def listed(found: re.Match[str]) -> str:
        if found[1] not in lists:
            raise RuleError(f"pattern {pattern!r} names the unknown list <{found[1]}>", "未定義的詞表")
        return alternatives(lists[found[1]])

    seen = set(_GROUP.findall(pattern))

    def block(found: re.Match[str]) -> str:
        kind, name, units = found.groups()
        name = name or kind
        if kind != "count" and kind not in BLOCKS:
            raise RuleError(f"pattern {pattern!r} uses the unknown placeholder {{{kind}}}", "未定義的佔位符")
        body = BLOCKS["number" if kind == "count" else kind]
        if name in seen or name == "_":
            return body + (f"(?:{units})" if kind == "count" else "")
        seen.add(name)
        return f"(?P<{name}>{body})" + (f"(?P<{name}_unit>{units})" if kind == "count" else "")

    try:
        return Expression(_PLACEHOLDER.sub(block, _CLASS.sub(_signs, _TERMS.sub(listed, pattern))))
    except re.error as fault:
        raise RuleError(f"pattern {pattern!r} is no regular expression: {fault}", "規則不是正規表示式") from fault


def _signs(found: re.Match[str]) -> str:
    """A class of characters in which each placeholder is its signs, without a group."""

    def sign(inner: re.Match[str]) -> str:
        body = BLOCKS.get(inner[1], "").strip("[]")
        if not body or set(body) - set(SIGNS.values()):
            raise RuleError(
                f"{inner[0]} cannot stand in {found[0]!r}: it is no single sign", "此佔位符不可放在字元集合"
            )
        return body

    return _PLACEHOLDER.sub(sign, found[0])


def alternatives(words: tuple[str, ...]) -> str:
    """Words as one group of alternatives, the longest first; plain words that begin alike share their first character,
    so that few alternatives are tried at a place.
    """
    ordered = sorted(words, key=len, reverse=True)
    rests: dict[str, list[str]] = {}
    for word in ordered:
        if _PLAIN.fullmatch(word):
            rests.setdefault(word[0], []).append(word[1:])
    told = [word for word in ordered if not _PLAIN.fullmatch(word)]
    told += [first + (rest[0] if len(rest) == 1 else f"(?:{'|'.join(rest)})") for first, rest in rests.items()]
    return "(?:" + "|".join(told) + ")"
