"""A plain question, in Chinese or English, matched to a ready-made one: by words, never by guessing beyond them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from agencygraph.questions import refusing, values
from agencygraph.questions.bodies import Bodies, Named
from agencygraph.questions.likeness import fit, likeness
from agencygraph.questions.moments import GAP, Moment
from agencygraph.questions.moments import find as find_moment
from agencygraph.questions.refusing import Refusal
from agencygraph.questions.registry import Question, questions
from agencygraph.questions.running import run
from agencygraph.questions.wordlists import (
    CHINESE,
    Words,
    base,
    by_length,
    choice_words,
    covered,
    folded,
    known_words,
    longest_first,
    masked,
    of,
    place,
    places,
    strong_words,
    vocabulary,
    weight,
)
from agencygraph.stores import Rows, Store, Term

_STRONG, _WEAK = 3.0, 1.0
_VERBATIM, _MOST_SAID = 100.0, 8.0
_LEAST, _ALIKE = 1.0, 3.0
_CLOSE, _NEAR = 0.75, 0.4
_FITS = 1.5
_PERSON = 4.0
_PIECES = 0.18
_UNHEARD, _MISSED, _UNPLACED = 0.8, 4.0, 2.0
_ENGLISH = 0.7
_REFUSED, _DOUBTED = 0.45, 0.3
_SLIGHT, _NAME = 3.0, 1.5
_FITTING, _HALF_FITTING, _UNFIT = 0.3, 0.15, 0.1
_TRIED = 3
_QUOTED = re.compile(r"[「『“\"']([^「」『』“”\"']{2,40})[」』”\"']")
_NO = re.compile("[沒未不]|n't|\\b(?:not|never|without)\\b")
_BOTH = re.compile(
    r"兩(?:邊|頭|本|(?:個|間|家)(?:分署|機關)|份(?:報告|資料)?)|\b(?:both|two|either) (?:branch|office|report|paper)"
)
_ENDS = "?？。 "
_HOSTED = ("host", "agency", "organisation", "target", "partner", "affiliation")
_OTHER = ("organisation", "target", "partner", "affiliation")
_BRANCH, _ABOUT = "分署", "about-organisation"
_OF_ITSELF = (_ABOUT, "people")
"""Questions about any body at all, one that reports too."""
_NOT_TOLD = (
    "報告說做了什麼，沒有說誰沒有、哪裡沒有",
    "reports say what was done and what there is; who did not or where it is not they do not say",
)
_LISTED = "facility"
"""A column of things of which many stand in one passage: who asks for one does not ask for its neighbours."""
_DATED = frozenset({"date", "since", "period_start"})


@dataclass(frozen=True, slots=True)
class Understood:
    """How a plain question was understood.

    `values` are the parameters; `agency` is a body that the question's query has no parameter for: rows are kept where
    it published the report; `topic` are words that rows must speak of, all of them where `strict`, else only when some
    row does; `others` the questions that come next; `sure` is False where one of them comes close, where something
    that was said is not understood (`unheard`), or where no row answers or speaks of the topic; `unused` what it says
    of time that the question has no use for.
    """

    question: Question
    values: Mapping[str, str]
    agency: str
    topic: tuple[str, ...]
    strict: bool
    others: tuple[Question, ...]
    sure: bool
    unused: str = ""
    unheard: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Asked:
    """A plain question taken apart: `rest` is `text` without what names bodies and times."""

    text: str
    rest: str
    quoted: tuple[str, ...]
    moment: Moment | None
    bodies: Bodies
    named: tuple[Named, ...]
    persons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A ready-made question: how much its words in a plain one speak for it, and how like its wordings that is.

    `fit` is the share of the plain one that its wordings have. Likeness only chooses among questions; that any is
    meant, words must say, or that share.
    """

    question: Question
    said: float
    alike: float
    fit: float = 0.0

    @property
    def score(self) -> float:
        return self.said + self.alike

    @property
    def meant(self) -> bool:
        """Whether words say that it is meant, or much of its wordings."""
        return self.said >= _LEAST or (self.alike >= _ALIKE and self.fit >= _HALF_FITTING)


