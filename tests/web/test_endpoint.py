"""What the endpoint says besides answers: formats, what was changed, what it is, what went wrong."""

from __future__ import annotations

import gzip

import httpx
import pyoxigraph as ox
import pytest

SELECT = "SELECT ?s ?name { ?s a ag:Stationing ; ag:agencyName ?name } ORDER BY ?name"
CONSTRUCT = "CONSTRUCT { ?s ag:agencyName ?name } { ?s a ag:Stationing ; ag:agencyName ?name }"
SD = "http://www.w3.org/ns/sparql-service-description#"
VOID = "http://rdfs.org/ns/void#"


def _media(answer: httpx.Response) -> str:
    return answer.headers["content-type"].partition(";")[0]


@pytest.mark.parametrize("name", ["json", "xml", "csv", "tsv"])
def test_rows_in_every_format(client: httpx.Client, name: str) -> None:
    form = {
        "json": ox.QueryResultsFormat.JSON,
        "xml": ox.QueryResultsFormat.XML,
        "csv": ox.QueryResultsFormat.CSV,
        "tsv": ox.QueryResultsFormat.TSV,
    }[name]
    asked = client.get("/sparql", params={"query": SELECT}, headers={"accept": form.media_type})
    assert asked.status_code == 200 and _media(asked) == form.media_type.partition(";")[0]
    assert "accept" in asked.headers["vary"]
    assert "臨海" in asked.text
    told = client.get("/sparql", params={"query": SELECT, "format": name})
    assert told.content == asked.content
    if name != "csv":  # which the engine does not read
        rows = ox.parse_query_results(asked.content, form)
        assert isinstance(rows, ox.QuerySolutions)
        assert sum(1 for _ in rows) == asked.text.count("/stationing-")


@pytest.mark.parametrize(
    "form", [ox.RdfFormat.TURTLE, ox.RdfFormat.N_TRIPLES, ox.RdfFormat.JSON_LD, ox.RdfFormat.RDF_XML], ids=str
)
def test_triples_in_every_format(client: httpx.Client, form: ox.RdfFormat) -> None:
    answer = client.get("/sparql", params={"query": CONSTRUCT}, headers={"accept": form.media_type})
    assert answer.status_code == 200 and _media(answer) == form.media_type
    found = {quad.triple for quad in ox.parse(answer.content, form)}
    assert len(found) >= 4
    assert {triple.predicate.value.rpartition("#")[2] for triple in found} == {"agencyName"}


@pytest.mark.parametrize(
    ("accept", "media"),
    [
        ("*/*", "application/sparql-results+json"),
        ("text/*;q=0.5, text/xml;q=0", "text/csv"),
        ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "text/html"),
        ("application/json", "application/sparql-results+json"),
        ("application/sparql-results+json;q=0, text/csv", "text/csv"),
    ],
)
def test_the_format_that_the_client_likes(client: httpx.Client, accept: str, media: str) -> None:
    assert _media(client.get("/sparql", params={"query": SELECT}, headers={"accept": accept})) == media


def test_a_format_that_is_not_on_offer(client: httpx.Client) -> None:
    answer = client.get("/sparql", params={"query": SELECT}, headers={"accept": "image/png"})
    assert answer.status_code == 406
    assert "text/csv" in answer.json()["title"]


@pytest.mark.parametrize(
    ("query", "line", "column"),
    [
        ("SELECT * {\n  ?機關 a ag:Form .\n  ?x a 'y } ", 3, 12),
        ("ASK { ?s ?p ?o", 1, 15),
        ("SELECT ?service { ?service a ag:Service . ) }", 1, 43),
        ("SELECT * { ?s ?p ?o }\nORDER ?s", 2, 7),
        ("ASK { ?s nowhere:known ?o }", 1, 10),
        ("SELECT * {?s x:y ?o}", 1, 14),
    ],
)
def test_an_error_has_its_line_and_column(client: httpx.Client, query: str, line: int, column: int) -> None:
    answer = client.post("/sparql", data={"query": query})
    assert answer.status_code == 400
    assert _media(answer) == "application/problem+json"
    told = answer.json()
    assert (told["line"], told["column"]) == (line, column)
    assert f"line {line}, column {column}" in told["title"]


