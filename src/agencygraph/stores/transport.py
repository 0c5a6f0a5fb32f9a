"""HTTP to a SPARQL server: who asks, what is tried again, and what is said when it does not work."""

from __future__ import annotations

import contextlib
import io
import json
import os
import random
import time
from collections.abc import Callable, Generator, Iterator, Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TypeVar
from urllib.parse import unquote, urlsplit

import httpx

from agencygraph import __version__
from agencygraph.errors import StoreError, UsageError

Read = TypeVar("Read")

USER, PASSWORD, TOKEN = "AGENCYGRAPH_STORE_USER", "AGENCYGRAPH_STORE_PASSWORD", "AGENCYGRAPH_STORE_TOKEN"
"""Variables of the environment with what a server wants to know: user and password, or a bearer token."""

_ATTEMPTS = 5
_FIRST_PAUSE, _LONGEST_PAUSE = 0.5, 30.0
_BUSY = frozenset({429, 502, 503, 504})
_CONNECT, _ANSWER = 10.0, 300.0
_SAID = 300


class RefusedError(Exception):
    """A server's answer that is no success: its status and the first words of what it said."""

    def __init__(self, status: int, said: str) -> None:
        super().__init__(f"{status} {said}")
        self.status, self.said = status, said


class Transport:
    """Sends requests to one server. `url` may hold user and password, which are never shown again.

    Certificates are verified; proxies and certificates of the environment (HTTPS_PROXY, SSL_CERT_FILE) are heeded.
    `wait` waits some seconds.
    """

    def __init__(self, url: str, wait: Callable[[float], None] = time.sleep) -> None:
        self.url, auth = _split(url)
        self.host = urlsplit(self.url).netloc
        self._wait = wait
        self._client = httpx.Client(
            auth=auth,
            timeout=httpx.Timeout(_ANSWER, connect=_CONNECT),
            headers={"User-Agent": f"agencygraph/{__version__}"},
        )

    def close(self) -> None:
        """Close the connections."""
        self._client.close()

    def send(
        self,
        method: str,
        url: str,
        read: Callable[[httpx.Headers, io.BufferedReader], Read],
        *,
        headers: Mapping[str, str] | None = None,
        params: Mapping[str, str | list[str]] | None = None,
        data: Mapping[str, str | list[str]] | None = None,
        content: bytes | None = None,
    ) -> Read:
        """What `read` makes of the answer's headers and its bytes, which it gets as they come.

        A connection that fails and a server that is busy are tried again, later each time; so every request must be one
        that may be made twice. Raises RefusedError for another answer than success, StoreError for a server that cannot
        be reached, stays busy, or does not let us in.
        """
        for attempt in range(_ATTEMPTS):
            last = attempt == _ATTEMPTS - 1
            try:
                with self._client.stream(
                    method, url, params=params, data=data, content=content, headers=headers
                ) as response:
                    if response.is_success:
                        return read(response.headers, io.BufferedReader(_Body(response.iter_bytes())))
                    response.read()
                    if response.status_code not in _BUSY or last:
                        raise self._refused(response)
                    pause = _told_to_wait(response)
            except httpx.ReadTimeout as fault:
                raise self._silent() from fault
            except httpx.TransportError as fault:
                if last or _hopeless(fault):
                    raise self._unreachable(fault) from fault
                pause = None
            self._wait(_pause(attempt) if pause is None else pause)
        raise AssertionError("unreachable")

    def _refused(self, response: httpx.Response) -> Exception:
        status, said = response.status_code, _words(response)
        credentials = f"Set 請設定 {USER} + {PASSWORD}, or 或 {TOKEN}."
        if status == httpx.codes.UNAUTHORIZED:
            return StoreError(
                f"{self.host} does not let us in ({status}).", f"{self.host} 拒絕存取（{status}）。", credentials
            )
        if status == httpx.codes.FORBIDDEN:
            return StoreError(
                f"{self.host} refuses that ({status}): {said}",
                f"{self.host} 拒絕此請求（{status}）。",
                f"It may be read-only 可能為唯讀。 Else 否則：{credentials}",
            )
        if status in _BUSY:
            return StoreError(
                f"{self.host} is busy ({status}).", f"{self.host} 忙碌中（{status}）。", "Try later 請稍後再試"
            )
        if response.is_redirect:
            there = response.headers.get("location", "")
            return StoreError(f"{self.host} points to {there}.", f"{self.host} 轉址至 {there}。", "Use that URL 請改用")
        return RefusedError(status, said)

    def _unreachable(self, fault: Exception) -> StoreError:
        return StoreError(
            f"{self.host} cannot be reached: {fault}.", f"無法連線到 {self.host}。", "Is the URL right? 網址是否正確？"
        )

    def _silent(self) -> StoreError:
        return StoreError(
            f"{self.host} gave no answer for {_ANSWER:.0f} seconds.",
            f"{self.host} 超過 {_ANSWER:.0f} 秒沒有回應。",
            "Narrow the question 請縮小查詢範圍。",
        )


