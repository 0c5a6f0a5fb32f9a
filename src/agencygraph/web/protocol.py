"""The SPARQL 1.1 Protocol: what a request asks, in the three ways in which it may ask."""

from __future__ import annotations

import asyncio
import codecs
import functools
from email.message import Message
from urllib.parse import parse_qsl

from starlette.requests import Request

from agencygraph.web.problems import ProblemError

_FORM, _QUERY, _UPDATE = "application/x-www-form-urlencoded", "application/sparql-query", "application/sparql-update"
_DATASET = ("default-graph-uri", "named-graph-uri")
_CHARSETS = ("utf-8", "ascii")
_KNOWN = ("query", "format", *_DATASET)
_MARK = "\ufeff"
"""What some programs put before a text to say that it is UTF-8."""
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
    once(values, "format")
    if request.method == "POST" and "query" not in names:
        raise ProblemError(400, "No query was sent.", "沒有送出查詢。", "query=SELECT …")
    return tuple((name, value.removeprefix(_MARK)) for name, value in values if name in _KNOWN)


async def _posted(request: Request, values: Values, most: int) -> Values:
    kind, charset = _content_type(request.headers.get("content-type", ""))
    if kind == _UPDATE:
        raise _read_only()
    if kind not in (_FORM, _QUERY):
        offer = (("accept-post", f"{_FORM}, {_QUERY}"),)
        raise ProblemError(415, f"A query is posted as {_FORM} or {_QUERY}.", "不支援的內容類型。", headers=offer)
    if charset not in _CHARSETS:
        raise ProblemError(415, "Queries are sent in UTF-8.", "查詢須以 UTF-8 編碼。")
    if request.headers.get("content-encoding", "identity").strip().lower() != "identity":
        offer = (("accept-encoding", "identity"),)
        raise ProblemError(415, "Queries are sent uncompressed.", "查詢不得壓縮。", headers=offer)
    data = await _body(request, most)
    if kind == _FORM:
        return (*values, *parameters(data))
    return (*(pair for pair in values if pair[0] != "query"), ("query", _text(data)))


@functools.lru_cache(100)
def _content_type(header: str) -> tuple[str, str]:
    """The media type, and the charset in the name that Python has for it."""
    told = Message()
    told["content-type"] = header
    charset = str(told.get_param("charset", "utf-8"))
    try:
        return (told.get_content_type() if header else ""), codecs.lookup(charset).name
    except (LookupError, ValueError):
        return told.get_content_type(), charset


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
        return tuple(
            parse_qsl(data.decode("utf-8-sig"), keep_blank_values=True, errors="strict", max_num_fields=_FIELDS)
        )
    except UnicodeDecodeError as fault:
        raise _no_text() from fault
    except ValueError as fault:
        raise ProblemError(400, "There are too many parameters.", "參數過多。") from fault


def once(values: Values, *names: str) -> None:
    """Raise ProblemError where a parameter is given twice; one of these, or any where none are named."""
    given = [name for name, _ in values if name in names or not names]
    if twice := next((name for name in given if given.count(name) > 1), ""):
        raise ProblemError(400, f"{twice} is given more than once.", f"參數 {twice} 重複。")


def _text(data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        raise _no_text() from fault


def _no_text() -> ProblemError:
    return ProblemError(400, "The request is not in UTF-8.", "請求不是 UTF-8 編碼。")


def _read_only() -> ProblemError:
    return ProblemError(403, "This endpoint is read-only: updates are refused.", "本端點唯讀，不接受更新。")
