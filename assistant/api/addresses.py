"""Which addresses of the page are open. Everything that is not listed is not found.

The API's own routes are open by being routes. The page's framework brings some seventy more, among
them a proxy, a file server, anonymous uploads and calls into components. The page lists the few it
needs; here they become a table that the guard can ask.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fastapi import FastAPI

    from assistant.bootstrap import Product

# A parent folder, a hidden file, an empty step, a backslash: no page of ours asks for those.
_CROOKED = re.compile(r"/\.|//|[\\\x00-\x1f]")


@dataclass(frozen=True, slots=True)
class OpenAddress:
    """A method and a pattern the whole decoded path must match."""

    method: str
    path: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Page:
    """A page to mount: the framework's routes it needs, and how to put it into the app."""

    routes: tuple[tuple[str, str], ...]  # method, pattern of the whole path
    mount: Callable[[FastAPI, Product], None]


def open_addresses(routes: Iterable[tuple[str, str]]) -> tuple[OpenAddress, ...]:
    """The table for pairs of method and pattern. What may be read may be asked for with HEAD."""
    return tuple(OpenAddress(method, re.compile(path)) for method, path in routes)


def is_open(table: tuple[OpenAddress, ...], method: str, path: str) -> bool:
    """Whether the table lists this method and path."""
    if _CROOKED.search(path):
        return False
    wanted = "GET" if method == "HEAD" else method
    return any(entry.method == wanted and entry.path.fullmatch(path) for entry in table)
