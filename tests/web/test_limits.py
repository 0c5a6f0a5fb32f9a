"""No query leaves the machine, outlives its deadline, or takes more than its share."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pyoxigraph as ox
import pytest

from agencygraph.errors import StoreError
from agencygraph.namespaces import AG, BASE, PREFIXES
from agencygraph.stores import Graph
from agencygraph.stores.remote import Remote
from tests.conftest import ROOT
from tests.web.serving import serving, started

RUNAWAY = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
DEADLINE = 1.0


@pytest.fixture(scope="module")
def strict(graphs: Path) -> Iterator[str]:
    """The address of a server with narrow limits."""
    options = ("--deadline", str(DEADLINE), "--rows", "100", "--memory", "200", "--workers", "2")
    with serving(graphs, *options) as url:
        yield url


@pytest.fixture
def listener() -> Iterator[tuple[str, list[str]]]:
    """An address that counts who connects."""
    came: list[str] = []
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def wait() -> None:
            with contextlib.suppress(OSError):
                while True:
                    connection, _ = listening.accept()
                    came.append(str(connection.getpeername()))
                    connection.close()

        threading.Thread(target=wait, daemon=True).start()
        yield f"http://127.0.0.1:{listening.getsockname()[1]}/", came
        listening.shutdown(socket.SHUT_RDWR)


def _asked(url: str, query: str, **headers: str) -> httpx.Response:
    return httpx.post(f"{url}/sparql", data={"query": query}, headers=headers, timeout=60)


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { SERVICE <URL> { ?s ?p ?o } }",
        "SELECT * { SERVICE SILENT <URL> { ?s ?p ?o } }",
        "SELECT * { BIND(<URL> AS ?there) SERVICE ?there { ?s ?p ?o } }",
        "PREFIX x: <urn:x> SELECT * { BIND(x:a\\# AS ?z) SERVICE <URL> { ?s ?p ?o }\n}",
        "SELECT * { VALUES ?x { <URL> } FILTER(1<2)SERVICE?x#>\n{ ?s ?p ?o } }",
        "SELECT * FROM <URL> { ?s ?p ?o }",
        "SELECT * FROM NAMED <URL> { GRAPH ?g { ?s ?p ?o } }",
        "PREFIX u: <URL> DESCRIBE ?s FROM u:data { ?s ?p ?o }",
        "LOAD <URL>",
        "LOAD <URL> INTO GRAPH <urn:g>",
        "INSERT DATA { <urn:s> <urn:p> <urn:o> }",
        "DELETE WHERE { ?s ?p ?o }",
        "PREFIX x: <urn:x> WITH <urn:g> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }",
    ],
)
def test_refused_and_no_request_goes_out(strict: str, listener: tuple[str, list[str]], query: str) -> None:
    there, came = listener
    answer = _asked(strict, query.replace("URL", there))
    assert answer.status_code in (400, 403), answer.text
    if "#" not in query:
        assert answer.status_code == 403
    for name in ("default-graph-uri", "named-graph-uri"):
        refused = httpx.get(f"{strict}/sparql", params={"query": "ASK { ?s ?p ?o }", name: there}, timeout=60)
        assert refused.status_code == 403
    assert came == []


def test_the_kernel_refuses_what_slips_through(listener: tuple[str, list[str]]) -> None:
    """A process confined as workers are cannot reach a listener even where the engine tries."""
    there, came = listener
    pid = os.fork()
    if not pid:
        from agencygraph.web import confinement  # noqa: PLC0415  only in the process that it confines

        code = 1
        try:
            forbidden = confinement.forbid_connections()
            list(ox.Store().query(f"SELECT * {{ SERVICE <{there}> {{ ?s ?p ?o }} }}"))  # type: ignore[arg-type]
        except OSError:
            code = 0 if forbidden else 2
        finally:
            os._exit(code)
    _, status = os.waitpid(pid, 0)
    code = os.waitstatus_to_exitcode(status)
    if code == 2:
        pytest.skip("this system has no such filter")
    assert code == 0 and came == []


def _cpu(process: int) -> float:
    """The seconds of processor time that the descendants of a process, and those of them that ended, have taken."""
    stats = {}
    for entry in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            fields = entry.read_text().rpartition(")")[2].split()
            stats[int(entry.parent.name)] = (int(fields[1]), sum(map(int, fields[11:15])))
    family = {process}
    while more := {pid for pid, (parent, _) in stats.items() if parent in family} - family:
        family |= more
    return sum(ticks for pid, (_, ticks) in stats.items() if pid in family) / os.sysconf("SC_CLK_TCK")


def test_a_deadline_ends_the_query_and_frees_the_processor(graphs: Path) -> None:
    with started(graphs, "--deadline", str(DEADLINE), "--workers", "1") as (url, process):
        answer = _asked(url, RUNAWAY)
        assert answer.status_code == 422
        assert "1 seconds" in answer.json()["title"]
        before = _cpu(process.pid)
        time.sleep(1)
        assert _cpu(process.pid) - before < 0.5
        assert _asked(url, "ASK {}").status_code == 200


def test_a_client_that_leaves_frees_the_processor(graphs: Path) -> None:
    with started(graphs, "--deadline", "60", "--workers", "1") as (url, process):
        with pytest.raises(httpx.ReadTimeout):
            httpx.get(f"{url}/sparql", params={"query": RUNAWAY}, timeout=1.5)
        time.sleep(0.5)
        before = _cpu(process.pid)
        time.sleep(1)
        assert _cpu(process.pid) - before < 0.5


def test_others_are_served_while_one_runs_away(strict: str) -> None:
    """As many runaway queries as there are workers in all, several times over, and a client that asks small ones."""
    with ThreadPoolExecutor(12) as pool:
        runaways = [pool.submit(_asked, strict, f"{RUNAWAY} # {number}") for number in range(12)]
        time.sleep(0.2)
        with httpx.Client(base_url=strict, timeout=60) as client:
            for number in range(20):
                answer = client.get("/sparql", params={"query": f"ASK {{ ?s{number} ?p ?o }}"})
                assert answer.status_code == 200
        waiting = sum(not one.done() for one in runaways)
        ended = {one.result().status_code for one in runaways}
    assert waiting > 0, "the small queries waited for all runaways"
    assert ended == {422}


def test_a_store_on_disk_is_served_the_same_way(
    graphs: Path, strict: str, listener: tuple[str, list[str]], tmp_path: Path
) -> None:
    query = "SELECT ?s ?name { ?s a ag:Stationing ; ag:agencyName ?name } ORDER BY ?name ?s"
    store = str(tmp_path / "store")
    with serving(graphs, "--store", store, "--deadline", str(DEADLINE), "--workers", "1") as url:
        first = _asked(url, query)
        assert first.json() == _asked(strict, query).json()
        assert _asked(url, RUNAWAY).status_code == 422
        assert _asked(url, f"SELECT * {{ SERVICE <{listener[0]}> {{ ?s ?p ?o }} }}").status_code == 403
        assert _asked(url, "SELECT * FROM <http://example.org/data1> { ?s ?p ?o }").text.count('"s":') == 1
        tag = httpx.get(f"{url}/sparql", params={"query": query}).headers["etag"]
    with serving(tmp_path / "gone", "--store", store) as url:
        again = httpx.get(f"{url}/sparql", params={"query": query}, headers={"if-none-match": tag})
        assert again.json() == first.json()


def test_memory_is_bounded(strict: str) -> None:
    query = "SELECT (GROUP_CONCAT(?x; separator='') AS ?all) { ?a ?b ?c . ?d ?e ?f BIND(STR(?a) AS ?x) }"
    assert _asked(strict, query).status_code == 422
    nested = "SELECT * " + "{" * 30_000 + "}" * 30_000
    assert _asked(strict, nested).status_code == 422
    assert _asked(strict, "ASK {}").status_code == 200


@pytest.mark.parametrize("form", ["json", "xml", "csv", "tsv"])
def test_rows_are_cut_and_that_is_told(strict: str, form: str) -> None:
    def rows(query: str) -> tuple[int, str | None]:
        answer = httpx.get(f"{strict}/sparql", params={"query": query, "format": form}, timeout=60)
        assert answer.status_code == 200
        told = {"json": '"o":{', "xml": "<result>", "csv": "\n", "tsv": "\n"}[form]
        return answer.text.count(told) - (form in ("csv", "tsv")), answer.headers.get("x-sparql-maxrows")

    numbers = "SELECT (1 AS ?o) { VALUES ?x { " + " ".join(map(str, range(101))) + " } }"
    assert rows(numbers) == (100, "100")
    assert rows(numbers + " LIMIT 5000") == (100, "100")
    assert rows(numbers + " LIMIT 100 # }") == (100, None)
    assert rows(numbers + " OFFSET 1") == (100, None)
    assert rows("SELECT (1 AS ?o) { ?s ?p ?x } LIMIT 100") == (100, None)
    assert rows("SELECT (1 AS ?o) { { SELECT * { ?s ?p ?x } LIMIT 50 } }") == (50, None)


def test_triples_are_cut_and_that_is_told(strict: str) -> None:
    answer = httpx.get(f"{strict}/sparql", params={"query": "CONSTRUCT WHERE { ?s ?p ?o }", "format": "nt"}, timeout=60)
    assert answer.text.count(" .\n") == 100
    assert answer.headers["x-sparql-maxrows"] == "100"


def test_a_client_of_ours_takes_no_triples_for_all(strict: str) -> None:
    remote = Remote(f"{strict}/sparql")
    with contextlib.closing(remote):
        with pytest.raises(StoreError, match="cut short"):
            remote.query("CONSTRUCT WHERE { ?s ?p ?o }")
        assert isinstance(remote.query(f"CONSTRUCT WHERE {{ ?s a <{AG}Report> }}"), Graph)


def test_a_limit_of_the_query_counts_solutions_and_not_triples(strict: str) -> None:
    """Each class is found many times over: all are told, though the query's own LIMIT is beyond the cap."""
    query = "CONSTRUCT { ag:x ag:n ?p } { ?s a ?p VALUES ?k { 1 2 3 4 } }"
    plain, limited = (
        httpx.get(f"{strict}/sparql", params={"query": query + more, "format": "nt"}, timeout=60)
        for more in ("", " LIMIT 80000")
    )
    assert 20 < plain.text.count(" .\n") < 100
    assert limited.text == plain.text and "x-sparql-maxrows" not in plain.headers
    page = httpx.get(f"{strict}/sparql", params={"query": f"{query} LIMIT 80000", "format": "html"}, timeout=60)
    assert f"{plain.text.count(' .')} 列" in page.text
    described = _asked(strict, "DESCRIBE ?s { ?s a ag:Report } LIMIT 80000", accept="application/n-triples")
    assert described.headers.get("x-sparql-maxrows") == ("100" if described.text.count(" .\n") == 100 else None)


