"""How a server is spoken to: who asks, what is tried again, what is said when it fails, how graphs get there."""

from __future__ import annotations

import base64
import csv
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest
from click.testing import CliRunner

from agencygraph.cli import cli
from agencygraph.errors import StoreError, UsageError
from agencygraph.stores import Rows
from agencygraph.stores.remote import Remote
from tests.stores.conftest import count, wipe, write
from tests.stores.scripted import JSON, Reply, Request, Scripted, forward
from tests.stores.servers import MOST_ROWS

ASK = "ASK { ?s ?p ?o }"
NO = Reply(body=b'{"head": {}, "boolean": false}')


@contextmanager
def asking(url: str) -> Iterator[tuple[Remote, list[float]]]:
    """A remote store that notes how long it would wait, and does not."""
    waited: list[float] = []
    remote = Remote(url, waited.append)
    try:
        yield remote, waited
    finally:
        remote.close()


def one_graph(request: Request) -> bool:
    """Whether it is the question for the catalogue, which servers without one answer with no."""
    return "catalogue" in "".join(request.params.get("query", []))


@pytest.mark.parametrize("status", [429, 502, 503, 504])
def test_a_busy_server_is_asked_again_later_each_time(status: int) -> None:
    replies = iter([Reply(status), Reply(status), Reply(status)])
    with Scripted(lambda request: NO if one_graph(request) else next(replies, Reply())) as server:
        with asking(server.url) as (remote, waited):
            assert remote.query(ASK) is True
        assert len(server.asked) == 5
    first, second, third = waited
    assert 0.25 <= first <= 0.5 <= second <= 1 <= third <= 2


@pytest.mark.parametrize("told", ["7", format_datetime(datetime.now(UTC) + timedelta(seconds=3600), usegmt=True)])
def test_a_server_says_when_to_come_back(told: str) -> None:
    replies = iter([Reply(503, headers={"Retry-After": told})])
    with Scripted(lambda _: next(replies, Reply())) as server, asking(server.url) as (remote, waited):
        assert remote.query("ASK FROM <urn:g> {}") is True
    assert waited == [7.0 if told == "7" else 30.0]


def test_a_server_that_stays_busy_is_told() -> None:
    with Scripted(lambda _: Reply(503)) as server, asking(server.url) as (remote, waited):
        with pytest.raises(StoreError, match="busy") as met:
            remote.query(ASK)
        assert len(waited) == 4
    assert met.value.exit_code == 2


def test_an_answer_that_breaks_off_is_asked_for_again() -> None:
    row = b'{"s": {"type": "uri", "value": "urn:s"}}'
    whole = b'{"head": {"vars": ["s"]}, "results": {"bindings": [' + b",".join([row] * 1000) + b"]}}"
    replies = iter([Reply(body=whole, broken=True)])
    with Scripted(lambda _: next(replies, Reply(body=whole))) as server, asking(server.url) as (remote, waited):
        answer = remote.query("SELECT ?s FROM <urn:g> {}")
    assert isinstance(answer, Rows)
    assert (len(answer), len(waited)) == (1000, 1)


def test_a_server_that_is_not_there_is_told() -> None:
    with asking("http://127.0.0.1:9/query") as (remote, waited):
        with pytest.raises(StoreError, match="cannot be reached"):
            remote.query(ASK)
        assert len(waited) == 4


@pytest.mark.parametrize("url", ["ftp://user:geheim@example.tw/", "http://", "localhost:7878"])
def test_what_is_no_web_address_is_told_without_its_password(url: str) -> None:
    with pytest.raises(UsageError) as met:
        Remote(url)
    assert "geheim" not in str(met.value)


def test_a_page_for_people_is_no_endpoint() -> None:
    page = Reply(body=b"<html>", headers={"Content-Type": "text/html"})
    for path in ("query", ""):
        with (
            Scripted(lambda _: page) as server,
            asking(f"http://{server.host}/{path}") as (remote, _),
            pytest.raises(StoreError, match="no SPARQL endpoint"),
        ):
            remote.query(ASK)


