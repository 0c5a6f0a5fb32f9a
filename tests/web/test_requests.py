"""Requests as they stand on the wire: what HTTP allows is taken, what it forbids is told like any other problem."""

from __future__ import annotations

import http.client
import json
import socket
from urllib.parse import quote, urlsplit

import httpx
import pytest

LIMIT = 2**16


def _sent(server: str, *parts: bytes) -> tuple[http.client.HTTPResponse, bytes]:
    """The answer to a request sent byte for byte, in these pieces."""
    place = urlsplit(server)
    assert place.hostname and place.port
    with socket.create_connection((place.hostname, place.port), timeout=30) as connection:
        for part in parts:
            connection.sendall(part)
        answer = http.client.HTTPResponse(connection)
        answer.begin()
        return answer, answer.read()


def _request(line: str, *headers: str) -> bytes:
    return "\r\n".join((line, *headers, "connection: close", "", "")).encode()


def _usual(answer: http.client.HTTPResponse) -> bool:
    return answer.headers["access-control-allow-origin"] == "*" and "x-content-type-options" in answer.headers


@pytest.mark.parametrize("cut", [0, 30])
def test_an_address_may_hold_letters_as_they_are(server: str, cut: int) -> None:
    """Also where the request line comes in two pieces, between two bytes of a letter."""
    line = _request("GET /questions/stationing.csv?host=臨海 HTTP/1.1", "host: x")
    cut = cut or line.index("臨".encode()) + 1
    answer, body = _sent(server, line[:cut], line[cut:])
    assert answer.status == 200
    assert body == httpx.get(f"{server}/questions/stationing.csv?host={quote('臨海')}").content
    assert _sent(server, _request("GET /doc/臺 HTTP/1.1", "host: x"))[0].status == 404


def test_only_the_request_line_is_changed(server: str) -> None:
    """Two requests in one piece, the second with its body in another: that stays as it is."""
    query = "SELECT ('臨海' AS ?x) {}".encode()
    first = b"GET /health HTTP/1.1\r\nhost: x\r\n\r\n"
    second = (
        f"POST /sparql HTTP/1.1\r\nhost: x\r\ncontent-type: application/sparql-query\r\ncontent-length: {len(query)}"
    )
    place = urlsplit(server)
    assert place.hostname and place.port
    with socket.create_connection((place.hostname, place.port), timeout=30) as connection:
        connection.sendall(first + second.encode() + b"\r\nconnection: close\r\n\r\n")
        told = connection.recv(2**16)
        connection.sendall(query)
        while more := connection.recv(2**16):
            told += more
    assert "臨海".encode() in told


@pytest.mark.parametrize(
    ("request_", "status"),
    [
        (_request("GET / HTTP/1.1"), 400),
        (_request("GET / HTTP/1.1", "host: a", "host: b"), 400),
        (_request("GET / HTTP/1.0", "host: a", "host: b"), 400),
        (_request("GET / HTTP/1.1", "host: a", "no header"), 400),
        (_request("nonsense"), 400),
        (_request("GET /sparql?query=" + "x" * LIMIT + " HTTP/1.1", "host: x"), 414),
        (_request("GET /sparql?query=" + "x" * 4 * LIMIT + " HTTP/1.1", "host: x"), 414),
        (_request("GET / HTTP/1.1", "host: x", *[f"x: {'y' * 4000}"] * 60), 431),
        (_request("GET /id/%0d%0ax:y HTTP/1.1", "host: x"), 404),
        (_request("GET /questions/ HTTP/1.1", "host: x"), 404),
    ],
    ids=str,
)
def test_what_is_refused_is_told_as_a_problem(server: str, request_: bytes, status: int) -> None:
    answer, body = _sent(server, request_)
    assert answer.status == status
    assert answer.headers["content-type"] == "application/problem+json" and _usual(answer)
    assert json.loads(body)["status"] == status


def test_requests_that_are_fine(server: str) -> None:
    assert _sent(server, _request("GET /health HTTP/1.0"))[0].status == 200
    answer, _ = _sent(server, _request("OPTIONS * HTTP/1.1", "host: x"))
    assert answer.status == 204 and _usual(answer) and "GET" in answer.headers["allow"]


@pytest.mark.parametrize(
    ("told", "zipped"),
    [("gzip", True), ("GZIP", True), ("br, gzip;q=0.5", True), ("*", True), ("gzip;q=0", False), ("gzip; q=0.0", False),
     ("*;q=0", False), ("gzip;q=0, *", False), ("identity", False), ("xgzip", False), ("", False)],
)  # fmt: skip
def test_compressed_only_where_the_client_takes_it(client: httpx.Client, told: str, zipped: bool) -> None:
    params = {"query": "SELECT * { ?s ?p ?o } LIMIT 100"}
    answer = client.get("/sparql", params=params, headers={"accept-encoding": told})
    assert (answer.headers.get("content-encoding") == "gzip") is zipped


def test_lines_of_one_header_are_one_list(client: httpx.Client) -> None:
    params = {"query": "SELECT * { ?s a ag:Report }"}
    lines = [("accept", "text/csv;q=0.1"), ("accept", "text/tab-separated-values;q=0.2;x=y")]
    answer = client.get("/sparql", params=params, headers=lines)
    assert answer.headers["content-type"].startswith("text/tab-separated-values")
    assert client.get("/sparql", params=params, headers=[("accept", "text/csv;q=0;x=y")]).status_code == 406
    tag = answer.headers["etag"]
    held = [*lines, ("if-none-match", '"other"'), ("if-none-match", tag)]
    assert client.get("/sparql", params=params, headers=held).status_code == 304


def test_what_the_client_has_is_not_sent_again(client: httpx.Client) -> None:
    params = {"query": "SELECT * { ?s a ag:Report }"}
    tag = client.get("/sparql", params=params).headers["etag"]
    for held in (tag, tag.removeprefix("W/"), "*", f'"x,", {tag}'):
        again = client.get("/sparql", params=params, headers={"if-none-match": held})
        assert again.status_code == 304 and again.content == b"" and again.headers["etag"] == tag, held
        assert again.headers["cache-control"] == "no-cache"
    for other in ('"x"', tag.strip('W/"')):
        assert client.get("/sparql", params=params, headers={"if-none-match": other}).status_code == 200
    assert client.get("/sparql", params={"query": "no"}, headers={"if-none-match": "*"}).status_code == 400
    unkept = {"query": "SELECT (RAND() AS ?r) {}"}
    assert client.get("/sparql", params=unkept, headers={"if-none-match": "*"}).status_code == 200
    assert client.post("/sparql", data=params, headers={"if-none-match": "*"}).status_code == 200