def test_a_limit_as_long_as_a_book_is_no_fault_of_ours(strict: str) -> None:
    assert _asked(strict, "SELECT * { ?s a ag:Report } LIMIT " + "9" * 5000).status_code in (200, 400)


def test_what_only_looks_like_a_limit_is_left_alone(strict: str) -> None:
    rows = "SELECT (1 AS ?o) { VALUES ?x { " + " ".join(map(str, range(200))) + " } } # } LIMIT\nOFFSET 150"
    assert len(_asked(strict, rows).json()["results"]["bindings"]) == 50


@pytest.mark.parametrize("ending", ["ttl", "jsonld", "csv"])
def test_twins_of_a_question_tell_that_rows_were_left_out(graphs: Path, ending: str) -> None:
    with serving(graphs, "--rows", "3", "--workers", "1") as url:
        cut = httpx.get(f"{url}/questions/stationing.{ending}")
        assert cut.status_code == 200 and cut.headers["x-sparql-maxrows"] == "3"
        if ending == "ttl":
            rule = ox.NamedNode(f"{AG}rule")
            assert len([q for q in ox.parse(cut.content, ox.RdfFormat.TURTLE) if q.predicate == rule]) == 3
        assert "x-sparql-maxrows" not in httpx.get(f"{url}/questions/stationing.{ending}?host=nobody").headers