def test_a_prefix_that_nobody_declares_is_named(client: httpx.Client) -> None:
    assert "prefix x: is not declared" in client.get("/sparql?query=SELECT * {?s x:y ?o}").json()["title"]


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("BASE <http://example.org/> ASK FROM <data1> { ?s ?p ?o }", 200),
        ("BASE <http://example.org/a/b> ASK FROM NAMED <../data1> { GRAPH ?g { ?s ?p ?o } }", 200),
        ("ASK FROM <http://example.org/d\\u0061ta1> { ?s ?p ?o }", 200),
        ("PREFIX e: <http://example.org/> ASK FROM # <x>\n e:data1 FROM NAMED e:data2 { ?s ?p ?o }", 200),
        ("BASE <http://example.org/> ASK FROM <data1> FROM <data9> { ?s ?p ?o }", 403),
        ("BASE <http://elsewhere.example/> ASK FROM <data1> { ?s ?p ?o }", 403),
        ("ASK FROM <http://example.org/d\\u0062ta1> { ?s ?p ?o }", 403),
        ("PREFIX e: <http://example.org/> ASK FROM e:data1 FROM NAMED e:data9 { ?s ?p ?o }", 403),
        ("ASK FROM <data1> { ?s ?p ?o }", 400),
    ],
)
def test_graphs_are_named_as_the_query_means_them(client: httpx.Client, query: str, status: int) -> None:
    answer = client.post("/sparql", data={"query": query})
    assert answer.status_code == status, answer.text
    if status == 200:
        assert answer.json()["boolean"] is True


def test_an_error_as_a_page_escapes_the_query(client: httpx.Client) -> None:
    query = "SELECT <script>alert(1)</script>"
    answer = client.get("/sparql", params={"query": query}, headers={"accept": "text/html"})
    assert answer.status_code == 400 and _media(answer) == "text/html"
    assert "<script" not in answer.text and "&lt;script&gt;alert(1)" in answer.text


def test_the_same_answer_is_not_sent_twice(client: httpx.Client) -> None:
    first = client.get("/sparql", params={"query": SELECT})
    tag = first.headers["etag"]
    again = client.get("/sparql", params={"query": SELECT}, headers={"if-none-match": f'"other", {tag}'})
    assert again.status_code == 304 and again.content == b"" and again.headers["etag"] == tag
    other = client.get("/sparql", params={"query": SELECT + " #"}, headers={"if-none-match": tag})
    assert other.status_code == 200 and other.headers["etag"] != tag
    csv = client.get("/sparql", params={"query": SELECT}, headers={"accept": "text/csv", "if-none-match": tag})
    assert csv.status_code == 200


def test_what_changes_by_itself_is_not_kept(client: httpx.Client) -> None:
    first, second = (client.get("/sparql", params={"query": "SELECT (RAND() AS ?r) {}"}) for _ in range(2))
    assert "etag" not in first.headers and first.headers["cache-control"] == "no-store"
    assert first.content != second.content
    for query in ("SELECT (NOW #x\n() AS ?t) {}", "SELECT (struuid # (\n # )\n() AS ?t) {}"):
        answer = client.get("/sparql", params={"query": query})
        assert answer.status_code == 200 and "etag" not in answer.headers
    assert "etag" in client.get("/sparql", params={"query": "SELECT ?now { ?now a ag:Now }"}).headers


def test_answers_are_compressed_where_the_client_takes_it(server: str, client: httpx.Client) -> None:
    params = {"query": "SELECT * { ?s ?p ?o } LIMIT 100"}
    plain = client.get("/sparql", params=params, headers={"accept-encoding": "identity"})
    assert "content-encoding" not in plain.headers
    with client.stream("GET", "/sparql", params=params, headers={"accept-encoding": "gzip"}) as zipped:
        raw = b"".join(zipped.iter_raw())
        assert zipped.headers["content-encoding"] == "gzip"
    assert gzip.decompress(raw) == plain.content
    assert len(raw) * 3 < len(plain.content)
    assert "accept-encoding" in plain.headers["vary"]


def test_a_query_is_not_compressed(client: httpx.Client) -> None:
    headers = {"content-type": "application/sparql-query", "content-encoding": "gzip"}
    answer = client.post("/sparql", content=gzip.compress(b"ASK {}"), headers=headers)
    assert answer.status_code == 415 and answer.headers["accept-encoding"] == "identity"
    plain = {**headers, "content-encoding": "identity"}
    assert client.post("/sparql", content=b"ASK {}", headers=plain).status_code == 200


