"""Answers jobs in a worker: each page of the server that needs the graphs is a function here."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Mapping
from dataclasses import replace
from itertools import islice
from urllib.parse import urlencode

import pyoxigraph as ox

from agencygraph import questions
from agencygraph.errors import UsageError
from agencygraph.exports import jsonld
from agencygraph.namespaces import AG
from agencygraph.questions.explaining import explain
from agencygraph.stores import Answer, Term, engine
from agencygraph.stores.binding import bound
from agencygraph.web import describing, entities, negotiation, problems
from agencygraph.web.headers import VARY
from agencygraph.web.jobs import Job, Reply
from agencygraph.web.negotiation import HTML, NAMES, ROWS, TRIPLES, best
from agencygraph.web.pages import local, render
from agencygraph.web.problems import ProblemError
from agencygraph.web.queries import Engine, Query
from agencygraph.web.settings import Settings
from agencygraph.web.tables import Table, table

SHOWN = 200
"""The most rows that a page shows."""
_REPORTS = 1000
"""The most reports that the first page lists."""
_ZIPPED = 1400
"""Bytes from which on an answer is compressed: what fits into one packet gains nothing."""
_TEXT = {HTML, negotiation.CSV, negotiation.TSV, negotiation.TURTLE}
_ALL = {**ROWS, **TRIPLES}
_ONTOLOGY = AG.rstrip("#")
_DATA = {name: form for name, form in TRIPLES.items() if form != HTML}


class Held:
    """The graphs as a worker holds them; a store for all that asks questions."""

    def __init__(self, store: ox.Store, settings: Settings) -> None:
        self.store, self.settings = store, settings
        self.engine = Engine(store, settings.rows, settings.size)

    def query(self, sparql: str, values: Mapping[str, Term] | None = None) -> Answer:
        """Answer a query of the program's own."""
        return engine.answer(self.store, sparql, values)


def answer(held: Held, job: Job) -> Reply:
    """The reply to a job; a problem is a reply too."""
    try:
        return _zipped(_PAGES[job.page](held, job), job)
    except ProblemError as problem:
        return problems.reply(problem, job)
    except UsageError as fault:
        return problems.reply(ProblemError(400, fault.message, fault.zh, fault.advice), job)


def _zipped(reply: Reply, job: Job) -> Reply:
    if not job.gzip or len(reply.body) < _ZIPPED:
        return reply
    packer = zlib.compressobj(1, wbits=31)
    body = packer.compress(reply.body) + packer.flush()
    return replace(reply, body=body, headers=(*reply.headers, ("content-encoding", "gzip")))


def _page(template: str, **values: object) -> Reply:
    return Reply(200, f"{HTML}; charset=utf-8", render(template, **values), (VARY,))


def _wanted(job: Job, offered: Mapping[str, str]) -> str:
    """The format to answer in: as the address says, else as the client likes. Raises ProblemError for none on offer."""
    if told := job.first("format"):
        if (form := NAMES.get(told, told)) in offered:
            return offered[form]
    elif found := best(job.accept, tuple(offered)):
        return offered[found]
    kinds = ", ".join(dict.fromkeys(offered.values()))
    raise ProblemError(406, f"This is to be had as {kinds}.", "沒有所要求的格式。", headers=(VARY,))


def _sparql(held: Held, job: Job) -> Reply:
    """The SPARQL protocol; without a query a page for people, the service description for programs."""
    if not any(key == "query" for key, _ in job.values):
        if _wanted(job, {**TRIPLES, HTML: HTML}) == HTML:
            return _page("sparql.html", query="", table=None, cut=False)
        return _description(held, job)
    protocol = ("default-graph-uri", "named-graph-uri")
    default, named = (tuple(job.all(name)) for name in protocol)
    dataset = (default, named) if default or named else (None, None)
    query = Query(job.first("query"), *dataset)
    answered = held.engine.run(query, SHOWN if _wanted(job, _ALL) == HTML else held.engine.rows)
    return _answered(held, job, query, answered)


def _answered(held: Held, job: Job, query: Query, answered: object) -> Reply:
    stable = query.stable
    if isinstance(answered, ox.QueryTriples):
        return replace(_graph(held, job, query, answered), stable=stable)
    assert isinstance(answered, ox.QuerySolutions | ox.QueryBoolean)
    form = _wanted(job, ROWS)
    if form == HTML:
        shown = table(held.store, answered, SHOWN)
        return replace(_page("sparql.html", query=query.sparql, table=shown, cut=shown.cut), stable=stable)
    body, cut = held.engine.table(query, form, answered)
    return Reply(200, _with_charset(form), body, (VARY, *_cut(held.engine.rows, cut)), stable)


def _graph(held: Held, job: Job, query: Query, answered: ox.QueryTriples) -> Reply:
    form = _wanted(job, TRIPLES)
    found, cut = held.engine.triples(query, answered, SHOWN if form == HTML else held.engine.rows)
    if form == HTML:
        return _page("sparql.html", query=query.sparql, table=Table.of_triples(held.store, found, cut), cut=cut)
    return Reply(200, _with_charset(form), held.engine.serialized(found, form), (VARY, *_cut(held.engine.rows, cut)))


