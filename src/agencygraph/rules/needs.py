"""What a text must hold for a pattern to match, found without compiling the pattern."""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping

from agencygraph.rules.language import SIGNS

Need = frozenset[str]
"""Words and signs of which at least one stands wherever the pattern matches."""

_FIRST = {
    **{name: (sign,) for name, sign in SIGNS.items()},
    "count": (SIGNS["number"],),
    "money": (SIGNS["number"],),
    "agencies": (SIGNS["organisation"],),
    "persons": (SIGNS["person"],),
    "when": (SIGNS["date"], SIGNS["period"]),
    "body": (SIGNS["organisation"], SIGNS["self"]),
}
_TOKEN = re.compile(
    r"""\\. | \[\^?\]?(?:\\.|[^\]\\])*\]                                      # an escape, a class
    | \{(?P<kind>[a-z]+)(?:=[a-z_]+)?(?::(?P<units>[^{}]+))?\} | <(?P<list>[a-z][a-z_-]*)>
    | (?P<not>\(\?<?!) | (?P<open>\((?:\?(?:P<[a-z_]+>|<=|[:=>]))?) | (?P<close>\)) | (?P<or>\|)
    | (?P<maybe>[?*]\??|\{0?,\d*\}\??) | (?P<some>\+\??|\{[1-9]\d*(?:,\d*)?\}\??)
    | (?P<words>[^\\\[\](){}?*+.|^$<>]+) | .""",
    re.VERBOSE | re.DOTALL,
)
_ENDS_IN_OPTION = re.compile(r"[?*]|\{0?,")


def needs(pattern: str, terms: Mapping[str, tuple[str, ...]]) -> tuple[Need, ...]:
    """What stands in every text in which a pattern of the rule language matches; each need holds. Nothing where the
    pattern does not tell. `terms` are the lists that it may name.
    """
    return _Scan(pattern, terms).read()


class _Scan:
    """One pass over a pattern: follows brackets, alternatives and options, passes classes and signs like `^` by."""

    def __init__(self, pattern: str, terms: Mapping[str, tuple[str, ...]]) -> None:
        self._pattern, self._terms, self._at = pattern, terms, 0

    def read(self) -> tuple[Need, ...]:
        """The needs up to the bracket that closes, or to the end."""
        branches: list[tuple[Need, ...]] = []
        told: list[Need] = []
        while self._at < len(self._pattern):
            found = _TOKEN.match(self._pattern, self._at)
            assert found is not None  # the last alternative takes any character
            self._at = found.end()
            if found["close"]:
                break
            if found["or"]:
                branches.append(tuple(told))
                told = []
            else:
                new = self._of(found)
                told += () if self._optional() else new
        return _either([*branches, tuple(told)]) if branches else tuple(told)

    def _of(self, found: re.Match[str]) -> tuple[Need, ...]:
        if found["not"]:
            self.read()
            return ()
        if found["open"]:
            return self.read()
        if found["list"]:
            return _either([_word(word) for word in self._terms.get(found["list"], ())])
        if found["kind"]:
            signs = _FIRST.get(found["kind"])
            return ((frozenset(signs),) if signs else ()) + (_word(found["units"]) if found["units"] else ())
        words = found["words"] or ""
        if words and _ENDS_IN_OPTION.match(self._pattern, self._at):
            words = words[:-1]
            self._optional()
        return (frozenset((words,)),) if words else ()

    def _optional(self) -> bool:
        """Passes a quantifier by; whether it lets what stands before it be absent."""
        found = _TOKEN.match(self._pattern, self._at)
        if found is None or not (found["maybe"] or found["some"]):
            return False
        self._at = found.end()
        return bool(found["maybe"])


@functools.cache
def _word(word: str) -> tuple[Need, ...]:
    return needs(word, {})


def _either(branches: list[tuple[Need, ...]]) -> tuple[Need, ...]:
    """Of alternatives one is there: the need of each that is told best, together; nothing where one tells nothing."""
    if not branches or not all(branches):
        return ()
    best = (max(needs, key=lambda need: (min(map(len, need)), -len(need))) for needs in branches)
    return (frozenset().union(*best),)
