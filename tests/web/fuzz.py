"""Sends requests of all kinds, most of them broken, and looks for answers of 500 and above, and for what leaks.

`python -m tests.web.fuzz --minutes 10` starts a server of the sample reports and prints every request that was answered
with 5xx, and at the end what the server has of memory (with the answers that it keeps, 64 MiB), processes and files.
With `--seed` the same requests come again.
"""

from __future__ import annotations

import argparse
import random
import socket
import subprocess
import sys
import tempfile
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import quote, urlencode

from agencygraph import pipeline, questions
from tests.conftest import ROOT
from tests.web.serving import started

QUERIES = (
    "SELECT * { ?s ?p ?o } LIMIT 20",
    "ASK { ?s a ag:Form }",
    "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o } LIMIT 50",
    "DESCRIBE ?s { ?s a ag:Stationing } LIMIT 2",
    "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
    "SELECT ?s (GROUP_CONCAT(?o) AS ?all) { ?s ?p ?o } GROUP BY ?s HAVING (COUNT(*) > 2) ORDER BY ?s",
    "SELECT * FROM <urn:graph:authority> { ?s ?p ?o FILTER(REGEX(STR(?o), '(a+)+$')) }",
    "SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
    "INSERT DATA { <urn:s> <urn:p> 1 }",
    "SELECT (SUBSTR('機關', ?n) AS ?t) (STRDT('x', xsd:integer) AS ?u) { VALUES ?n { -1 0 1e400 UNDEF } }",
)
PIECES = ("{", "}", "(", ")", "<", ">", '"', "'''", "\\u0000", "\x00", "\ud7ff", "🙂", "機關", "#", ";", "%",
          "LIMIT -1", "OFFSET 99999999999999999999", "OPTIONAL {", "UNION", "VALUES", "BIND(1/0 AS ?z)", "a/b*|^c",
          "^^xsd:date", "{" * 500, "(" * 2000, "!" * 3000, "x" * 5000)  # fmt: skip
PATHS = ("/", *["/sparql"] * 15, "/sparql/", "/questions", "/questions/stationing", "/questions/statistics.csv",
         "/doc/x.ttl", "/id/organisation/1.2", "/code/mode/lecture.html", "/void", "/.well-known/void", "/ontology",
         "/health", "/metrics", "/static/none.css", "//", "/%", "/%ff%fe", "/..%2f..%2fetc/passwd", "/id/%3Cx%3E",
         "/id/a b")  # fmt: skip
TYPES = ("application/x-www-form-urlencoded", "application/sparql-query", "application/sparql-update", "text/plain", "",
         "application/sparql-query; charset=utf-16", "multipart/form-data; boundary=x")  # fmt: skip
ACCEPTS = ("*/*", "text/html", "text/csv", "application/xml", "application/ld+json", "image/*", "x" * 5000, ",;q=,", "")
METHODS = (*["GET"] * 6, *["POST"] * 8, "HEAD", "OPTIONS", "PUT", "DELETE", "TRACE", "BREW")
_PATIENCE = 60
_AT_ONCE = 6


def query(chance: random.Random) -> str:
    """A query, as it stands or damaged."""
    text = chance.choice((*QUERIES, chance.choice(list(questions.questions().values())).sparql))
    for _ in range(chance.choice((0, 0, 1, 1, 2, 5))):
        at, to = sorted(chance.choices(range(len(text) + 1), k=2))
        how = chance.random()
        if how < 0.4:
            text = text[:at] + chance.choice(PIECES) + text[at:]
        elif how < 0.7:
            text = text[:at] + text[min(to, at + 9) :]
        else:
            text = text[:at] + text[at:to] * 2 + text[to:]
    return text


