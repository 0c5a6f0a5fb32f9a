"""What is said when a request cannot be answered: a problem document (RFC 9457) for programs, a page for people."""

from __future__ import annotations

import json

from agencygraph.errors import AgencygraphError
from agencygraph.web.jobs import Job, Reply
from agencygraph.web.negotiation import HTML, best
from agencygraph.web.pages import render

_MEDIA_TYPE = "application/problem+json"


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
