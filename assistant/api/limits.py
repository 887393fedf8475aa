"""How much one caller may ask, and how much is answered at once.

Rates hold only where strangers can call, that is with a keys file or a public URL; a server on
loopback as shipped is limited by what it can answer at once, and by nothing else.
"""

from __future__ import annotations

import math
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from assistant.api.callers import Caller
from assistant.api.metrics import Metrics
from assistant.errors import RateLimited, Unavailable

MOST_AT_ONCE = 64
_REMEMBERED = 10_000


@dataclass(frozen=True, slots=True)
class Rate:
    """A bucket of ``burst`` that refills by ``per_minute``."""

    per_minute: float
    burst: float


ASK_PER_OWNER = Rate(per_minute=60, burst=60)
ASK_PER_ADDRESS = Rate(per_minute=300, burst=300)
READ_PER_OWNER = Rate(per_minute=600, burst=600)
LOGIN_PER_ADDRESS = Rate(per_minute=6, burst=10)


class Limits:
    """Token buckets per caller and address, and a count of questions in work."""

    def __init__(
        self,
        metrics: Metrics,
        *,
        rates: bool,
        most_at_once: int = MOST_AT_ONCE,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._metrics = metrics
        self._rates = rates
        self._most = most_at_once
        self._clock = clock
        self._lock = threading.Lock()
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()
        self._asking = 0

    def spend_ask(self, caller: Caller) -> None:
        """Count a question. Raises RateLimited with the seconds to wait."""
        self._spend(f"ask {caller.owner}", ASK_PER_OWNER)
        self._spend(f"ask from {caller.address}", ASK_PER_ADDRESS)

    def spend_read(self, caller: Caller) -> None:
        """Count a search, a calculation or another reading. Raises RateLimited."""
        self._spend(f"read {caller.owner}", READ_PER_OWNER)

    def spend_login(self, caller: Caller) -> None:
        """Count a key typed into a form. Raises RateLimited."""
        self._spend(f"login from {caller.address}", LOGIN_PER_ADDRESS)

    @contextmanager
    def slot(self) -> Iterator[None]:
        """Hold one of the places for questions in work. Raises Unavailable if none is free."""
        with self._lock:
            if self._asking >= self._most:
                raise Unavailable(
                    "Too many questions are being answered.", code="busy", retry_after=2
                )
            self._asking += 1
        self._metrics.asking.inc()
        try:
            yield
        finally:
            with self._lock:
                self._asking -= 1
            self._metrics.asking.dec()

    def _spend(self, name: str, rate: Rate) -> None:
        if not self._rates:
            return
        now = self._clock()
        with self._lock:
            level, last = self._buckets.pop(name, (rate.burst, now))
            level = min(rate.burst, level + (now - last) * rate.per_minute / 60)
            enough = level >= 1
            self._buckets[name] = (level - 1 if enough else level, now)
            while len(self._buckets) > _REMEMBERED:
                self._buckets.popitem(last=False)
        if not enough:
            wait = math.ceil((1 - level) * 60 / rate.per_minute)
            raise RateLimited(f"Too many requests; wait {wait} s.", retry_after=wait)