def test_any_site_may_ask(client: httpx.Client) -> None:
    asked = {"origin": "https://elsewhere.example", "access-control-request-method": "POST"}
    allowed = client.options("/sparql", headers=asked)
    assert allowed.status_code == 204
    assert allowed.headers["access-control-allow-origin"] == "*"
    assert "POST" in allowed.headers["access-control-allow-methods"]
    assert "content-type" in allowed.headers["access-control-allow-headers"]
    assert client.get("/sparql", params={"query": "ASK {}"}).headers["access-control-allow-origin"] == "*"
    assert client.get("/sparql", params={"query": "no"}).headers["access-control-allow-origin"] == "*"


def test_head_is_get_without_a_body(client: httpx.Client) -> None:
    got, headed = (client.request(method, "/sparql", params={"query": "ASK {}"}) for method in ("GET", "HEAD"))
    assert headed.content == b"" and got.content
    for name in ("content-type", "content-length", "etag"):
        assert headed.headers[name] == got.headers[name]


def test_other_methods_are_told_what_is_allowed(client: httpx.Client) -> None:
    for path, allowed in (("/sparql", {"GET", "HEAD", "OPTIONS", "POST"}), ("/questions", {"GET", "HEAD", "OPTIONS"})):
        answer = client.delete(path)
        assert answer.status_code == 405
        assert set(answer.headers["allow"].split(", ")) == allowed


def test_the_service_description(server: str, client: httpx.Client) -> None:
    answer = client.get("/sparql", headers={"accept": "text/turtle"})
    found = ox.Store()
    found.load(answer.content, ox.RdfFormat.TURTLE)
    endpoint = ox.NamedNode(f"{server}/sparql")
    assert ox.Quad(endpoint, ox.NamedNode(f"{SD}endpoint"), endpoint) in found
    assert len(list(found.quads_for_pattern(endpoint, ox.NamedNode(f"{SD}resultFormat"), None))) == 8
    assert ox.Quad(endpoint, ox.NamedNode(f"{SD}feature"), ox.NamedNode(f"{SD}UnionDefaultGraph")) in found
    names = {quad.object for quad in found.quads_for_pattern(None, ox.NamedNode(f"{SD}name"), None)}
    assert ox.NamedNode("http://example.org/data1") in names
    caps = " ".join(str(quad.object) for quad in found.quads_for_pattern(endpoint, None, None))
    assert "10 seconds" in caps and "50000 rows" in caps


def test_the_description_of_the_data(server: str, client: httpx.Client) -> None:
    there = client.get("/.well-known/void")
    assert there.status_code == 303
    found = ox.Store()
    found.load(client.get(there.headers["location"]).content, ox.RdfFormat.TURTLE)
    count = client.get("/sparql", params={"query": "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }", "format": "csv"})
    told = next(found.quads_for_pattern(ox.NamedNode(f"{server}/void#data"), ox.NamedNode(f"{VOID}triples"), None))
    assert isinstance(told.object, ox.Literal)
    assert told.object.value == count.text.split()[1]
    assert list(found.quads_for_pattern(None, ox.NamedNode(f"{VOID}classPartition"), None))


def test_the_catalogue_names_addresses_that_answer(client: httpx.Client) -> None:
    (told,) = client.get("/.well-known/api-catalog").json()["linkset"]
    links = [told["anchor"], *(link["href"] for key, links in told.items() if key != "anchor" for link in links)]
    assert len(links) == 5
    assert {client.get(link).status_code for link in links} == {200}


def test_health_and_metrics(client: httpx.Client) -> None:
    assert client.get("/health").text == "ok\n"
    client.get("/sparql", params={"query": "ASK { }"})
    told = dict(line.rsplit(" ", 1) for line in client.get("/metrics").text.splitlines() if not line.startswith("#"))
    assert int(told['agencygraph_requests_total{path="/sparql",status="200"}']) >= 1
    assert int(told["agencygraph_request_seconds_count"]) >= 2


def test_prefixes_of_the_project_need_no_declaration(client: httpx.Client) -> None:
    answer = client.get("/sparql", params={"query": "ASK { ?s a ag:Report ; prov:wasQuotedFrom ?p }", "format": "csv"})
    assert answer.text == "true"