@dataclass(frozen=True, slots=True)
class _Reading:
    """A plain question read as a ready-made one: how much speaks for it, and what it leaves unheard."""

    candidate: _Candidate
    values: Mapping[str, str]
    topic: tuple[str, ...]
    strict: bool
    unheard: tuple[str, ...]
    things: tuple[str, ...] = ()
    missed: float = 0.0
    denied: bool = False

    @property
    def question(self) -> Question:
        return self.candidate.question

    @property
    def worth(self) -> float:
        """How much speaks for it, less for what is unheard and for what another question would hear (`missed`)."""
        return self.candidate.score - _UNHEARD * self.lost - self.missed

    @property
    def lost(self) -> float:
        """What is unheard, in words: two Chinese signs are one, and English words are many."""
        return _in_words(self.unheard)

    @property
    def unknown(self) -> tuple[str, ...]:
        """What is unheard and no word of any question either."""
        chinese = [word for word in self.unheard if CHINESE.search(word)]
        left = [piece for word in chinese for piece in masked(word, covered(word, known_words())).split(GAP)]
        english = refusing.unheard([word for word in self.unheard if word not in chinese], vocabulary())
        return (*(piece for piece in left if len(piece) > 1), *english)

    @property
    def refused(self) -> bool:
        """Whether too much is unknown for this reading to answer anything."""
        lost = _in_words(self.unknown)
        fit, known = self.candidate.fit, self.candidate.said + _PIECES * self.candidate.alike
        named = of(self.question.name).names and not self.topic and lost >= _NAME
        slight = known < _SLIGHT or self.candidate.said < _LEAST
        much = lost > 0 and lost >= _REFUSED * known
        return bool(self.unheard) and (named or (slight and fit < _FITTING) or (much and fit < _HALF_FITTING))

    @property
    def clear(self) -> bool:
        """Whether nothing is unheard and enough was said, in words or like its wordings, to be sure of it."""
        told = self.candidate.said >= _SLIGHT and self.candidate.fit >= _UNFIT
        return not self.unheard and not self.missed and told


def _in_words(pieces: Iterable[str]) -> float:
    return sum(len(piece) / 2 if CHINESE.search(piece) else _ENGLISH for piece in pieces)


def understand(store: Store, text: str, today: date | None = None) -> Understood | None:
    """The ready-made question that a plain one means, with its parameters; None where none answers it."""
    considered = consider(store, text, today)
    return considered if isinstance(considered, Understood) else None


def consider(store: Store, text: str, today: date | None = None) -> Understood | Refusal:
    """The same, and where no ready-made question answers it, why not and which come nearest.

    去年 is the year before that of `today`, which is the day of asking unless another is given.
    """
    asked = _taken_apart(store, folded(text), today)
    near = [one for one in _ranked(asked) if one.meant][:_TRIED]
    others = tuple(one.question for one in near)
    verbatim = bool(near) and near[0].said >= _VERBATIM
    if not verbatim and (refused := refusing.of_a_kind(asked.text)):
        return Refusal(refused.zh, refused.en, others)
    if not verbatim and (late := _late(store, asked.moment)):
        return replace(late, near=others)
    if not near:
        return Refusal("沒有現成的問題談這件事", "no ready-made question is about this")
    readings = [_reading(store, asked, one) for one in near if one.score >= _NEAR * near[0].score]
    best = max(readings, key=lambda one: one.worth)
    if not verbatim and best.denied:
        silence = _of_silence(asked, near)
        if not silence:
            return Refusal(*_NOT_TOLD, others)
        readings.append(best)
        best = _reading(store, asked, silence)
    if not verbatim and best.refused:
        told = best.unknown or best.unheard
        return Refusal(f"沒有一份報告提到「{'、'.join(told)}」", f"no report speaks of {', '.join(told)!r}", others)
    close = [one for one in readings if one is not best and one.worth >= _CLOSE * best.worth]
    sure = verbatim or (not close and best.clear)
    rest = tuple(question for question in others if question is not best.question)
    understood = _understood(asked, best, rest, sure)
    return understood if verbatim or (sure and _answers(store, understood)) else replace(understood, sure=False)


