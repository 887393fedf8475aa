"""API keys: ``prefix.secret``, of which the file keeps a hash.

One key per line, ``prefix:sha256:permissions:expires``; permissions are separated by commas, the
expiry is a date (the last day it works) or ``-``. ``#`` begins a comment. A secret has 256 random
bits, so a plain SHA-256 cannot be searched back and a slow hash would only slow us down. Make a
line with::

    python -m assistant.api.keys ask,read --expires 2030-12-31 >> keys.txt
"""

from __future__ import annotations

import argparse
import hashlib
import hmac
import re
import secrets
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Literal, get_args

from assistant.errors import SettingsError

Permission = Literal["ask", "read", "author", "admin"]
_PREFIX = re.compile(r"[A-Za-z0-9_-]{1,32}")
_HASH = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Key:
    """One line of the keys file. ``admin`` includes the other permissions."""

    prefix: str
    secret_hash: str
    permissions: frozenset[Permission]
    expires: date | None

    @property
    def has_expired(self) -> bool:
        """Whether its last day is over."""
        return self.expires is not None and datetime.now(UTC).date() > self.expires


class KeyRing:
    """The keys of one file."""

    def __init__(self, keys: Mapping[str, Key]) -> None:
        self._keys = dict(keys)

    def find(self, authorization: str) -> Key | None:
        """The valid key of an ``Authorization`` header, or None."""
        scheme, _, token = authorization.partition(" ")
        prefix, _, secret = token.strip().partition(".")
        key = self._keys.get(prefix)
        # A hash is compared in any case, so that time does not tell which prefixes exist.
        matches = hmac.compare_digest(_hash(secret), key.secret_hash if key else "0" * 64)
        if scheme.lower() != "bearer" or key is None or not matches:
            return None
        return None if key.has_expired else key


def read_keys(path: Path) -> KeyRing:
    """The keys of a file. Raises SettingsError that names the line, never its content."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeError) as error:
        raise SettingsError(
            f"ASSISTANT_API_KEYS_FILE cannot be read: {type(error).__name__}"
        ) from None
    keys: dict[str, Key] = {}
    for number, line in enumerate(lines, start=1):
        entry = line.partition("#")[0].strip()
        if not entry:
            continue
        key = _key(entry)
        if key is None or key.prefix in keys:
            raise SettingsError(
                f"ASSISTANT_API_KEYS_FILE: line {number} is not a new"
                " prefix:sha256:permissions:expires"
            )
        keys[key.prefix] = key
    if not keys:
        raise SettingsError("ASSISTANT_API_KEYS_FILE holds no key")
    return KeyRing(keys)


def new_key(permissions: frozenset[Permission], expires: date | None) -> tuple[str, str]:
    """A new key: the secret for the client, and the line for the file."""
    prefix, secret = secrets.token_hex(4), secrets.token_urlsafe(32)
    names = ",".join(sorted(permissions))
    return f"{prefix}.{secret}", f"{prefix}:{_hash(secret)}:{names}:{expires or '-'}"


def _key(entry: str) -> Key | None:
    fields = entry.split(":")
    if len(fields) != 4:
        return None
    prefix, secret_hash, names, expires = (field.strip() for field in fields)
    permissions = _permissions(names)
    if not _PREFIX.fullmatch(prefix) or not _HASH.fullmatch(secret_hash) or permissions is None:
        return None
    try:
        last_day = None if expires == "-" else date.fromisoformat(expires)
    except ValueError:
        return None
    return Key(prefix, secret_hash, permissions, last_day)


def _permissions(names: str) -> frozenset[Permission] | None:
    known = get_args(Permission)
    wanted = {name.strip() for name in names.split(",")}
    if not wanted <= set(known):
        return None
    return frozenset(known if "admin" in wanted else wanted)


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def main(arguments: list[str] | None = None) -> int:
    """Print a new line for the keys file on stdout, and the key itself on stderr, once."""
    parser = argparse.ArgumentParser(
        prog="python -m assistant.api.keys",
        description="Make an API key. The line for the file goes to stdout, the key to stderr.",
        epilog="example: python -m assistant.api.keys ask,read --expires 2030-12-31 >> keys.txt",
    )
    parser.add_argument("permissions", help="comma-separated: ask, read, author, admin")
    parser.add_argument("--expires", type=date.fromisoformat, help="last day, as 2030-12-31")
    options = parser.parse_args(arguments)
    permissions = _permissions(options.permissions)
    if permissions is None:
        parser.error("permissions are ask, read, author and admin")
    key, line = new_key(permissions, options.expires)
    print(line)
    print(f"The key, shown only now: {key}", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
