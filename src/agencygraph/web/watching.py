"""Looks whether the graphs of a server have changed, so that it can go on with the new ones."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace

from agencygraph.errors import AgencygraphError, UnreadableError
from agencygraph.web.settings import Settings

_PAUSE = 2.0
"""Seconds between two looks; what changes between two is not finished."""


@dataclass(frozen=True, slots=True)
class Watched:
    """Graphs that may change: `look` gives something that changes with them, `load` what a server is told of them.

    `seen` is what `look` gave before the graphs were loaded first. `failed` is told why new ones cannot be served: the
    old ones are served on then.
    """

    seen: object
    look: Callable[[], object]
    load: Callable[[], Settings]
    failed: Callable[[AgencygraphError], None]

    async def watch(self, settings: Settings, renew: Callable[[Settings], Awaitable[None]]) -> None:
        """Call `renew` with the settings of a server, and the graphs that are there, whenever these have changed."""
        served = last = self.seen
        while True:
            await asyncio.sleep(_PAUSE)
            now = await asyncio.to_thread(self.look)
            if now == last != served:
                served = now
                try:
                    new = await asyncio.to_thread(self.load)
                    if new.digest != settings.digest:
                        new = replace(settings, paths=new.paths, database=new.database, digest=new.digest)
                        await renew(new)
                        settings = new
                except AgencygraphError as fault:
                    self.failed(fault)
                except OSError as fault:
                    self.failed(UnreadableError(f"{fault}.", f"{fault}。"))
            last = now