def test_the_address_of_queries_is_found() -> None:
    def answer(request: Request) -> Reply:
        return Reply() if request.path == "/a/sparql" else Reply(404)

    with Scripted(answer) as server, asking(f"http://{server.host}/a/") as (remote, _):
        assert remote.query(ASK) is True


def test_redirects_are_not_followed() -> None:
    with Scripted(lambda _: Reply(302, headers={"Location": "http://elsewhere.example/"})) as server:
        with asking(server.url) as (remote, _), pytest.raises(StoreError, match="elsewhere"):
            remote.query(ASK)
        assert len(server.asked) == 1


def test_a_password_is_said_only_when_asked_for() -> None:
    wanted = "Basic " + base64.b64encode("王:祕/密".encode()).decode()

    def answer(request: Request) -> Reply:
        allowed = request.headers.get("authorization") == wanted
        return Reply() if allowed else Reply(401, headers={"WWW-Authenticate": 'Basic realm="x"'})

    with Scripted(answer) as server:
        with asking(server.url.replace("://", "://%E7%8E%8B:%E7%A5%95%2F%E5%AF%86@")) as (remote, _):
            assert remote.query("ASK FROM <urn:g> {}") is True
            assert remote.query("ASK FROM <urn:g> {}") is True
            assert "%E7" not in remote.url
        assert ["authorization" in request.headers for request in server.asked] == [False, True, True]


def test_a_wrong_password_is_told_without_it() -> None:
    refused = Reply(401, headers={"WWW-Authenticate": 'Digest realm="x", nonce="1", qop="auth"'})
    with Scripted(lambda _: refused) as server, asking(server.url.replace("://", "://dba:geheim@")) as (remote, _):
        with pytest.raises(StoreError, match="does not let us in") as met:
            remote.query(ASK)
        assert "geheim" not in str(met.value)
        assert server.asked[-1].headers["authorization"].startswith("Digest ")


def test_a_token_of_the_environment_is_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AGENCYGRAPH_STORE_TOKEN", "abc")
    with Scripted(lambda _: Reply()) as server, asking(server.url) as (remote, _):
        remote.query(ASK)
        assert {request.headers["authorization"] for request in server.asked} == {"Bearer abc"}


def test_a_long_query_is_posted() -> None:
    with Scripted(lambda _: Reply()) as server, asking(server.url) as (remote, _):
        remote.query("ASK FROM <urn:g> { ?s ?p '" + "長" * 2000 + "' }")
        assert [request.method for request in server.asked] == ["POST"]


def test_an_answer_that_is_cut_short_is_an_error(virtuoso: str) -> None:
    with asking(virtuoso) as (remote, _), pytest.raises(StoreError, match=str(MOST_ROWS)):
        remote.query("SELECT ?a ?b FROM <http://www.openlinksw.com/schemas/virtrdf#> { ?a ?p ?o . ?b ?q ?r }")


def test_a_large_answer_comes_whole(oxigraph: str) -> None:
    digits = " ".join(map(str, range(50)))
    asked = f"SELECT ?a ?b ?c {{ VALUES ?a {{ {digits} }} VALUES ?b {{ {digits} }} VALUES ?c {{ {digits} }} }}"
    with asking(oxigraph) as (remote, _):
        answer = remote.query(asked)
    assert isinstance(answer, Rows)
    assert len(set(answer.texts())) == 125_000


def test_without_graph_store_graphs_go_in_by_update(oxigraph: str, tmp_path: Path) -> None:
    wipe(oxigraph)

    def answer(request: Request) -> Reply:
        return Reply(404) if request.path in ("/store", "/data") else forward(request, oxigraph)

    many = " ".join(f"<urn:many> <urn:p> {number} ." for number in range(1200))
    with Scripted(answer) as server, asking(server.url) as (remote, _):
        remote.load(write(tmp_path, a=many, b="<urn:b> <urn:p> '一\\n\"二' ."))
        remote.load(write(tmp_path, a="<urn:many> <urn:p> 7, 1300 ."))
        assert count(remote, "?s ?p ?o") == 3
        assert count(remote, "GRAPH <urn:graph:a> { ?s ?p ?o }") == 2
        assert count(remote, "GRAPH ?g { ?s ?p ?o }") == 3
    wipe(oxigraph)


