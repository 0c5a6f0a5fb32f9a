"""One body under several written names: its key, whether two names are one body, and the bodies above it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache

from agencygraph.authority import Organisation, load
from agencygraph.authority.registry import spelling


@lru_cache(maxsize=4096)
def key(name: str) -> str:
    """The OID of the body with this written name where it is known, else the name in one spelling (臺 for 台)."""
    body = load().organisation(name)
    return body.key if body is not None else spelling(name)


def same(a: str, b: str) -> bool:
    """Whether two written names are the same body: 健保局 and 衛生福利部中央健康保險署; 桃園分署 is never 宜蘭分署."""
    return key(a) == key(b)


def with_parents(keys: Iterable[str]) -> Iterator[Organisation]:
    """The bodies with these keys and all bodies above them, each once, by key; a key of no known body is left out."""
    authority = load()
    found = {body.key: body for one in set(keys) for body in authority.chain(one)}
    for at in sorted(found):
        yield found[at]
