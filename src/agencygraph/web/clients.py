"""Who asks, and how often one client may: what is counted and queued by client rests on this."""

from __future__ import annotations

import functools
import ipaddress
import time
from collections import OrderedDict
from dataclasses import dataclass

_USUAL_RATE = 20.0
_BURST = 10.0
"""Seconds of requests that a client may send at once."""
_KNOWN = 10_000
_SITE = 64


@dataclass(frozen=True, slots=True)
class Client:
    """A client: whom it shares its rate with, and whom its turn in the queue. `here`: it is on this machine."""

    address: str
    turn: str
    here: bool

    @classmethod
    def of(cls, address: tuple[str, int] | None) -> Client:
        """The client at an address.

        An IPv6 site of 64 bits is one client. Clients on this machine share one address, so that each connection of
        theirs has turns of its own.
        """
        host, port = address or ("", 0)
        name, here = _named(host)
        return cls(name, f"{name}:{port}" if here else name, here)


@functools.lru_cache(1000)
def _named(host: str) -> tuple[str, bool]:
    """What to call a client, and whether it is on this machine."""
    try:
        ip = ipaddress.ip_address(host)
    except ValueError:
        return host, False
    if isinstance(ip, ipaddress.IPv6Address):
        ip = ip.ipv4_mapped or ip
    if ip.version == 6 and not ip.is_loopback:
        return str(ipaddress.ip_network((ip, _SITE), strict=False)), False
    return str(ip), ip.is_loopback


class Rates:
    """Counts the requests of each client: `rate` a second, where that is None the usual one, which spares this machine.

    0 is no limit.
    """

    def __init__(self, rate: float | None) -> None:
        self._rate, self._spared = rate or _USUAL_RATE, rate is None
        self._off = rate == 0
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def wait(self, client: Client) -> float:
        """Count a request; the seconds after which the client may ask again, 0 where it may now."""
        if self._off or (self._spared and client.here):
            return 0.0
        now, most = time.monotonic(), max(1.0, self._rate * _BURST)
        left, since = self._left.pop(client.address, (most, now))
        left = min(most, left + (now - since) * self._rate) - 1
        self._left[client.address] = (max(left, 0.0), now)
        if len(self._left) > _KNOWN:
            self._left.popitem(last=False)
        return 0.0 if left >= 0 else -left / self._rate
