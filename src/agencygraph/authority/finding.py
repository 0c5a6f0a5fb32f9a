"""All that the authority files find in a text: bodies, places, laws, words by which a body speaks of itself."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from agencygraph.authority.citations import citations
from agencygraph.authority.organisations import Finder, Hit
from agencygraph.authority.registry import Register, spelling
from agencygraph.authority.shortened import bureaus, counted, earlier, sections, sister, twins
from agencygraph.authority.whereabouts import whereabouts
from agencygraph.model import Mention

_ONE = str.maketrans({"台": "臺", "（": "(", "）": ")"})
_SELF = re.compile(
    r"(?<![基資成版樣文原根書副正影謄])(?<![^\d一二三四五六七八九十]日)[本該]"
    r"(?:分署|分局|分院|監獄|監(?![督視測控察工護事造理])|署|局(?![部限面])|處(?![理分罰於置])|所(?![有得以在屬需謂])|會(?![員議計場])|院(?!轄)|部(?![分門會落])"
    r"|關(?![係於注鍵心懷節閉聯務說])|府|公司|中心|行(?![政為])|校|辦公室|館|站|隊(?!員)|社(?![會區工])|機關|事務所|公所|醫院|大學|基金會|協會|委員會)"
)
_UNIT = re.compile(r"第[一二三四五六七八九十\d]{1,2}(?:科|課|組|股)(?![別員])")


class Authority(Register):
    """The authority files with their look-up, and finding what they name in a text."""

    def find(self, text: str) -> list[Mention]:
        """Organisations, places, laws and self-references in a folded text, none overlapping, in the order of the text.

        An organisation's value is its name as written, in full where it shares a part with the next one
        (桃園、中壢監理站 gives 桃園監理站 over 桃園); a unit inside a body has "unit" as its second value.
        """
        plain = text.translate(_ONE)
        found = list(citations(plain, text, self))
        taken = set(_cells(found))
        for more in (_organisations(plain, text, self), _own(text), _units(text), whereabouts(plain, text, self)):
            for mention in more:
                if taken.isdisjoint(range(mention.start, mention.end)):
                    taken.update(range(mention.start, mention.end))
                    found.append(mention)
        return sorted(found, key=lambda mention: mention.start)


@cache
def load() -> Authority:
    """The authority files, read on the first call and kept."""
    return Authority()


def find(text: str) -> list[Mention]:
    """The same as `load().find(text)`."""
    return load().find(text)


def _cells(mentions: list[Mention]) -> Iterator[int]:
    for mention in mentions:
        yield from range(mention.start, mention.end)


def _organisations(plain: str, text: str, authority: Register) -> Iterator[Mention]:
    previous: Hit | None = None
    shared = [_mention(start, end, name, authority) for start, end, name in counted(plain, authority)]
    shared += [_mention(start, end, name, authority) for start, end, name in twins(plain, authority)]
    shared += [_mention(start, end, name, authority, unit=True) for start, end, name in sections(plain)]
    whole: list[Mention] = []
    for hit in Finder(plain, authority).find():
        shared += [_mention(start, end, name, authority) for start, end, name in earlier(plain, hit, authority)]
        shared += [_mention(start, end, name, authority) for start, end, name in bureaus(plain, hit, authority)]
        lent = sister(plain, previous, hit, authority)
        whole.append(_mention(hit.start, hit.end, lent + text[hit.start : hit.end], authority, hit.unit))
        previous = Hit(previous.start, hit.end) if lent and previous else hit
    yield from shared
    yield from whole


def _mention(start: int, end: int, name: str, authority: Register, unit: bool = False) -> Mention:
    body = authority.organisation(name)
    values = (name, "unit") if unit else (name,)
    return Mention("organisation", start, end, values, key=body.key if body else spelling(name))


def _own(text: str) -> Iterator[Mention]:
    for match in _SELF.finditer(text):
        yield Mention("self", match.start(), match.end(), (match.group(),), key=match.group())


def _units(text: str) -> Iterator[Mention]:
    for match in _UNIT.finditer(text):
        yield Mention("organisation", match.start(), match.end(), (match.group(), "unit"), key=match.group())