def _words(response: httpx.Response) -> str:
    """The first words of what a server said; of a problem document its title."""
    told = response.text
    if response.headers.get("content-type", "").startswith("application/problem+json"):
        with contextlib.suppress(ValueError, KeyError, TypeError):
            told = str(json.loads(told)["title"])
    return " ".join(told.split())[:_SAID]


class _Negotiated(httpx.Auth):
    """User and password, said only when asked for and the way the server asks: Digest or Basic."""

    def __init__(self, user: str, password: str) -> None:
        self._user, self._password = user, password
        self._agreed: httpx.Auth | None = None

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        """The request, and when it is turned away the same with credentials."""
        if self._agreed is None:
            response = yield request
            asked = response.headers.get("www-authenticate", "").lower()
            if response.status_code != httpx.codes.UNAUTHORIZED or not asked:
                return
            kind = httpx.DigestAuth if "digest" in asked else httpx.BasicAuth
            self._agreed = kind(self._user, self._password)
        yield from self._agreed.auth_flow(request)


class _Bearer(httpx.Auth):
    def __init__(self, token: str) -> None:
        self._token = token

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        request.headers["Authorization"] = f"Bearer {self._token}"
        yield request


class _Body(io.RawIOBase):
    """The bytes of an answer as a file, so that they are read while they come."""

    def __init__(self, chunks: Iterator[bytes]) -> None:
        self._chunks, self._rest = chunks, b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview, /) -> int:  # type: ignore[override]
        while not self._rest:
            chunk = next(self._chunks, None)
            if chunk is None:
                return 0
            self._rest = chunk
        size = min(len(buffer), len(self._rest))
        buffer[:size], self._rest = self._rest[:size], self._rest[size:]
        return size


def _split(url: str) -> tuple[str, httpx.Auth | None]:
    """The address without user and password, and who we are: by the address, else by the environment."""
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        shown = url.rpartition("@")[2]
        raise UsageError(f"{shown} is no web address.", f"{shown} 不是網址。", "http://… or 或 https://…")
    place = parts.netloc.rpartition("@")[2]
    clean = parts._replace(netloc=place, fragment="").geturl()
    if parts.username is not None:
        return clean, _Negotiated(unquote(parts.username), unquote(parts.password or ""))
    if token := os.environ.get(TOKEN):
        return clean, _Bearer(token)
    if user := os.environ.get(USER):
        return clean, _Negotiated(user, os.environ.get(PASSWORD, ""))
    return clean, None


def _hopeless(fault: httpx.TransportError) -> bool:
    """Whether trying again cannot help: the certificate is not to be trusted, the name does not exist."""
    said = str(fault).lower()
    return "certificate" in said or "name or service not known" in said or "no address associated" in said


def _pause(attempt: int) -> float:
    """Seconds before the next attempt: twice as long each time, and never the same for two who wait."""
    longest: float = min(_LONGEST_PAUSE, _FIRST_PAUSE * 2**attempt)
    return longest * random.uniform(0.5, 1)


def _told_to_wait(response: httpx.Response) -> float | None:
    """The seconds that the server asks to wait, at most half a minute; None where it does not say."""
    told = response.headers.get("retry-after", "").strip()
    if not told:
        return None
    if told.isdecimal():
        return min(_LONGEST_PAUSE, float(told))
    try:
        then = parsedate_to_datetime(told)
    except ValueError:
        return None
    then = then if then.tzinfo else then.replace(tzinfo=UTC)
    return min(_LONGEST_PAUSE, max(0.0, (then - datetime.now(UTC)).total_seconds()))
