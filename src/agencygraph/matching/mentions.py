"""Rules that take stock: each distinct body, unit, person, law or address that a report mentions, once."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from agencygraph.authority import load, short_form
from agencygraph.matching.reading import Reading
from agencygraph.matching.references import without_section
from agencygraph.matching.rows import Hit, facts, passage, patterns, terms
from agencygraph.matching.scopes import fits
from agencygraph.matching.speakers import is_work_report
from agencygraph.model import Fact, Mention
from agencygraph.rules import SIGNS, MentionRule, Room, compile_pattern
from agencygraph.text import Expression

_PART = "\n"
HERE = "\ue0ff"
"""The sign that stands for the mention itself where a rule writes `@`."""

_ACTS = re.compile(f"(?:由|經|並|另|業|惟|且|嗣|又|故|目前|本期|[{SIGNS['date']}{SIGNS['period']}])*")
_BESIDE = ("與", "和", "同", "、", "及")
_OFTEN = 3
_STATE = "行政院"
_HIGHEST = {_STATE, "立法院"}
_MINISTRIES = ("部", "委員會")
_WITH_BRANCHES = re.compile("(?<!分)[局處所站署隊]$")
_SQUADS = {
    "消防": ["分隊", "大隊"],
    "警察": ["派出所", "分駐所"],
    "海巡署": ["安檢所", "岸巡隊"],
    "勞動力發展署": ["就業中心"],
}
_OWN_KINDS = {"分署", "分局", "監理站", "監理所", "事務所", "局", "署", "分會", "處"}


@dataclass(slots=True)
class _Thing:
    """Its first mention, and by role the first one that shows it."""

    hit: Hit
    roles: dict[str, Hit] = field(default_factory=dict)


def around(room: Room, words: tuple[str, ...]) -> list[Expression]:
    """Patterns in which `@` stands for the place that is asked about."""
    return [compile_pattern(word.replace("@", HERE), terms(room)) for word in words]


def read(reading: Reading, room: Room, rule: MentionRule) -> Iterator[Fact]:
    """One fact for each distinct thing, with the roles that any of its mentions shows.

    It is cited at the first mention that shows a role, else at the first; those that show further roles are context.
    """
    sign = SIGNS[rule.kind]
    refused, named = around(room, rule.refuse), patterns(room, rule.named)
    roles = {role: around(room, words) for role, words in rule.roles.items()}
    above, branch = _above(reading.head.agency), _branch(reading.head.agency)
    speaking = _speaking(reading) if rule.roles or rule.part else set()
    families = _families(reading, speaking)
    parts = _parts(reading, families) if rule.part else None
    things: dict[str, _Thing] = {}
    full: dict[str, str] = {}
    for index, marked in enumerate(reading.marked):
        for at in sorted(i for i, m in marked.mentions.items() if marked.text[i] == sign):
            name = _name(marked.mentions[at])
            if rule.roles:
                name = _in_full(without_section(name), marked.mentions[at].key, reading, full)
            if not name or name in speaking or (rule.roles and branch and branch.fullmatch(name)):
                continue
            said = name if rule.roles else " ".join(marked.mentions[at].values)
            if named and not any(p.search(said) for p in named):
                continue
            if parts is not None and not name.startswith(parts):
                continue
            low, high = marked.sentence(at, at + 1)
            if not fits(reading, room, rule.where, index, low, high):
                continue
            text = marked.text[low:at] + HERE + marked.text[at + 1 : high]
            if any(p.search(text) for p in refused):
                continue
            thing = things.setdefault(
                name + _article(marked.mentions[at]), _Thing(Hit(index, at, at + 1, low, high, {"it": (at, at + 1)}))
            )
            if rule.above and above and short_form(name, above):
                thing.roles = {rule.above: thing.hit}
                continue
            lead = "".join(line.text for line in reading.lines_above(index)[-2:]) + "\n"
            for role, cues in roles.items():
                if role not in thing.roles and (shown := _shown(cues, lead, text)):
                    start, end = min(at, low + shown[0]), max(at + 1, low + shown[1])
                    thing.roles[role] = Hit(index, start, end, low, high, {"it": (at, at + 1)})
    for key, thing in things.items():
        if rule.kind == "law" and any(other.startswith(key + _PART) for other in things):
            continue  # cited by an article elsewhere
        hit = min(thing.roles.values(), key=lambda role: (role.paragraph, role.start), default=thing.hit)
        for fact in facts(reading, room, rule.id, dict(rule.emit), hit, "clause"):
            yield _with_roles(reading, _named(fact, key), thing, rule, families) if rule.roles else fact


def _in_full(name: str, key: str, reading: Reading, full: dict[str, str]) -> str:
    """The name; of a short one that the text introduces the full one. `full` are those seen so far by their keys."""
    if name in reading.keys:
        return full.get(reading.keys[name], name)
    full.setdefault(key, name)
    return name


def _named(fact: Fact, name: str) -> Fact:
    """The fact with the full name of a body that its passage names by a short one."""
    if fact.text("organisation") == name:
        return fact
    derived = (*fact.evidence.derived, "organisation")
    return replace(fact, values={**fact.values, "organisation": name}, evidence=replace(fact.evidence, derived=derived))


def _shown(cues: list[Expression], lead: str, text: str) -> tuple[int, int] | None:
    """Where a text, alone or with what leads to it, shows a role."""
    for cue in cues:
        if found := cue.search(text):
            return found.span()
        if found := cue.search(lead + text):
            return max(found.start() - len(lead), 0), max(found.end() - len(lead), 0)
    return None


def _told(reading: Reading) -> tuple[Counter[str], Counter[str]]:
    """How often each body is named, and how often a clause begins with it."""
    told: Counter[str] = Counter()
    acting: Counter[str] = Counter()
    for marked in reading.marked:
        for at in (i for i in marked.mentions if marked.text[i] == SIGNS["organisation"]):
            name = _name(marked.mentions[at])
            told[name] += 1
            acting[name] += bool(_ACTS.fullmatch(marked.text, marked.clause(at, at + 1)[0], at))
    return told, acting


def _speaking(reading: Reading) -> set[str]:
    """The bodies that the report is about: hosts; where it names no agency, those that act in it again and again.

    There it is also about the first body of the kind that says 本分署, 本局 …, or, where none does, the one named most.
    """
    hosts = {host for host in reading.hosts if host}
    if reading.head.agency:
        return hosts
    told, acting = _told(reading)
    often = {name for name, times in acting.items() if times >= _OFTEN and 2 * times >= told[name]}
    said = {m.values[0][1:] for marked in reading.marked for m in marked.mentions.values() if m.kind == "self"}
    if not said & _OWN_KINDS:
        return hosts | often | {name for name, times in told.most_common(1) if times > _OFTEN}
    own = next((name for name in _not_beside(reading) if name.endswith(tuple(said & _OWN_KINDS))), "")
    return hosts | often | {name for name in told if own and (short_form(name, own) or short_form(own, name))}


def _not_beside(reading: Reading) -> Iterator[str]:
    """The names of bodies in the order of the text, but for those that something is done with: 與某分署試辦."""
    for marked in reading.marked:
        for at in sorted(i for i in marked.mentions if marked.text[i] == SIGNS["organisation"]):
            if marked.text[max(0, at - 1) : at] not in _BESIDE:
                yield _name(marked.mentions[at])


def _branch(agency: str) -> re.Pattern[str] | None:
    """How an agency calls its branches without its own name: 員林分局 in the report of a 局 that is none itself."""
    kinds = [f"分{agency[-1]}"] if _WITH_BRANCHES.search(agency) else []
    kinds += next((squads for word, squads in _SQUADS.items() if word in agency), [])
    return re.compile(f"[一-鿿]{{2,3}}(?:{'|'.join(kinds)})") if kinds else None


def _above(agency: str) -> str:
    """The body that the agency's name begins with: 法務部行政執行署 for a branch of it."""
    sizes = range(len(agency) - 1, 2, -1)
    return next((agency[:size] for size in sizes if load().knows(agency[:size])), "")


