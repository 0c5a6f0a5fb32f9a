"""Keeps answers: as long as the graphs do not change, an answer that was right stays right."""

from __future__ import annotations

from collections import OrderedDict

from agencygraph.web.jobs import Reply

_PART = 8
"""One answer may take this part of the room."""


class Kept:
    """The answers asked for last, so many bytes of them."""

    def __init__(self, most: int) -> None:
        self.most, self.size = most, 0
        self.hits = self.misses = 0
        self._replies: OrderedDict[str, Reply] = OrderedDict()

    def clear(self) -> None:
        """Forget all answers."""
        self._replies.clear()
        self.size = 0

    def get(self, key: str) -> Reply | None:
        """The answer kept by that key."""
        reply = self._replies.get(key)
        if reply is None:
            self.misses += 1
        else:
            self.hits += 1
            self._replies.move_to_end(key)
        return reply

    def put(self, key: str, reply: Reply) -> None:
        """Keep an answer, unless it is large; the ones asked for longest ago make room."""
        if len(reply.body) > self.most // _PART or key in self._replies:
            return
        self._replies[key] = reply
        self.size += _size(reply)
        while self.size > self.most:
            self.size -= _size(self._replies.popitem(last=False)[1])


def _size(reply: Reply) -> int:
    return len(reply.body) + 1000
