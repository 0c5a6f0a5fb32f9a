"""The SPARQL 1.1 Protocol: what a request asks, in the three ways in which it may ask."""

from __future__ import annotations

import asyncio
from urllib.parse import parse_qsl

from starlette.requests import Request

from agencygraph.web.problems import ProblemError

_FORM, _QUERY, _UPDATE = "application/x-www-form-urlencoded", "application/sparql-query", "application/sparql-update"
_DATASET = ("default-graph-uri", "named-graph-uri")
_FIELDS = 200
_SECONDS = 10.0

Values = tuple[tuple[str, str], ...]


async def asked(request: Request, most: int) -> Values:
    """The parameters of a request to the endpoint. Raises ProblemError for what the protocol does not allow."""
    values = parameters(request.scope["query_string"])
    if request.method == "POST":
        values = await _posted(request, values, most)
    names = [name for name, _ in values]
    if "update" in names:
        raise _read_only()
    if names.count("query") > 1:
        raise ProblemError(400, "More than one query was sent.", "一次只能送出一個查詢。")
    if request.method == "POST" and "query" not in names:
        raise ProblemError(400, "No query was sent.", "沒有送出查詢。", "query=SELECT …")
    return tuple((name, value) for name, value in values if name in ("query", "format", *_DATASET))


async def _posted(request: Request, values: Values, most: int) -> Values:
    kind, _, rest = request.headers.get("content-type", "").partition(";")
    kind = kind.strip().lower()
    if kind == _UPDATE:
        raise _read_only()
    if kind not in (_FORM, _QUERY):
        offer = (("accept-post", f"{_FORM}, {_QUERY}"),)
        raise ProblemError(415, f"A query is posted as {_FORM} or {_QUERY}.", "不支援的內容類型。", headers=offer)
    charset = rest.partition("charset=")[2].strip().strip('"').lower()
    if charset not in ("", "utf-8", "utf8"):
        raise ProblemError(415, "Queries are sent in UTF-8.", "查詢須以 UTF-8 編碼。")
    data = await _body(request, most)
    if kind == _FORM:
        return (*values, *parameters(data))
    return (*(pair for pair in values if pair[0] != "query"), ("query", _text(data)))


async def _body(request: Request, most: int) -> bytes:
    """The body, if it comes in time and is not too large."""
    data, more = b"", True
    try:
        async with asyncio.timeout(_SECONDS):
            while more:
                told = await request.receive()
                if told["type"] == "http.disconnect":
                    raise ProblemError(400, "The request was cut short.", "請求不完整。")
                data, more = data + told.get("body", b""), told.get("more_body", False)
                if len(data) > most:
                    raise ProblemError(413, f"A request has at most {most} bytes.", f"請求不得超過 {most} 位元組。")
    except TimeoutError as fault:
        raise ProblemError(
            408, "The request did not come in time.", "請求逾時。", headers=(("connection", "close"),)
        ) from fault
    return data


def parameters(data: bytes) -> Values:
    """The parameters in the query of an address or in a form. Raises ProblemError for what is no UTF-8 or too much."""
    try:
        return tuple(parse_qsl(data.decode("utf-8"), keep_blank_values=True, errors="strict", max_num_fields=_FIELDS))
    except UnicodeDecodeError as fault:
        raise _no_text() from fault
    except ValueError as fault:
        raise ProblemError(400, "There are too many parameters.", "參數過多。") from fault


def _text(data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        raise _no_text() from fault


def _no_text() -> ProblemError:
    return ProblemError(400, "The request is not in UTF-8.", "請求不是 UTF-8 編碼。")


def _read_only() -> ProblemError:
    return ProblemError(403, "This endpoint is read-only: updates are refused.", "本端點唯讀，不接受更新。")
