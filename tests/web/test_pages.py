"""Pages for people, and the addresses of things and questions."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from html.parser import HTMLParser
from urllib.parse import unquote, urljoin

import httpx
import pyoxigraph as ox
import pytest

from agencygraph import questions
from agencygraph.namespaces import AG, BASE

BROWSER = {"accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}
OID = "2.16.886.101.20003"


class _Page(HTMLParser):
    """What a page links to and loads, and what it must not hold."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.loads: list[str] = []
        self.tags: list[str] = []
        self.attributes: list[str] = []
        self.language = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attrs}
        self.tags.append(tag)
        self.attributes += told
        if tag == "html":
            self.language = told.get("lang", "")
        if tag == "a" and "href" in told:
            self.links.append(told["href"])
        if tag in ("img", "script", "iframe", "object", "embed") or told.get("rel") in ("stylesheet", "icon"):
            self.loads.append(told.get("src") or told.get("href", ""))


def _facts(client: httpx.Client) -> Iterator[dict[str, str]]:
    yield from csv.DictReader(io.StringIO(client.get("/questions/stationing.csv").text))


def _paths(client: httpx.Client) -> list[str]:
    fact = next(_facts(client))["fact"]
    return [
        "/",
        "/questions",
        "/questions/stationing?host=臨海",
        "/sparql",
        f"/doc/{fact.removeprefix(BASE)}.html",
        "/no",
    ]


def test_pages_are_plain_strict_and_in_chinese(client: httpx.Client) -> None:
    for path in _paths(client):
        answer = client.get(path, headers=BROWSER)
        page = _Page(answer.text)
        assert answer.headers["content-type"] == "text/html; charset=utf-8", path
        assert page.language == "zh-Hant"
        assert "script" not in page.tags and "style" not in page.tags
        assert not {name for name in page.attributes if name.startswith("on") or name == "style"}
        assert all(load.startswith("/static/") for load in page.loads) and page.loads
        policy = answer.headers["content-security-policy"]
        assert "default-src 'none'" in policy and "unsafe" not in policy
        assert answer.headers["x-content-type-options"] == "nosniff"


def test_every_link_of_the_pages_leads_somewhere(client: httpx.Client) -> None:
    waiting, seen = ["/"], set[str]()
    while waiting and len(seen) < 150:
        path = waiting.pop(0)
        if path in seen:
            continue
        seen.add(path)
        answer = client.get(path, headers=BROWSER)
        assert answer.status_code in (200, 303), path
        if answer.headers["content-type"].startswith("text/html"):
            there = [urljoin(path, link).partition("#")[0] for link in _Page(answer.text).links]
            waiting += [link for link in there if link.startswith("/")]
    assert len(seen) == 150


@pytest.mark.parametrize(
    ("accept", "ending", "media"),
    [
        (BROWSER["accept"], "html", "text/html"),
        ("text/turtle", "ttl", "text/turtle"),
        ("application/ld+json", "jsonld", "application/ld+json"),
        ("application/n-triples", "nt", "application/n-triples"),
        ("application/rdf+xml", "rdf", "application/rdf+xml"),
        ("application/json", "jsonld", "application/ld+json"),
        ("*/*", "ttl", "text/turtle"),
    ],
)
def test_a_thing_is_described_in_the_format_one_likes(
    client: httpx.Client, accept: str, ending: str, media: str
) -> None:
    see = client.get(f"/id/organisation/{OID}", headers={"accept": accept})
    assert see.status_code == 303 and "accept" in see.headers["vary"]
    assert see.headers["location"] == f"/doc/organisation/{OID}.{ending}"
    answer = client.get(see.headers["location"])
    assert answer.status_code == 200 and answer.headers["content-type"].partition(";")[0] == media
    assert "行政院" in answer.text


def test_codes_are_dereferenced_like_things(client: httpx.Client) -> None:
    for name in ("mode/outdoor", "mode"):
        for accept, ending in (("text/turtle", "ttl"), (BROWSER["accept"], "html"), ("application/json", "jsonld")):
            see = client.get(f"/code/{name}", headers={"accept": accept})
            assert see.status_code == 303 and "accept" in see.headers["vary"]
            assert see.headers["location"] == f"/code/{name}.{ending}"
            assert client.get(see.headers["location"]).status_code == 200
    page = client.get("/code/mode/outdoor.html").text
    assert 'href="/code/mode/outdoor.ttl"' in page
    assert client.get("/code/mode/nowhere").status_code == 404


