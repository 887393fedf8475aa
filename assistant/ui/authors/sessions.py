"""Who has shown an author's key in this browser: random names in a cookie, kept in memory.

The key itself is in no cookie and no address. A session ends when its author leaves, after
`AGE_S`, when the key's last day is over, and when the server stops.
"""

from __future__ import annotations

import hashlib
import secrets
import threading
import time
from collections import OrderedDict
from collections.abc import Callable

from assistant.api.keys import Key

COOKIE = "assistant_author"
PATH = "/authors"
AGE_S = 8 * 3600
_MOST = 1_000


class Sessions:
    """The open sessions of one server, by a hash of their names."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._open: OrderedDict[bytes, tuple[Key, float]] = OrderedDict()

    def begin(self, key: Key) -> str:
        """A new session for a key; its name, for the cookie."""
        name = secrets.token_urlsafe(32)
        with self._lock:
            self._open[_hash(name)] = (key, self._clock() + AGE_S)
            while len(self._open) > _MOST:
                self._open.popitem(last=False)
        return name

    def find(self, name: str) -> Key | None:
        """The key of an open session, or None."""
        hashed = _hash(name)
        with self._lock:
            key, until = self._open.get(hashed, (None, 0.0))
            if key is None:
                return None
            if self._clock() >= until or key.has_expired or "author" not in key.permissions:
                del self._open[hashed]
                return None
            return key

    def end(self, name: str) -> None:
        """Close a session, if it is open."""
        with self._lock:
            self._open.pop(_hash(name), None)


def cookie_line(name: str, *, secure: bool) -> str:
    """The ``Set-Cookie`` line that opens a session; with an empty name the one that ends it."""
    age = AGE_S if name else 0
    return f"{COOKIE}={name}; Path={PATH}; Max-Age={age}; HttpOnly; SameSite=Strict" + (
        "; Secure" if secure else ""
    )


def _hash(name: str) -> bytes:
    return hashlib.sha256(name.encode("utf-8", "surrogatepass")).digest()
