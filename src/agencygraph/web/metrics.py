"""What the server has done, in the text format that Prometheus reads."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator

from agencygraph.web.keeping import Kept
from agencygraph.web.pool import Pool

_BOUNDS = (0.005, 0.02, 0.1, 0.5, 2.0, 10.0)


class Metrics:
    """Counts requests by address and status, and how long they took."""

    def __init__(self) -> None:
        self._requests: Counter[tuple[str, int]] = Counter()
        self._within: Counter[float] = Counter()
        self._seconds = 0.0
        self._since = time.time()

    def now(self) -> float:
        """A time to measure from."""
        return time.perf_counter()

    def count(self, path: str, status: int, started: float) -> None:
        """Count a request that has been answered."""
        taken = time.perf_counter() - started
        self._requests[path, status] += 1
        self._seconds += taken
        self._within[next((bound for bound in _BOUNDS if taken <= bound), float("inf"))] += 1

    def told(self, pool: Pool, kept: Kept) -> str:
        """All figures."""
        return "\n".join((*self._lines(), *_pool(pool), *_kept(kept), ""))

    def _lines(self) -> Iterator[str]:
        yield f"process_start_time_seconds {self._since:.0f}"
        yield "# TYPE agencygraph_requests_total counter"
        for (path, status), count in sorted(self._requests.items()):
            yield f'agencygraph_requests_total{{path="{path}",status="{status}"}} {count}'
        yield "# TYPE agencygraph_request_seconds histogram"
        total = 0
        for bound in (*_BOUNDS, float("inf")):
            total += self._within[bound]
            yield f'agencygraph_request_seconds_bucket{{le="{"+Inf" if bound > _BOUNDS[-1] else bound}"}} {total}'
        yield f"agencygraph_request_seconds_sum {self._seconds:.3f}"
        yield f"agencygraph_request_seconds_count {total}"


def _pool(pool: Pool) -> Iterator[str]:
    for name, lane in (("fast", pool.fast), ("slow", pool.slow)):
        yield f'agencygraph_workers{{lane="{name}",state="idle"}} {len(lane.workers) - lane.busy}'
        yield f'agencygraph_workers{{lane="{name}",state="busy"}} {lane.busy}'
        yield f'agencygraph_waiting{{lane="{name}"}} {lane.turns.length}'
    for what, count in sorted(pool.counts.items()):
        yield f'agencygraph_events_total{{event="{what}"}} {count}'


def _kept(kept: Kept) -> Iterator[str]:
    yield f"agencygraph_kept_bytes {kept.size}"
    yield f"agencygraph_kept_hits_total {kept.hits}"
    yield f"agencygraph_kept_misses_total {kept.misses}"
