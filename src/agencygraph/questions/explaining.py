"""Why the graph says so: from a fact to its values, its rule, its passage and the bodies that it names."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import NamedNode

from agencygraph import rules
from agencygraph.errors import UsageError
from agencygraph.namespaces import AG
from agencygraph.questions.running import with_prefixes
from agencygraph.rules import Column, Room
from agencygraph.stores import Rows, Store

_ABSOLUTE = ("http://", "https://", "urn:")
_LONGEST_CHAIN = 10


@dataclass(frozen=True, slots=True)
class Passage:
    """A passage of a report: offsets in code points and the words."""

    start: int
    end: int
    quote: str


@dataclass(frozen=True, slots=True)
class Body:
    """An organisation as a report writes it and as it is on file: IRI, name, OID, those above it, other names."""

    written: str
    iri: str
    name: str
    oid: str
    above: tuple[str, ...]
    others: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Stated:
    """One column of a fact: its values, and whether the passage states them or they were derived."""

    column: str
    values: tuple[str, ...]
    derived: bool
    bodies: tuple[Body, ...] = ()


@dataclass(frozen=True, slots=True)
class Explanation:
    """The chain behind a fact. `says` is what the rule looks for, in words; `headings` go from the top down."""

    iri: str
    room: Room
    label: str
    report: str
    source: str
    values: tuple[Stated, ...]
    rule: str
    says: str
    passage: Passage | None
    headings: tuple[str, ...]
    context: tuple[Passage, ...]
    authority: tuple[str, ...]


def explain(store: Store, iri: str) -> Explanation:
    """The chain behind the fact with this IRI, or with this end of an IRI. Raises UsageError where there is none."""
    look = _Look(store)
    subject = look.resolve(iri)
    kinds = look.all(subject, "a")
    room = next((room for room in rules.load() if AG + room.class_ in kinds), None)
    if room is None:
        raise UsageError(
            f"{iri} is no fact of these graphs.",
            f"圖譜中沒有這筆事實：{iri}",
            "The column `fact` of a query gives IRIs 查詢結果的 fact 欄即為 IRI.",
        )
    report = look.one(subject, "ag:report") or subject
    rule = look.one(subject, "ag:rule")
    quoted = look.all(subject, "prov:wasQuotedFrom")
    return Explanation(
        subject,
        room,
        look.one(subject, "rdfs:label"),
        look.one(report, "rdfs:label"),
        look.one(report, "ag:sourceName"),
        tuple(look.stated(subject, column) for column in room.columns if look.all(subject, f"ag:{column.property}")),
        rule,
        next((one.says for one in room.rules if f"{room.name}/{one.id}" == rule), ""),
        look.passage(quoted[0]) if quoted else None,
        look.headings(look.one(subject, "ag:section")),
        tuple(look.passage(one) for one in look.all(subject, "prov:wasDerivedFrom")),
        tuple(look.all(subject, "ag:authorityEntry")),
    )


_WEEK = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


class _Look:
    """Looks things up in a store, one short query at a time."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def resolve(self, iri: str) -> str:
        bare = iri.strip("<>")
        if bare.startswith(_ABSOLUTE):
            return bare
        found = self._ask(
            f"SELECT DISTINCT ?s WHERE {{ ?s ag:rule ?r FILTER(STRENDS(STR(?s), {_quoted(bare)})) }} LIMIT 3"
        )
        if len(found) > 1:
            raise UsageError(
                f"several facts end in {iri}.", f"有數筆事實以「{iri}」結尾。", "Give the whole IRI 請給完整 IRI."
            )
        return found[0] if found else bare

    def all(self, subject: str, path: str) -> list[str]:
        try:
            node = NamedNode(subject)
        except ValueError:
            return []
        return self._ask(f"SELECT DISTINCT ?o WHERE {{ {node} {path} ?o }} ORDER BY ?o")

    def one(self, subject: str, path: str) -> str:
        return next(iter(self.all(subject, path)), "") if subject else ""

    def _ask(self, sparql: str) -> list[str]:
        answer = self._store.query(with_prefixes(sparql))
        return [row[0] for row in answer.texts()] if isinstance(answer, Rows) else []

    def stated(self, subject: str, column: Column) -> Stated:
        derived = AG + column.property in self.all(subject, "ag:derivedProperty")
        values = self.all(subject, f"ag:{column.property}")
        if column.type == "organisation":
            written = self.all(subject, f"ag:{column.property}Name")
            bodies = tuple(self._body(iri, written) for iri in values)
            return Stated(column.name, tuple(written), derived, bodies)
        if column.type in ("code", "weekday"):
            values = self.all(subject, f"ag:{column.property}/skos:notation")
        if column.type == "weekday":
            values.sort(key=_WEEK.index)
        return Stated(column.name, tuple(values), derived)

    def _body(self, iri: str, written: list[str]) -> Body:
        names = self.all(iri, "rdfs:label|skos:altLabel")
        used = next((name for name in written if name in names), written[0] if written else "")
        name = max(self.all(iri, "rdfs:label"), key=len, default=used)
        above: list[str] = []
        at = self.one(iri, "org:subOrganizationOf")
        while at and len(above) < _LONGEST_CHAIN:
            above.append(self.one(at, "rdfs:label"))
            at = self.one(at, "org:subOrganizationOf")
        others = tuple(one for one in names if one not in (name, used))
        return Body(used, iri, name, self.one(iri, "ag:oid"), tuple(above), others)

    def passage(self, node: str) -> Passage:
        start, end = (self.one(node, f"oa:hasSelector/oa:{edge}") for edge in ("start", "end"))
        return Passage(int(start or 0), int(end or 0), self.one(node, "oa:hasSelector/oa:exact"))

    def headings(self, section: str) -> tuple[str, ...]:
        found: list[str] = []
        at = section
        while at and len(found) < _LONGEST_CHAIN:
            told = f"{self.one(at, 'ag:number')} {self.one(at, 'ag:heading')}".strip()
            if not told:
                break
            found.append(told)
            at = self.one(at, "dct:isPartOf")
        return tuple(reversed(found))


def _quoted(text: str) -> str:
    """The text as a SPARQL literal."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\r", "\\r")
    return f'"{escaped}"'


def marked(text: str, passage: Passage) -> tuple[int, str]:
    """The line of the report that a passage begins in, counted from 1, and its lines with the passage in 【】."""
    first = text.rfind("\n", 0, passage.start) + 1
    last = text.find("\n", passage.end)
    end = len(text) if last < 0 else last
    told = f"{text[first : passage.start]}【{text[passage.start : passage.end]}】{text[passage.end : end]}"
    return text.count("\n", 0, passage.start) + 1, told


def rule_file(room: Room) -> Path:
    """Where a room's rules are written, relative to the folder of rooms."""
    return Path("facts") / room.name / "fact.yaml"
