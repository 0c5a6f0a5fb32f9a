"""What a fact room may say: the schema of `facts/<name>/fact.yaml`, strict (an unknown key is an error)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Discriminator, Field, PrivateAttr, Tag

from agencygraph.rules.needs import Need
from agencygraph.text import Expression

ColumnType = Literal["text", "organisation", "integer", "decimal", "boolean", "weekday", "date", "code", "url", "fact"]
Scope = Literal["clause", "sentence", "statement", "dated", "paragraph", "entry"]
Words = tuple[str, ...]


class Strict(BaseModel):
    """A part of a room: immutable, no key that the schema does not name."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Label(Strict):
    """A text in both languages of the graph."""

    zh: str
    en: str


class Column(Strict):
    """One column of the fact type, and the property (local name under `ag:`) that carries it in the graph."""

    name: str
    property: str
    type: ColumnType
    many: bool = False


class Where(Strict):
    """In which passages a rule is tried: patterns of the rule language, alternatives within a key, all keys hold.

    `any` and `none` look at the passage, `above` at the headings, list heads and the line that introduces the list,
    `anywhere` at either, `not_above` refuses by what stands above, `not_around` by what stands in the same
    sentence; `leaf` asks that nothing stands below the passage.
    """

    any: Words = ()
    all: Words = ()
    none: Words = ()
    above: Words = ()
    anywhere: Words = ()
    not_above: Words = ()
    not_around: Words = ()
    leaf: bool = False


class Find(Strict):
    """How a column's value is found when the rule's own pattern does not name it.

    `first`: the patterns are tried in order, the first that is found gives the value (its group `value`, else its first
    placeholder, else the whole). `every`: all values that the first successful pattern finds. `choose`: the first code
    one of whose patterns is found. `flag`: true where one of the patterns is found. `within` says where to look: in the
    match, in the rule's scope, in the match's sentence, in the whole paragraph, after or before the match in the scope,
    above, or in the clauses before it, the nearest first. Nothing is looked for where the group `group` took part: its
    value is the column's.
    """

    first: Words = ()
    every: Words = ()
    choose: dict[str, Words] = Field(default_factory=dict)
    flag: Words = ()
    group: str = ""
    within: Literal[
        "match", "scope", "sentence", "paragraph", "after", "before", "above", "rest", "beside", "nearby"
    ] = "scope"
    with_: str = Field(default="", alias="as")
    default: str = ""


Emit = dict[str, str | Find]


class PatternRule(Strict):
    """Patterns over marked text; each place where one matches gives a fact (or one per value of `each`).

    With `alone` the rule is silent in a sentence in which the room has found something already, with `new` it leaves
    out what another rule of the room has named anywhere in the report. `want` gives
    for a column the patterns one of which its value, as the report writes it, must show.
    """

    id: str
    read: Literal["pattern"] = "pattern"
    says: str = ""
    scope: Scope = "sentence"
    where: Where = Where()
    pattern: Words
    once: bool = False
    alone: bool = False
    new: bool = False
    each: str = ""
    emit: Emit
    want: dict[str, Words] = Field(default_factory=dict)
    need: Words = ()
    cite: Literal["match", "clause", "scope"] = "clause"


class ListRule(Strict):
    """A list of names after a cue: each item gives a fact.

    `cue` introduces it (the list starts where the cue ends), `until` ends it; an item must match `item` where given
    and none of `refuse`. `least` is the fewest items that make a list; one of them must show one of `sure`. The item is
    the group `item` in `emit`, and the groups of its pattern may be named there too; `want` as for patterns. With
    `lines` the items are the list items below the line of the cue.
    """

    id: str
    read: Literal["list"]
    says: str = ""
    scope: Scope = "sentence"
    where: Where = Where()
    cue: Words
    until: Words = ()
    item: Words = ()
    refuse: Words = ()
    strip: Words = ()
    least: int = 1
    sure: Words = ()
    numbered: bool = False
    lines: bool = False
    emit: Emit
    want: dict[str, Words] = Field(default_factory=dict)
    cite: Literal["item", "clause"] = "clause"