def _families(reading: Reading, speaking: set[str]) -> set[str]:
    """The ministries whose own work a text without a head tells: of all that act in it, and whom it is told to."""
    if reading.head.agency or not is_work_report(reading):
        return set()
    told, acting = _told(reading)
    lines = {name: line for name in told if len(line := _above_all(name)) > 1}
    only = {line[-1] for line in lines.values()}
    acts = {line[-1] for name, line in lines.items() if acting[name]}
    return {_above_all(name)[-1] for name in speaking} | acts | (only if len(only) == 1 else set()) | _HIGHEST


def _parts(reading: Reading, families: set[str]) -> tuple[str, ...]:
    """How the names of bodies begin that are named with the ministry whose own work the report tells."""
    agency = reading.head.agency
    own = {agency} if agency.endswith(_MINISTRIES) else set()
    return tuple(name for name in own | (families - _HIGHEST) if name.endswith(_MINISTRIES))


def _above_all(name: str) -> list[str]:
    """The state's houses or ministry that a body is part of, at the end; before it the state where it is above that."""
    register = load()
    body = register.organisation(name) or register.organisation(name.replace("台", "臺").removeprefix("臺灣"))
    chain = [above.name for above in register.chain(body.key)] if body else [name]
    return [_STATE, chain[-2]] if chain[-1] == _STATE and len(chain) > 1 else chain[-1:]


def _with_roles(reading: Reading, fact: Fact, thing: _Thing, rule: MentionRule, families: set[str]) -> Fact:
    order = [*rule.roles, rule.above]
    unsaid = bool(families) and _above_all(fact.text("organisation"))[-1] in families
    values = tuple(sorted(thing.roles, key=order.index)) or ((rule.otherwise,) if rule.otherwise and not unsaid else ())
    cited = fact.evidence
    shown = [passage(reading, hit, "clause") for hit in thing.roles.values()]
    evidence = replace(
        cited,
        context=tuple(sorted({*cited.context, *shown} - {cited.span})),
        derived=(*cited.derived, "role"),
        where={**cited.where, "role": tuple(shown)} if shown else cited.where,
    )
    return replace(fact, values={**fact.values, "role": values}, evidence=evidence)


def _article(mention: Mention) -> str:
    """What tells citations of one law apart."""
    return (
        _PART + mention.values[1]
        if mention.kind == "law" and mention.values[1:] and mention.values[1].startswith(("第", "部分"))
        else ""
    )


def _name(mention: Mention) -> str:
    return mention.values[0] if mention.values else ""
