"""Identifiers of answers and conversations."""

from __future__ import annotations

import secrets


def new_id(prefix: str) -> str:
    """An identifier nobody can guess: 'a-…' for answers, 'c-…' for conversations."""
    return f"{prefix}-{secrets.token_urlsafe(12)}"
