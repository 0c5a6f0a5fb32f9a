"""The organisations that a plain question names, looked up among those that the graphs name."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from agencygraph import authority
from agencygraph.namespaces import AG
from agencygraph.questions.running import with_prefixes
from agencygraph.questions.wordlists import place, table
from agencygraph.stores import Rows, Store

_ROLES = {name: name for name in ("host", "agency", "organisation", "target", "partner")}
_ROLES |= {"affiliation": "instructorAffiliation"}
"""The parameters that a body's name may be the value of, and the properties that link facts to such bodies."""
_PLACE = re.compile(
    r"([\u4e00-\u9fff]{2})(?:[縣市區鄉鎮])?(?:政府|分署|分局|行政執行|稽徵所|監理|地政|戶政|稅務|辦事處|地方|就業)"
)
_ENGLISH = re.compile(r"[a-z]+")
_COUNTY = re.compile(r"(?: (?:city|county))?(?: government)?(?:'s)? ")
_ASKING = re.compile("哪|什麼|甚麼|誰|幾|多少|如何|有沒有|兩")
_BEFORE = re.compile(r"^.*(?:去過|去|到過|給)|^.+(?:跟|和|與)")
"""What a body that nobody knows begins with where words before it were taken as part of its name."""
_NO_PLACES = frozenset({"地方", "政府", "中央", "聯合", "國稅", "業務", "行政", "財政", "法務", "交通"})
_SHORT = 4
_FORM = re.compile("(?:股份)?有限公司$")


@dataclass(frozen=True, slots=True)
class Named:
    """A body in a question: where it stands there, and the texts that its name may hold, the likeliest first."""

    start: int
    end: int
    texts: tuple[str, ...]


class Bodies:
    """The names of organisations in a store, by the role that they have in facts."""

    def __init__(self, store: Store) -> None:
        self._names: dict[str, set[str]] = {role: set() for role in _ROLES}
        values = " ".join(f"ag:{linked}Name" for linked in _ROLES.values())
        roles = {linked: role for role, linked in _ROLES.items()}
        answer = store.query(with_prefixes(f"SELECT DISTINCT ?p ?n WHERE {{ VALUES ?p {{ {values} }} ?f ?p ?n }}"))
        for role, name in answer.texts() if isinstance(answer, Rows) else ():
            self._names[roles[role.removeprefix(AG).removesuffix("Name")]].add(name)
        self._all = sorted(set().union(*self._names.values()), key=lambda name: (-len(name), name))
        hosts = self._names["host"]
        self._places = {found[1] for name in hosts for found in _PLACE.finditer(name)} - _NO_PLACES

    def role(self, text: str, offered: Iterable[str]) -> str | None:
        """The first of the parameters on offer for which a name in the store holds the text."""
        return next((role for role in offered if any(text in name for name in self._names.get(role, ()))), None)

    def one(self, text: str, other: str) -> bool:
        """Whether two texts may name one body: 基隆 and 執行官辦公室."""
        return text in other or other in text or any(text in name and other in name for name in self._all)

    def find(self, question: str) -> tuple[Named, ...]:
        """The bodies in a folded question, in its order; no two overlap."""
        taken: list[Named] = []
        for named in (*self._whole(question), *self._filed(question), *self._placed(question)):
            if all(named.end <= other.start or other.end <= named.start for other in taken):
                taken.append(named)
        return self._joined(question, sorted(taken, key=lambda named: named.start))

    def _joined(self, question: str, found: list[Named]) -> tuple[Named, ...]:
        """A county and the body after it as one (Taoyuan City fire department), where the store has such a body."""
        out: list[Named] = []
        for named in found:
            before = out[-1] if out and _COUNTY.fullmatch(question, out[-1].end, named.start) else None
            parts = [(one, other) for one in before.texts for other in named.texts] if before else []
            whole = [full for full in self._all for one, other in parts if one in full and other in full]
            if before and whole:
                out[-1] = Named(before.start, named.end, (min(whole, key=len),))
            else:
                out.append(named)
        return tuple(out)

    def _whole(self, question: str) -> Iterator[Named]:
        """Names of the store, or their ends or beginnings of four characters and more, as they stand."""
        found: list[Named] = []
        for name in self._all:
            pieces = {name[cut:] for cut in range(len(name) - _SHORT + 1)}
            pieces |= {name[:cut] for cut in range(_SHORT + 1, len(name))} | {_FORM.sub("", name)} - {""}
            held = max((piece for piece in pieces if piece in question), key=len, default="")
            if held:
                at = question.index(held)
                found.append(Named(at, at + len(held), (held,)))
        yield from sorted(found, key=lambda named: (named.start - named.end, named.start))

    def _longer(self, question: str, place: str) -> str:
        """What a question that begins with a place says of a name in the store (新港地政), the place at least."""
        ends = range(len(question), len(place) + 1, -1)
        return next((question[:end] for end in ends if any(question[:end] in name for name in self._all)), place)

    def _filed(self, question: str) -> Iterator[Named]:
        """Bodies that the authority files know, by any of their names, and by English ones."""
        for mention in authority.find(question):
            if mention.kind == "organisation" and not _ASKING.search(mention.values[0]):
                name = mention.values[0]
                texts = self._texts(name)
                begun = _BEFORE.match(name) if not any(texts[0] in full for full in self._all) else None
                if begun and question[mention.start : mention.end] == name and len(name) - begun.end() >= _SHORT - 1:
                    yield Named(mention.start + begun.end(), mention.end, self._texts(name[begun.end() :]))
                else:
                    yield Named(mention.start, mention.end, texts)
        for english, name in sorted(table("topics")["bodies"].items(), key=lambda pair: -len(pair[0])):
            if at := place(question, english):
                yield Named(*at, self._texts(name))

    def _texts(self, name: str) -> tuple[str, ...]:
        """What a store calls a body: its names on file, that of most first, else one that it is short for."""
        known = authority.load().organisation(name)
        names = [name, *([known.name, *known.former] if known else ())]
        names += [one.text for one in authority.load().names(known.key)] if known else []
        held = [one for one in dict.fromkeys(names) if any(one in full for full in self._all)]
        held.sort(key=lambda one: -sum(one in full for full in self._all))
        held = held or [full for full in self._all if authority.short_form(name, full)][:1]
        return tuple(held or names[:1])

    def _placed(self, question: str) -> Iterator[Named]:
        """Bare names of places: those that a body in the store is called after, and counties."""
        for bare in sorted({*self._places, *_counties().values()}):
            at = question.find(bare)
            if at >= 0:
                long = max(self._longer(question[at:], bare), question[at : at + len(bare)], key=len)
                after = re.compile(r"(?:分署|縣|市)?").match(question, at + len(long))
                yield Named(at, after.end() if after else at + len(long), tuple(dict.fromkeys((long, bare))))
        for word in _ENGLISH.finditer(question):
            if word[0] in _counties():
                yield Named(word.start(), word.end(), (_counties()[word[0]],))


@functools.cache
def _counties() -> dict[str, str]:
    """The bare names of counties by the first word of their English name: taoyuan -> 桃園."""
    found: dict[str, str] = {}
    for bare, places in authority.load().bare_places.items():
        for one in places:
            if one.level == "county":
                english = re.sub(r" (?:city|county)$", "", one.english.lower())
                found[english.replace(" ", "") or bare] = bare
    return found