class MentionRule(Strict):
    """One fact for each distinct thing of a kind that the report mentions, at its first mention.

    `roles` gives the values of the column `role`: for each code the patterns, around the mention's place `@`, that
    show it; all mentions of the same thing count. `above` is the role of the body that the agency's name begins with.
    `named` are patterns one of which the name itself must show (for a person: name, blank, title). `part` asks for
    bodies named with the ministry whose own work the report tells: 內政部消防署 in a report of 內政部.
    """

    id: str
    read: Literal["mention"]
    says: str = ""
    kind: Literal["organisation", "unit", "person", "law", "url"]
    where: Where = Where()
    refuse: Words = ()
    named: Words = ()
    roles: dict[str, Words] = Field(default_factory=dict)
    above: str = ""
    otherwise: str = ""
    part: bool = False
    emit: Emit


class QuantityRule(Strict):
    """Every number with a unit that is not excluded for a reason that has a name.

    `units` are the counters, longest first; `exclude` gives for each named reason the patterns, around the number's
    place `@`, that show it; `fillers` stand between a measure and its figure, `openers` before the measure;
    after a unit of `nouns` the counted thing may follow, after any where one of `verbs` stands before the figure;
    `earlier` names the period a figure is compared with; `none` says zero in words.
    """

    id: str
    read: Literal["quantity"]
    says: str = ""
    units: Words
    exclude: dict[str, Words]
    fillers: Words
    openers: Words
    nouns: Words
    verbs: Words
    earlier: Words
    none: Words


class AnswerRule(Strict):
    """Answer options of a survey with their counts and percents, in a passage that speaks of one."""

    id: str
    read: Literal["answer"]
    says: str = ""
    where: Where
    options: Words
    combined: dict[str, str]
    sample: Words
    dimension: Words
    joins: Words = ()
    emit: Emit = Field(default_factory=dict)


class HeadRule(Strict):
    """The head of the report: its title, the agency, the period, from labelled lines, else from the title."""

    id: str
    read: Literal["head"]
    says: str = ""
    agency: Words
    period: Words
    title: Words


class CellRule(Strict):
    """Rows of a table whose header or caption fits: `heads` name the columns by what their header says.

    With `across`, each column whose header matches gives a fact of its own for each row: the header (its group `head`
    where the pattern has one), the cell and the row's first cell are the groups `head`, `cell` and `row`. `days` names
    the group that holds the weekdays whose columns are ticked in a row; `total` asks for the row of the total alone;
    `want` as for patterns.
    """

    id: str
    read: Literal["cell"]
    says: str = ""
    where: Where = Where()
    heads: dict[str, Words] = Field(default_factory=dict)
    days: str = ""
    total: bool = False
    across: Words = ()
    emit: Emit
    each: str = ""
    want: dict[str, Words] = Field(default_factory=dict)
    need: Words = ()


def _reads(rule: object) -> str:
    """Which kind of rule this is: a pattern where `read` is not said."""
    return str(rule.get("read", "pattern") if isinstance(rule, dict) else getattr(rule, "read", "pattern"))


AnyRule = Annotated[
    Annotated[PatternRule, Tag("pattern")]
    | Annotated[ListRule, Tag("list")]
    | Annotated[MentionRule, Tag("mention")]
    | Annotated[QuantityRule, Tag("quantity")]
    | Annotated[AnswerRule, Tag("answer")]
    | Annotated[HeadRule, Tag("head")]
    | Annotated[CellRule, Tag("cell")],
    Discriminator(_reads),
]


class Room(Strict):
    """A fact type: its class, columns and rules."""

    name: str
    class_: str = Field(alias="class")
    label: Label
    definition: Label
    columns: tuple[Column, ...]
    key: Words
    terms: dict[str, Words] = Field(default_factory=dict)
    rules: tuple[AnyRule, ...]
    _compiled: dict[Words, list[Expression]] = PrivateAttr(default_factory=dict)
    _needs: dict[Words, list[tuple[Need, ...]]] = PrivateAttr(default_factory=dict)

    def patterns(self, words: Words, compile_all: Callable[[Words], list[Expression]]) -> list[Expression]:
        """The patterns that `words` stand for, compiled once a room."""
        found = self._compiled.get(words)
        if found is None:
            found = self._compiled[words] = compile_all(words)
        return found

    def needs(self, words: Words, read_all: Callable[[Words], list[tuple[Need, ...]]]) -> list[tuple[Need, ...]]:
        """What the patterns that `words` stand for need of a text, read once a room."""
        found = self._needs.get(words)
        if found is None:
            found = self._needs[words] = read_all(words)
        return found

    def column(self, name: str) -> Column:
        """The column of that name; a KeyError where there is none."""
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(name)
