"""Rules about rules: what is wrong with a fact room can be seen without running it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import chain
from typing import Literal

from agencygraph.errors import RuleError
from agencygraph.rules.language import compile_pattern
from agencygraph.rules.loader import phrases
from agencygraph.rules.schema import AnyRule, CellRule, Find, ListRule, MentionRule, PatternRule, Room, Where, Words
from agencygraph.text import level

CONTEXT = frozenset({"$host", "$start", "$end", "$position"})
"""What a column may take from the context of a match: the host in force, the report's period, the place in a list."""

WORDS = frozenset({"units", "verbs", "fillers", "openers", "nouns", "earlier", "options", "joins"})
"""The keys of rules that hold words (pieces of regular expressions that the reader joins)."""

PATTERNS = frozenset(
    {"pattern", "cue", "until", "item", "refuse", "strip", "sure", "none", "across", "named"}
    | {"sample", "dimension", "agency", "period", "title"}
)
"""The keys of rules that hold patterns of the rule language."""

NAMED_PATTERNS = frozenset({"exclude", "roles", "heads", "want"})
"""The keys of rules that hold patterns by a name."""

_FINDS = ("first", "every", "flag")
_TERM = re.compile(r"(?<!\?P)<([a-z][a-z_-]*)>")
_PRIVATE = re.compile("[\ue000-\uf8ff]")


@dataclass(frozen=True, slots=True)
class _Piece:
    """A piece of a room's rules and its place in `fact.yaml`: a whole pattern, a part of one, or a plain word."""

    place: str
    text: str
    kind: Literal["pattern", "part", "word"] = "pattern"


def lint(room: Room, operators: Collection[str] | None = None) -> list[str]:
    """What is wrong with a room, one line each; empty for a sound one.

    `operators` are the names that may follow `|` in an expression or stand in `as:`; they are not looked at where None.
    """
    pieces = [piece for rule in room.rules for piece in _pieces(rule)]
    found = [fault for piece in pieces for fault in _piece_faults(room, piece)]
    found += _term_faults(room, pieces)
    found += [fault for rule in room.rules for fault in _emit_faults(room, rule, operators)]
    found += [f"two rules have the id {name}" for name, n in Counter(rule.id for rule in room.rules).items() if n > 1]
    found += [f"key names the unknown column {name}" for name in room.key if name not in _columns(room)]
    return found


def _columns(room: Room) -> set[str]:
    return {column.name for column in room.columns}


def _pieces(rule: AnyRule) -> Iterator[_Piece]:
    """All patterns and words of a rule with their places."""
    for name, value in rule:
        place = f"{rule.id}: {name}"
        if isinstance(value, Where):
            for key, words in ((key, words) for key, words in value if key != "leaf"):
                yield from _each(f"{place}.{key}", words)
        elif name in WORDS:
            yield from _each(place, value, kind="word")
        elif name in PATTERNS:
            yield from _each(place, value)
        elif name in NAMED_PATTERNS:
            for key, words in value.items():
                yield from _each(f"{place}.{key}", words)
        elif name == "emit":
            for column, expression in value.items():
                if isinstance(expression, Find):
                    yield from _find_pieces(f"{place}.{column}", expression)


def _find_pieces(place: str, find: Find) -> Iterator[_Piece]:
    for name in _FINDS:
        yield from _each(f"{place}.{name}", getattr(find, name))
    for code, words in find.choose.items():
        yield from _each(f"{place}.choose.{code}", words)


def _each(place: str, words: Words, kind: Literal["pattern", "part", "word"] = "pattern") -> Iterator[_Piece]:
    return (_Piece(place, word, kind) for word in words)


def _piece_faults(room: Room, piece: _Piece) -> Iterator[str]:
    if _PRIVATE.search(piece.text):
        yield f"{piece.place}: {piece.text!r} holds a private-use character: ask for a {{placeholder}}"
    unfolded = sorted({char for char in piece.text if not char.isspace() and level(char) != char})
    if unfolded:
        yield f"{piece.place}: {piece.text!r} holds {' '.join(unfolded)}, which folded text never has"
    try:
        plain = piece.kind == "word"
        compiled = re.compile(piece.text) if plain else compile_pattern(piece.text, {**phrases(), **room.terms})
    except (RuleError, re.error) as fault:
        yield f"{piece.place}: {fault}"
        return
    if piece.kind != "part" and compiled.search("") and not piece.text.startswith("^(?!"):
        yield f"{piece.place}: {piece.text!r} can match nothing at all"


def _term_faults(room: Room, pieces: list[_Piece]) -> Iterator[str]:
    used = {name for piece in pieces for name in _TERM.findall(piece.text)}
    for name, words in room.terms.items():
        if name not in used:
            yield f"terms.{name}: no pattern names <{name}>"
        if not words:
            yield f"terms.{name}: the list is empty"
        for word, count in Counter(words).items():
            if count > 1:
                yield f"terms.{name}: {word} stands {count} times"
            if _TERM.search(word):
                yield f"terms.{name}: {word} names a list, which only a pattern may"
            yield from _piece_faults(room, _Piece(f"terms.{name}", word, "part"))


def _emit_faults(room: Room, rule: AnyRule, operators: Collection[str] | None) -> Iterator[str]:
    emit = getattr(rule, "emit", {})
    groups = _groups(room, rule)
    for column, expression in emit.items():
        place = f"{rule.id}: emit.{column}"
        if column not in _columns(room):
            yield f"{place}: the room has no such column"
        text = expression.default if isinstance(expression, Find) else expression
        if text.startswith("$") and text not in CONTEXT:
            yield f"{place}: {text} is none of {', '.join(sorted(CONTEXT))}"
        if isinstance(expression, Find):
            names, operator = expression.group, expression.with_
        elif text.startswith(("$", "=")):
            names, operator = "", ""
        else:
            names, _, operator = text.partition("|")
        if names and groups is not None and not groups & set(names.split("+")):
            yield f"{place}: no pattern of the rule has a group {names}"
        if operator and operators is not None and operator not in operators:
            yield f"{place}: unknown operator {operator}"
    for name in (*getattr(rule, "need", ()), *filter(None, (getattr(rule, "each", ""),))):
        if name not in emit:
            yield f"{rule.id}: needs {name}, which it does not emit"


def _groups(room: Room, rule: AnyRule) -> set[str] | None:
    """The names that a rule's expressions may use; None where it has expressions of its own making only."""
    if isinstance(rule, MentionRule):
        return {"it"}
    names: set[str] = set()
    patterns: Words = ()
    match rule:
        case CellRule():
            names, patterns = (
                {"head", "cell", "row", rule.days, *rule.heads},
                (*rule.across, *chain(*rule.heads.values())),
            )
        case ListRule():
            names, patterns = {"item"}, (*rule.cue, *rule.item)
        case PatternRule():
            patterns = rule.pattern
        case _:
            return None
    for pattern in patterns:
        try:
            names |= set(compile_pattern(pattern, {**phrases(), **room.terms}).groupindex)
        except RuleError:
            return None
    return names