def answer(store: Store, understood: Understood) -> tuple[Rows, bool]:
    """The rows, and whether they were narrowed to the topic."""
    rows = run(store, understood.question.name, understood.values)
    if understood.agency:
        rows = _of_agency(store, rows, understood.agency)
    if not understood.topic:
        return rows, False
    told = [refusing.as_read(*row) for row in rows.texts()]
    kept = _speaking(rows, told, understood.topic)
    if _LISTED in rows.columns:
        named = [refusing.as_read(record[_LISTED]) for record in rows.records()]
        kept = _speaking(rows, named, understood.topic) or kept
    if kept or understood.strict:
        return Rows(rows.columns, tuple(kept)), True
    return rows, False


def _answers(store: Store, understood: Understood) -> bool:
    """Whether there are rows, and such as speak of the topic where there is one."""
    rows, narrowed = answer(store, understood)
    return bool(rows.rows) and (narrowed or not understood.topic)


def _speaking(rows: Rows, told: Iterable[str], topic: Iterable[str]) -> list[tuple[Term | None, ...]]:
    """The rows whose texts speak of each word."""
    return [row for row, text in zip(rows.rows, told, strict=True) if all(refusing.speaks(text, one) for one in topic)]


def _years(store: Store) -> list[str]:
    """The years in which the periods of the reports end."""
    return [record["period_end"][:4] for record in run(store, "reports").records() if record["period_end"]]


def _late(store: Store, moment: Moment | None) -> Refusal | None:
    """The refusal of a time after all reports, with the years that they are about."""
    years = sorted(set(_years(store)))
    asked = moment.start[:4] if moment and moment.end else ""
    if not years or asked <= years[-1]:
        return None
    zh, en = "、".join(years), ", ".join(years)
    return Refusal(f"沒有一份報告說到 {asked} 年，只說到 {zh} 年", f"no report reaches the year {asked}, only {en}")


def _of_agency(store: Store, rows: Rows, agency: str) -> Rows:
    """The rows from reports that an agency published."""
    reports = {(one["report"], one["source"]) for one in run(store, "reports", {"agency": agency}).records()}
    kept = zip(rows.rows, rows.records(), strict=True)
    return Rows(rows.columns, tuple(row for row, told in kept if (told["report"], told["source"]) in reports))


def _taken_apart(store: Store, text: str, today: date | None) -> _Asked:
    """What a folded question says in quotes, of time, of bodies and of persons; gaps stand for them in the rest."""
    rest, moment = find_moment(_QUOTED.sub(GAP, text), today)
    persons = tuple(name for record in run(store, "people").records() if (name := record["name"]) and name in rest)
    rest = masked(rest, (at for name in persons if (at := place(rest, name))))
    bodies = Bodies(store)
    named = tuple(one for one in bodies.find(rest) if _is_body(rest[one.start : one.end], one, bodies))
    rest = masked(rest, ((one.start, one.end) for one in named))
    return _Asked(text, rest, tuple(found[1] for found in _QUOTED.finditer(text)), moment, bodies, named, persons)


def _is_body(said: str, named: Named, bodies: Bodies) -> bool:
    """Whether a name is no choice (便利商店), and no word for a question (育幼院) unless the store has such a body."""
    held = any(bodies.role(text, _HOSTED) for text in named.texts)
    return said not in choice_words() and (held or said not in known_words())