def test_what_a_page_leaves_out_is_counted_and_told(tmp_path: Path) -> None:
    """More reports than the first page lists, all of which one body is named in."""
    body = f"{BASE}organisation/1.2"
    lines = (
        f'<{BASE}report/{n}> a ag:Report ; rdfs:label "r{n}" ; ag:sourceName "s" ; ag:agency <{body}> .'
        for n in range(1001)
    )
    heads = (f"@prefix {name}: <{PREFIXES[name]}> ." for name in ("ag", "rdfs"))
    (tmp_path / "many.ttl").write_text("\n".join([*heads, *lines]), "utf-8")
    with serving(tmp_path, "--workers", "1") as url:
        home = httpx.get(url, headers={"accept": "text/html"}).text
        assert "<dd>1,001</dd>" in home and "只列出前 1000 份" in home
        assert httpx.get(f"{url}/void", headers={"accept": "application/n-triples"}).text.count("terms/source>") == 1001
        there = httpx.get(f"{url}/doc/organisation/1.2.nt")
        assert there.text.count(" .\n") == 200 and there.headers["x-sparql-maxrows"] == "200"
        assert "只顯示一部分" in httpx.get(f"{url}/doc/organisation/1.2.html").text


def test_where_no_limit_can_be_added_too_many_rows_are_refused(strict: str) -> None:
    query = "SELECT * { ?s ?p ?o } VALUES ?x { 1 2 3 }"
    assert _asked(strict, query).status_code == 422
    assert _asked(strict, "SELECT * { ?s a ag:Report } VALUES ?x { 1 2 3 }").status_code == 200