def _cut(most: int, cut: bool) -> tuple[tuple[str, str], ...]:
    """What announces that rows were left out; the name of the header is Virtuoso's, which clients know."""
    return (("x-sparql-maxrows", str(most)),) if cut else ()


def _with_charset(form: str) -> str:
    return f"{form}; charset=utf-8" if form in _TEXT else form


def _question(held: Held, job: Job) -> Reply:
    """A ready-made question; parameters left empty in the form are not given."""
    asked = questions.questions().get(job.name)
    if asked is None:
        raise ProblemError(404, f"There is no question called {job.name!r}.", f"沒有名為「{job.name}」的問題。")
    told = {key: value for key, value in job.values if value.strip() and key != "format"}
    query = Query(bound(asked.sparql, questions.bind(asked, told)))
    form = _wanted(job, {**ROWS, negotiation.TURTLE: negotiation.TURTLE, negotiation.JSON_LD: negotiation.JSON_LD})
    if form in ROWS and form != HTML:
        body, cut = held.engine.table(query, form, held.engine.run(query, held.engine.rows))
        return Reply(200, _with_charset(form), body, (VARY, *_cut(held.engine.rows, cut)))
    most = SHOWN if form == HTML else held.engine.rows
    answered = held.engine.run(query, most)
    assert isinstance(answered, ox.QuerySolutions)
    if form == HTML:
        shown = table(held.store, answered, most)
        return _page("question.html", question=asked, told=told, table=shown, query=_twins(told))
    rows = list(islice(answered, most + 1))
    named = [row["fact"] for row in rows[:most]] if "fact" in asked.columns else []
    facts = dict.fromkeys(fact.value for fact in named if isinstance(fact, ox.NamedNode))
    found = dict.fromkeys(entities.triples(held.store, facts))
    body = held.engine.serialized(found, form)
    return Reply(200, _with_charset(form), body, (VARY, *_cut(most, len(rows) > most)))


def _twins(told: Mapping[str, str]) -> str:
    """The parameters as the end of an address."""
    return f"?{urlencode(told)}" if told else ""


def _questions(held: Held, job: Job) -> Reply:
    known = questions.questions().values()
    return _page("questions.html", rooms=[q for q in known if q.room], others=[q for q in known if not q.room])


def _home(held: Held, job: Job) -> Reply:
    known = questions.questions().values()
    summary = describing.summary(held.store)
    return _page("home.html", summary=summary, most=_REPORTS, questions=known, settings=held.settings)


_ENDINGS = {form: ending for ending, form in NAMES.items()}


def _identified(held: Held, job: Job) -> Reply:
    """An IRI that names a thing: see the document about it, in the format that the client likes."""
    _check_known(held, job)
    ending = _ENDINGS[_wanted(job, TRIPLES)]
    there = local(job.name).removesuffix("html") + ending
    return Reply(303, "text/plain; charset=utf-8", f"{there}\n".encode(), (("location", there), VARY))


def _check_known(held: Held, job: Job) -> None:
    if not entities.known(held.store, job.name):
        raise ProblemError(404, f"Nothing is known about <{job.name}>.", f"圖譜中沒有 <{job.name}>。")


def _document(held: Held, job: Job) -> Reply:
    """What is known about a thing, in the format that the address ends in; of the ontology there is no page."""
    _check_known(held, job)
    form = _wanted(job, _DATA if job.name == _ONTOLOGY else TRIPLES)
    if form == HTML:
        thing = entities.entity(held.store, job.name)
        return _page("entity.html", thing=thing, why=_why(held, job.name))
    pointing, cut = entities.pointing(held.store, job.name)
    found = dict.fromkeys([*entities.triples(held.store, [job.name]), *pointing])
    body = held.engine.serialized(found, form)
    return Reply(200, _with_charset(form), body, (VARY, *_cut(entities.POINTING, cut)))


def _why(held: Held, iri: str) -> object:
    """The chain behind a fact; nothing for what is no fact."""
    try:
        return explain(held, iri)
    except UsageError:
        return None


def _void(held: Held, job: Job) -> Reply:
    form = _wanted(job, _DATA)
    found = describing.void(held.store, held.settings.address)
    return Reply(200, _with_charset(form), held.engine.serialized(sorted(found, key=str), form), (VARY,))


def _description(held: Held, job: Job) -> Reply:
    form = _wanted(job, _DATA)
    found = sorted(describing.service(held.store, held.settings), key=str)
    return Reply(200, _with_charset(form), held.engine.serialized(found, form), (VARY,))


def _alive(held: Held, job: Job) -> Reply:
    """Whether a worker answers."""
    held.store.query("ASK {}")
    return Reply(200, "text/plain; charset=utf-8", b"ok\n", stable=False)


_PAGES: Mapping[str, Callable[[Held, Job], Reply]] = {
    "alive": _alive,
    "document": _document,
    "home": _home,
    "identified": _identified,
    "question": _question,
    "questions": _questions,
    "sparql": _sparql,
    "void": _void,
}


def warm() -> None:
    """Read what every worker needs, before workers are made of this process."""
    questions.questions()
    jsonld.context()
    render("problem.html", problem=ProblemError(404, "", ""), query="")