def test_a_server_that_takes_no_graphs_is_told(tmp_path: Path) -> None:
    with (
        Scripted(lambda request: NO if request.method == "GET" else Reply(405)) as server,
        asking(server.url) as (remote, _),
        pytest.raises(StoreError, match="takes no graphs"),
    ):
        remote.load(write(tmp_path, a="<urn:a> <urn:p> 1 ."))


def test_what_a_server_holds_besides_is_left_alone(oxigraph: str, tmp_path: Path) -> None:
    wipe(oxigraph)
    with asking(oxigraph) as (remote, _):
        remote.load(write(tmp_path, other="<urn:other> <urn:p> 1 ."))
        remote.load(write(tmp_path, a="<urn:a> <urn:p> 1 ."))
        remote.load(write(tmp_path, a="<urn:a> <urn:p> 2 ."))
        assert count(remote, "<urn:other> ?p ?o") == 1
        assert count(remote, "<urn:a> <urn:p> 2") == count(remote, "<urn:a> ?p ?o") == 1
    wipe(oxigraph)


@pytest.mark.parametrize("kind", ["oxigraph", "virtuoso"])
def test_the_commands_load_and_ask(
    kind: str, request: pytest.FixtureRequest, built: tuple[Path, ...], tmp_path: Path
) -> None:
    url: str = request.getfixturevalue(kind)
    wipe(url)
    run = CliRunner().invoke
    loaded = run(cli, ["load", "--store", url, "--graphs", str(built[0].parent)])
    assert loaded.exit_code == 0, loaded.output
    assert f"{len(built)} 個圖" in loaded.stderr
    assert "dba" not in loaded.stderr
    here = run(cli, ["query", "stationing", "--format", "csv", "--graphs", str(built[0].parent)])
    there = run(cli, ["query", "stationing", "--format", "csv", "--store", url])
    kept = run(
        cli,
        ["query", "stationing", "--format", "csv", "--graphs", str(built[0].parent), "--store", str(tmp_path / "kept")],
    )
    assert there.stdout == kept.stdout == here.stdout
    assert here.stdout.count("\n") > 2
    again = run(cli, ["query", "stationing", "--format", "csv", "--store", str(tmp_path / "kept"), "--graphs", "none"])
    assert again.stdout == here.stdout
    fact = next(csv.DictReader(here.stdout.splitlines()))["fact"]
    for arguments in (["ask", "哪些機關派員駐點", "--format", "csv"], ["explain", fact], ["draw", "-o"]):
        drawn = [str(tmp_path / name) for name in ("here.html", "there.html")] if arguments[0] == "draw" else ["", ""]
        local = [*arguments, *filter(None, drawn[:1]), "--graphs", str(built[0].parent)]
        one, other = run(cli, local), run(cli, [*arguments, *filter(None, drawn[1:]), "--store", url])
        assert one.exit_code == other.exit_code == 0, other.output
        assert one.stdout.replace("here.", "there.") == other.stdout
        assert not drawn[0] or Path(drawn[0]).read_text("utf-8") == Path(drawn[1]).read_text("utf-8")
    wipe(url)


def test_the_commands_say_what_is_wrong_with_a_server() -> None:
    page = Reply(body=b"<html>", headers={"Content-Type": "text/html"})
    with Scripted(lambda _: page) as server:
        done = CliRunner().invoke(cli, ["query", "stationing", "--store", server.url, "--lang", "en"])
    assert done.exit_code == 2
    assert "no SPARQL endpoint" in done.stderr


def test_json_that_is_no_answer_is_told() -> None:
    odd = Reply(body=b'{"head": {}}', headers={"Content-Type": JSON})
    with (
        Scripted(lambda _: odd) as server,
        asking(server.url) as (remote, _),
        pytest.raises(StoreError, match="could not answer"),
    ):
        remote.query("ASK FROM <urn:g> {}")