def test_an_answer_has_no_more_bytes_than_told(server: str) -> None:
    """Ninety rows of half a million letters each are more than is sent; fewer are sent."""
    long = (
        "SELECT ?s (REPLACE(REPLACE(REPLACE('"
        + "x" * 500
        + "', 'x', 'yyyyyyyyyy'), 'y', 'zzzzzzzzzz'), 'z', 'aaaaaaaaaa')"
    )
    long += " AS ?t) { ?s ?p ?o } LIMIT "
    refused, sent = _asked(server, f"{long}90"), _asked(server, f"{long}9")
    assert refused.status_code == 422 and "bytes" in refused.json()["title"]
    assert sent.status_code == 200 and len(sent.content) > 9 * 500_000


def test_large_and_endless_requests_are_refused(strict: str) -> None:
    assert _asked(strict, "ASK {} #" + "x" * 2**21).status_code == 413
    host, port = strict.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), timeout=30) as connection:
        with contextlib.suppress(OSError):
            for _ in range(200):
                connection.sendall(b"GET / HTTP/1.1\r\n" if _ == 0 else b"x: " + b"y" * 4000 + b"\r\n")
        with contextlib.suppress(ConnectionError):
            assert b"200 OK" not in connection.recv(4096)


def test_a_client_may_ask_so_often(graphs: Path) -> None:
    with serving(graphs, "--rate", "1") as url, httpx.Client(base_url=url) as client:
        answers = [client.get("/health") for _ in range(40)]
        assert [answer.status_code for answer in answers[:10]] == [200] * 10
        refused = [answer for answer in answers if answer.status_code == 429]
        assert refused and all(int(answer.headers["retry-after"]) >= 1 for answer in refused)


