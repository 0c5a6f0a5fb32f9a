"""What is said when a request cannot be answered: a problem document (RFC 9457) for programs, a page for people."""

from __future__ import annotations

import json
import re

from agencygraph.errors import AgencygraphError
from agencygraph.web.jobs import Job, Reply
from agencygraph.web.negotiation import HTML, best
from agencygraph.web.pages import render

_MEDIA_TYPE = "application/problem+json"
_PLACE = re.compile(r"\bat (\d+):(\d+)")


class ProblemError(AgencygraphError):
    """A request that is not answered: the status of HTTP, and the place in the query where there is one."""

    code = "AG600"
    exit_code = 2

    def __init__(
        self,
        status: int,
        message: str,
        zh: str,
        advice: str = "",
        *,
        line: int | None = None,
        column: int | None = None,
        headers: tuple[tuple[str, str], ...] = (),
    ) -> None:
        super().__init__(message, zh, advice)
        self.status, self.line, self.column, self.headers = status, line, column, headers


def reply(problem: ProblemError, job: Job) -> Reply:
    """The answer that tells a problem, as a page where the client is a browser."""
    headers = (("cache-control", "no-store"), ("vary", "accept"), *problem.headers)
    if best(job.accept, (_MEDIA_TYPE, HTML)) == HTML and "text/html" in job.accept:
        body = render("problem.html", problem=problem, query=job.first("query") if job.page == "sparql" else "")
        return Reply(problem.status, f"{HTML}; charset=utf-8", body, headers, stable=False)
    told: dict[str, object] = {
        "type": "about:blank",
        "status": problem.status,
        "title": problem.message,
        "detail": f"{problem.zh} {problem.advice}".rstrip(),
    }
    if problem.line is not None:
        told |= {"line": problem.line, "column": problem.column}
    return Reply(problem.status, _MEDIA_TYPE, json.dumps(told, ensure_ascii=False).encode(), headers, stable=False)


def misread(query: str, fault: Exception) -> ProblemError:
    """The problem of a query that the engine cannot read, with line, column and what stands there."""
    found = _PLACE.search(str(fault))
    if not found:
        said = str(fault).partition(": expected")[0].strip().rstrip(".") or "it cannot be run"
        return ProblemError(400, f"The query cannot be answered: {said}.", "無法執行這個查詢。")
    line, column = int(found[1]), int(found[2])
    lines = query.split("\n")
    rest = lines[line - 1][column - 1 :].strip() if line <= len(lines) else ""
    there = f"at {rest[:30]!r}" if rest else "where the line or the query ends"
    why, zh = _reasons(str(fault))
    return ProblemError(
        400,
        f"The query does not parse: line {line}, column {column}, {there}{why}.",
        f"查詢語法有誤：第 {line} 行第 {column} 字{zh}。",
        line=line,
        column=column,
    )


def _reasons(said: str) -> tuple[str, str]:
    """What the engine knows beyond the place."""
    if "Prefix not found" in said:
        return "; a prefix there is not declared", "，所用的前綴未宣告"
    if "variable that is unbound" in said:
        return "; SELECT has a variable that GROUP BY leaves out", "，SELECT 的變數不在 GROUP BY 之中"
    return "", ""