@pytest.mark.parametrize(
    ("accept", "media"),
    [("*/*", "text/turtle"), ("application/ld+json", "application/ld+json"), (BROWSER["accept"], "application/rdf+xml"),
     ("application/n-triples", "application/n-triples"), ("text/turtle", "text/turtle")],
)  # fmt: skip
def test_the_ontology_is_told_in_the_format_one_likes(client: httpx.Client, accept: str, media: str) -> None:
    answer = client.get("/ontology", headers={"accept": accept})
    assert answer.headers["content-type"].partition(";")[0] == media
    form = ox.RdfFormat.from_media_type(media)
    assert form and ox.NamedNode(f"{AG}Stationing") in {quad.subject for quad in ox.parse(answer.content, form)}
    assert client.get("/ontology", headers={"accept": "image/png"}).status_code == 406


@pytest.mark.parametrize(
    "path", ["/questions/stationing", "/doc/organisation/" + OID, "/code/mode", "/sparql", "/void"]
)
def test_json_ld_has_short_names_and_says_the_same(client: httpx.Client, path: str) -> None:
    params = {"query": "CONSTRUCT { ?s ?p ?o } { ?s a ag:Stationing ; ?p ?o }"} if path == "/sparql" else {}
    found = []
    for form in (ox.RdfFormat.JSON_LD, ox.RdfFormat.TURTLE):
        twin = path if path in ("/sparql", "/void") else f"{path}.{form.file_extension}"
        answer = client.get(twin, params=params, headers={"accept": form.media_type})
        assert answer.headers["content-type"].partition(";")[0] == form.media_type
        data = ox.Dataset(ox.parse(answer.content, form))
        data.canonicalize(ox.CanonicalizationAlgorithm.UNSTABLE)
        found.append(data)
        if form == ox.RdfFormat.JSON_LD:
            told = json.loads(answer.content)
            assert told["@context"]["@vocab"] == AG
            assert all("@id" in node for node in told["@graph"]) and told["@graph"]
    assert found[0] == found[1]


@pytest.mark.parametrize(
    "triple",
    ["<org:x> <urn:p> 1", "<urn:s> <id:y> 1", "<urn:s> <urn:p> '1'^^<xsd:integer>", "<urn:s> a 'class'",
     "<urn:s> a [], 'x'@en", "<urn:s> ag:host 'x'@EN, 1.0, true, 01 ; ag:note <urn:o>", "<urn:s> <urn:p> 'x'@ar--rtl"],
)  # fmt: skip
def test_json_ld_of_what_is_not_ours(client: httpx.Client, triple: str) -> None:
    """What a query makes up may look like our short names, or stand where we have nothing like it."""
    found = []
    for form in (ox.RdfFormat.JSON_LD, ox.RdfFormat.N_TRIPLES):
        answer = client.get(
            "/sparql", params={"query": f"CONSTRUCT {{ {triple} }} {{}}"}, headers={"accept": form.media_type}
        )
        assert answer.status_code == 200, answer.text
        data = ox.Dataset(ox.parse(answer.content, form))
        data.canonicalize(ox.CanonicalizationAlgorithm.UNSTABLE)
        found.append(data)
    assert found[0] == found[1]


def test_every_thing_under_the_base_has_an_address(client: httpx.Client) -> None:
    query = f"SELECT DISTINCT ?s {{ ?s ?p ?o FILTER(STRSTARTS(STR(?s), '{BASE}')) }}"
    things = client.get("/sparql", params={"query": query, "format": "csv"}).text.split()[1:]
    assert len(things) > 300
    for thing in things[::7]:
        see = client.get("/id/" + thing.removeprefix(BASE), headers={"accept": "application/n-triples"})
        assert see.status_code == 303, thing
        told = client.get(see.headers["location"]).content
        assert ox.NamedNode(thing) in {quad.subject for quad in ox.parse(told, ox.RdfFormat.N_TRIPLES)}