def test_a_worker_that_dies_is_replaced(graphs: Path) -> None:
    with started(graphs, "--workers", "1") as (url, process):
        (nursery,) = _children(process.pid)
        (worker,) = _children(nursery)
        os.kill(worker, signal.SIGKILL)
        assert _asked(url, "ASK {}").status_code in (200, 422)
        assert _asked(url, "ASK { ?s ?p ?o }").status_code == 200


def test_graphs_that_cannot_be_read_are_named(tmp_path: Path) -> None:
    (tmp_path / "broken.ttl").write_text("no turtle", "utf-8")
    command = [sys.executable, "-m", "agencygraph", "serve", "--port", "0", "--graphs", str(tmp_path)]
    env = {**os.environ, "PYTHONPATH": str(ROOT / "src"), "PYTHONUTF8": "1"}
    done = subprocess.run(command, env=env, capture_output=True, text=True, encoding="utf-8", check=False, timeout=60)
    assert done.returncode == 3
    assert "broken" in done.stderr and "Traceback" not in done.stderr


def test_a_server_that_has_lost_its_graphs_ends(graphs: Path) -> None:
    with started(graphs) as (_, process):
        (nursery,) = _children(process.pid)
        os.kill(nursery, signal.SIGKILL)
        assert process.wait(30) == 2


def test_a_server_ends_too_when_an_order_was_unread(graphs: Path) -> None:
    """The nursery is stopped, so that it does not read the order to let a worker yield, and then killed."""
    with started(graphs, "--workers", "1") as (url, process), ThreadPoolExecutor(1) as pool:
        (nursery,) = _children(process.pid)
        os.kill(nursery, signal.SIGSTOP)
        asked = pool.submit(_asked, url, RUNAWAY)
        while 'event="demoted"} 1' not in httpx.get(f"{url}/metrics").text:
            assert not asked.done()
            time.sleep(0.05)
        os.kill(nursery, signal.SIGKILL)
        assert process.wait(30) == 2
        assert asked.result().status_code == 500


def test_nothing_is_left_when_the_server_ends(graphs: Path) -> None:
    for how in (signal.SIGTERM, signal.SIGINT, signal.SIGKILL):
        with started(graphs, "--workers", "2") as (_, process):
            (nursery,) = _children(process.pid)
            family = {nursery, *_children(nursery)}
            process.send_signal(how)
            assert process.wait(30) == (-how if how == signal.SIGKILL else 0)
            deadline = time.monotonic() + 20
            while any(Path(f"/proc/{pid}").exists() for pid in family) and time.monotonic() < deadline:
                time.sleep(0.05)
            assert not [pid for pid in family if Path(f"/proc/{pid}").exists()]


def test_what_is_being_answered_is_finished_first(graphs: Path) -> None:
    with started(graphs, "--deadline", "2") as (url, process), ThreadPoolExecutor(1) as pool:
        asked = pool.submit(_asked, url, RUNAWAY)
        time.sleep(0.7)
        process.send_signal(signal.SIGTERM)
        assert asked.result().status_code == 422
        assert process.wait(30) == 0


def test_what_still_waits_when_the_server_ends_is_told_to_come_back(graphs: Path) -> None:
    with started(graphs, "--deadline", "1", "--workers", "1") as (url, process), ThreadPoolExecutor(16) as pool:
        asked = [pool.submit(_asked, url, f"{RUNAWAY} # {number}") for number in range(16)]
        time.sleep(1)
        process.send_signal(signal.SIGTERM)
        answers = [one.result() for one in asked]
        assert {answer.status_code for answer in answers} == {422, 503}
        late = [answer for answer in answers if answer.status_code == 503]
        assert all(int(answer.headers["retry-after"]) >= 1 for answer in late)
        assert process.wait(30) == 0


def _children(process: int) -> list[int]:
    return [int(pid) for pid in Path(f"/proc/{process}/task/{process}/children").read_text().split()]