def _reading(store: Store, asked: _Asked, candidate: _Candidate) -> _Reading:
    """A question read as a ready-made one, its rows seen through for what it speaks of."""
    question = candidate.question
    rows = run(store, question.name)
    rest, chosen = values.chosen(GAP.join((asked.rest, *asked.quoted)), question)
    rest, told = values.told(rest, question, rows)
    quoted = tuple(one for one in asked.quoted if one in rest)
    rest = rest[: len(asked.rest)]
    topic, english, things = refusing.topic(rest, question, rows)
    known = refusing.as_read(*(cell for row in rows.texts() for cell in row))
    about = folded(" ".join((*question.zh, *question.en, *question.purpose.values())))
    named = refusing.things_named(rest, question)
    unheard = refusing.unheard(dict.fromkeys((*topic, *english, *named, *asked.persons)), known + about)
    parts = values.spoken_of((*topic, *things), question, rows)
    lost = [word for word in topic if any(piece in word for piece in unheard)]
    topic = tuple(word for word in (*asked.persons, *topic) if word not in (*parts.values(), *lost))
    values_told = {**chosen, **told, **parts}
    things = [one for one in things if one not in parts.values()]
    missed, denied = _missed(asked, question, unheard), _denied(rest, question)
    return _Reading(
        candidate, values_told, quoted or topic, bool(quoted), tuple(unheard), tuple(things), missed, denied
    )


def _missed(asked: _Asked, question: Question, unheard: Iterable[str]) -> float:
    """What counts against a question that does not hear what others would: words that lead to them, bodies, times."""
    deciding = any(place(piece, word) for piece in unheard for word in strong_words())
    offered = [role for role in _HOSTED if question.parameter(role)]
    unplaced = [
        one
        for one in asked.named
        if not any(asked.bodies.role(text, ("host", *offered)) for text in one.texts)
        and any(asked.bodies.role(text, _HOSTED[1:]) for text in one.texts)
    ]
    untimed = bool(asked.moment) and bool(_timed(question, asked.moment)[1]) and not _DATED & set(question.columns)
    return _MISSED * deciding + _UNPLACED * len(unplaced) + _UNPLACED * untimed


def _denied(rest: str, question: Question) -> bool:
    """Whether it asks for what is not, and the question is not about just that nor has a word that says no: 不打烊."""
    led = (*of(question.name).led, *base(question.name).led)
    denying = (word for word in led if _NO.search(word))
    return not of(question.name).denies and refusing.denied(masked(rest, covered(rest, denying)))


def _of_silence(asked: _Asked, near: Iterable[_Candidate]) -> _Candidate | None:
    """The question about what is not that speaks of the same thing as a plain one that denies: 報告."""
    meant = (one for one in near if of(one.question.name).denies)
    return next((one for one in meant if places(asked.text, of(one.question.name).weak)), None)


def _understood(asked: _Asked, best: _Reading, others: tuple[Question, ...], sure: bool) -> Understood:
    """The best reading with its time and its bodies."""
    question, moment = best.question, asked.moment
    named = asked.named
    timed, unused = _timed(question, moment)
    if question.parameter("district") and (district := values.district(asked.text)):
        timed["district"] = district
        named = tuple(
            one for one in named if not any(district in text for text in one.texts) or _BRANCH in one.texts[0]
        )
    placed, agency = _placed(question, named, asked.bodies, timed)
    topic = tuple(dict.fromkeys((*best.topic, *best.things))) if not best.strict else best.topic
    if unused and moment and moment.in_month and not best.strict and _DATED & set(question.columns):
        topic, unused = (*topic, unused), ""
    told = {**placed, **best.values}
    unheard = tuple(word for word in best.unheard if not any(word in value for value in told.values()))
    return Understood(question, told, agency, topic, best.strict, others, sure, unused, unheard)


def _timed(question: Question, moment: Moment | None) -> tuple[dict[str, str], str]:
    """When a question is about, as its parameters; and what they cannot say of it."""
    if moment is None:
        return {}, ""
    if moment.month:
        return ({"month": str(moment.month)}, "") if question.parameter("month") else ({}, str(moment))
    if question.parameter("from"):
        return {name: told for name, told in (("from", moment.start), ("until", moment.end)) if told}, ""
    if moment.span or not question.parameter("year"):
        return {}, str(moment)
    year, _, month = moment.start.partition("-")
    if month and question.parameter("month"):
        return {"year": year, "month": str(int(month))}, ""
    return {"year": year}, moment.start if month else ""