def request(chance: random.Random) -> bytes:
    """A request, well formed or not."""
    if chance.random() < 0.002:
        return chance.randbytes(chance.randrange(1, 400)) + b"\r\n\r\n"
    method, path = chance.choice(METHODS), chance.choice(PATHS)
    values = [(chance.choice(("query", "query", "update", "format", "default-graph-uri", "host", "year", "x")),
               chance.choice((query(chance), "csv", "html", "ttl", "http://127.0.0.1:9/", "108", "臨海")))
              for _ in range(chance.choice((0, 1, 1, 2, 30)))]  # fmt: skip
    if path.startswith("/sparql") and chance.random() < 0.8:
        values = [("query", query(chance))]
    encoded = urlencode(values, errors="replace")
    body = b""
    if method != "GET" and chance.random() < 0.8:
        body = chance.choice((encoded, query(chance))).encode("utf-8", "replace")
    else:
        path += "?" + encoded
    told = len(body) if chance.random() < 0.99 else chance.choice((-1, 0, 10**12, len(body) + 5))
    head = [
        f"{method} {quote(path, safe='/?&=%+.-_~<>| ')[:60000]} HTTP/1.1",
        "Host: fuzz",
        f"Accept: {chance.choice(ACCEPTS)}",
    ]
    if body:
        head += [
            f"Content-Length: {told}",
            f"Content-Type: {chance.choice(TYPES[:2] if chance.random() < 0.7 else TYPES)}",
        ]
    if chance.random() < 0.2:
        head.append(chance.choice(("If-None-Match: *", "Accept-Encoding: gzip", "Range: bytes=0-1",
                                   "Expect: 100-continue", "Transfer-Encoding: chunked", "X-Forwarded-For: 1.2.3.4",
                                   "Connection: upgrade")))  # fmt: skip
    return "\r\n".join((*head, "Connection: close", "", "")).encode("latin-1", "replace") + body


def send(address: tuple[str, int], data: bytes) -> int:
    """The status of the answer to a request, 0 where the connection was closed without one."""
    with socket.create_connection(address, timeout=_PATIENCE) as connection:
        try:
            connection.sendall(data)
            head = connection.recv(64)
            while connection.recv(65536):
                pass
        except (ConnectionError, BrokenPipeError):
            return 0
    words = head.split(b" ")
    return int(words[1]) if len(words) > 1 and words[1].isdigit() else 0


def taken(process: int) -> dict[str, int]:
    """What a server has: processes, open files of the front, resident memory of the front in KiB."""
    children = subprocess.run(["ps", "-eo", "pid=,ppid="], capture_output=True, text=True, check=True).stdout.split(
        "\n"
    )
    pairs = [tuple(map(int, line.split())) for line in children if line.strip()]
    family = {process}
    while more := {pid for pid, parent in pairs if parent in family} - family:
        family |= more
    status = Path(f"/proc/{process}/status").read_text()
    resident = next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS"))
    return {
        "processes": len(family),
        "files": len(list(Path(f"/proc/{process}/fd").iterdir())),
        "resident KiB": resident,
    }


def fuzz(address: tuple[str, int], seed: str, end: float) -> Counter[int]:
    """Send requests one after another until a time; how often which status came. Prints what got 5xx."""
    chance, statuses = random.Random(seed), Counter[int]()
    while time.monotonic() < end:
        data = request(chance)
        status = send(address, data)
        statuses[status] += 1
        if status >= 500:
            sys.stdout.write(f"{status}: {data[:2000]!r}\n")
    return statuses


def main() -> None:
    """Fuzz for as long as told, from several connections at once."""
    options = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    options.add_argument("--minutes", type=float, default=1.0)
    options.add_argument("--seed", type=int, default=random.randrange(10**6))
    told = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        pipeline.build(sorted((ROOT / "examples").glob("*.txt")), Path(folder))
        with started(Path(folder), "--deadline", "1") as (url, process), ThreadPoolExecutor(_AT_ONCE) as pool:
            host, port = url.removeprefix("http://").split(":")
            address, end = (host, int(port)), time.monotonic() + told.minutes * 60
            running = [pool.submit(fuzz, address, f"{told.seed} {number}", end) for number in range(_AT_ONCE)]
            time.sleep(told.minutes * 6)
            first = taken(process.pid)
            statuses = sum((one.result() for one in running), Counter[int]())
            time.sleep(2)
            alive = send(address, b"GET /health HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n") == 200
            sys.stdout.write(f"seed {told.seed}: {dict(sorted(statuses.items()))}, alive: {alive}\n")
            sys.stdout.write(f"after a tenth of the time {first}\nat last {taken(process.pid)}\n")
    sys.exit(0 if alive and all(status < 500 for status in statuses) else 1)


if __name__ == "__main__":
    main()