def test_a_fact_comes_with_its_passage(client: httpx.Client) -> None:
    row = next(_facts(client))
    path = "/doc/" + row["fact"].removeprefix(BASE)
    assert row["quote"] in client.get(f"{path}.html").text
    found = {quad.object for quad in ox.parse(client.get(f"{path}.ttl").content, ox.RdfFormat.TURTLE)}
    assert row["quote"] in {term.value for term in found if isinstance(term, ox.Literal)}


def test_what_nobody_knows_is_not_found(client: httpx.Client) -> None:
    for path in (
        "/id/organisation/nobody",
        "/doc/organisation/nobody.ttl",
        "/doc/organisation",
        "/id/",
        "/id/%00",
        "/x",
    ):
        assert client.get(path).status_code == 404, path


def test_the_vocabulary_is_described_too(client: httpx.Client) -> None:
    ontology = {quad.subject for quad in ox.parse(client.get("/ontology").content, ox.RdfFormat.TURTLE)}
    assert ox.NamedNode("https://w3id.org/agencygraph/ontology#Stationing") in ontology
    assert "講授" in client.get("/code/mode/lecture.html").text


def test_what_a_format_cannot_say_is_refused(client: httpx.Client) -> None:
    query = "CONSTRUCT { <urn:s> <urn:p> <<( <urn:a> <urn:b> 1 )>> } {}"
    for media, status in (("application/ld+json", 406), ("text/turtle", 200)):
        answer = client.get("/sparql", params={"query": query}, headers={"accept": media})
        assert answer.status_code == status, answer.text


@pytest.mark.parametrize("name", questions.questions())
def test_each_question_has_a_page_and_twins(client: httpx.Client, name: str) -> None:
    page = client.get(f"/questions/{name}", headers=BROWSER)
    assert page.status_code == 200
    rows = list(csv.DictReader(io.StringIO(client.get(f"/questions/{name}.csv").text)))
    told = client.get(f"/questions/{name}.json").json()
    assert len(told["results"]["bindings"]) == len(rows)
    assert list(rows[0] if rows else told["head"]["vars"]) == told["head"]["vars"]
    described = {
        str(quad.subject) for quad in ox.parse(client.get(f"/questions/{name}.ttl").content, ox.RdfFormat.TURTLE)
    }
    assert {f"<{row['fact']}>" for row in rows if row["fact"]} <= described
    assert page.text.count('class="evidence"') == min(len([row for row in rows if row["quote"]]), 200)


def test_parameters_narrow_a_question(client: httpx.Client) -> None:
    everyone, some = (
        client.get("/questions/stationing.csv", params=params).text.count("\n") for params in ({}, {"host": "臨海"})
    )
    none = client.get("/questions/stationing.csv", params={"host": "沒有這個機關", "year": ""})
    assert everyone >= some > none.text.count("\n") == 1
    asked = client.get("/questions/stationing", params={"host": '臨海"><b>'}, headers=BROWSER)
    assert asked.status_code == 200 and "<b>" not in asked.text
    assert "host=%E8%87%A8%E6%B5%B7" in client.get("/questions/stationing?host=臨海", headers=BROWSER).text


@pytest.mark.parametrize(
    ("path", "status"),
    [("/questions/stationing.csv?year=soon", 400), ("/questions/stationing?nothing=1", 400), ("/questions/none", 404),
     ("/questions/stationing.csv?host=a&host=b", 400), ("/questions/stationing.exe", 404),
     ("/questions/stationing?host=%ff", 400)],
)  # fmt: skip
def test_a_question_asked_wrongly(client: httpx.Client, path: str, status: int) -> None:
    assert client.get(path).status_code == status


def test_values_are_escaped_wherever_they_come_from(client: httpx.Client) -> None:
    query = "SELECT ('<img src=x onerror=alert(1)>' AS ?a) (<javascript:alert(1)> AS ?b) {}"
    page = client.get("/sparql", params={"query": query, "format": "html"}).text
    assert "<img" not in page and "&lt;img" in page
    assert 'href="javascript' not in unquote(page)