def _ranked(asked: _Asked) -> list[_Candidate]:
    """The questions that something speaks for, best first."""
    alike = likeness(asked.rest)
    meant = [one for one in questions().values() if asked.named or one.name != _ABOUT]
    found = [_Candidate(one, _said(asked, one), _pieces(asked, one, alike), fit(asked.rest, one.name)) for one in meant]
    return sorted(found, key=lambda one: (-one.score, one.question.name))


def _sets_side_by_side(asked: _Asked, question: Question) -> bool:
    """Whether it compares, and several that report are named, or 兩個分署."""
    return of(question.name).compares and (len(_hosts(asked)) > 1 or _BOTH.search(asked.rest) is not None)


def _said(asked: _Asked, question: Question) -> float:
    """How much the words of a plain question speak for a ready-made one, and the bodies and persons that it names."""
    words = of(question.name)
    if asked.text.rstrip(_ENDS) in (folded(said).rstrip(_ENDS) for said in (*question.zh, *question.en)):
        return _VERBATIM
    if words.needs and not any(place(asked.text, word) for word in words.needs):
        return 0.0
    own, weak = _lexical(asked.rest, words)
    said = own + weak
    both = _sets_side_by_side(asked, question)
    if (own or both) and words.refines:
        said += sum(_lexical(asked.rest, of(words.refines)))
    if said:
        spanned = asked.moment and asked.moment.span and question.parameter("from")
        choices = sum(weight(asked.rest, (word for _, word in by_length(one))) for one in question.parameters)
        said += _STRONG * bool(spanned or both) + _WEAK * min(2.0, choices) + _FITS * _fits(question, asked)
    return min(_MOST_SAID, said + _PERSON * (question.name == "people" and bool(asked.persons)))


def _hosts(asked: _Asked) -> list[Named]:
    """The bodies named that report."""
    return [one for one in asked.named if any(asked.bodies.role(text, ["host"]) for text in one.texts)]


def _pieces(asked: _Asked, question: Question, alike: Mapping[str, float]) -> float:
    """How like it is; where a word of its own stands, like the question that it refines at least."""
    words = of(question.name)
    own = alike.get(question.name, 0.0)
    return max(own, alike.get(words.refines, 0.0)) if _lexical(asked.rest, words)[0] else own


def _fits(question: Question, asked: _Asked) -> bool:
    """Whether it asks of such bodies as are named, where they do not report."""
    texts = [text for one in asked.named for text in one.texts]
    return any(asked.bodies.role(text, [role]) for role in _HOSTED[1:] if question.parameter(role) for text in texts)


def _lexical(rest: str, words: Words) -> tuple[float, float]:
    """What the strong words (and topics) of a question found in another text weigh, and what the weak ones do."""
    strong = weight(rest, longest_first((*words.strong, *words.topics)))
    return _STRONG * strong, _WEAK * weight(rest, words.weak)


def _placed(
    question: Question, named: Iterable[Named], bodies: Bodies, values: dict[str, str]
) -> tuple[dict[str, str], str]:
    """Each body as the parameter whose names hold it; one that fits no parameter must have published the report.

    One that reports about itself is no partner, unless the question is about any body at all. Where two compete for
    one parameter, or two that report are named, both are meant, and neither narrows the answer.
    """
    values, agency, reporting = dict(values), "", list[str]()
    offered = [role for role in _HOSTED if question.parameter(role)]
    both: set[str] = set()
    for one in named:
        fits = ((text, bodies.role(text, offered)) for text in one.texts)
        text, role = next(((text, role) for text, role in fits if role), (one.texts[0], None))
        free = [role for role in offered if role not in values]
        outside = [role for role in free if role != "host"]
        if role in _OTHER and question.name not in _OF_ITSELF and bodies.role(text, ["host"]):
            reporting.append(text)
        elif role in values:
            both |= set() if bodies.one(values[role], text) else {role}
        elif role:
            values[role] = text
        elif free and not bodies.role(text, _HOSTED):
            values[free[0]] = text
        elif outside and not bodies.role(text, ["host"]):
            values[outside[0]] = text
        else:
            agency = agency or text
    if len({*reporting}) == 1:
        agency = agency or reporting[0]
    return {name: value for name, value in values.items() if question.parameter(name) and name not in both}, agency
