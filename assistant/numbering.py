"""Identifiers of answers, conversations and saved scenarios."""

from __future__ import annotations

import secrets


def new_id(prefix: str) -> str:
    """An identifier nobody can guess: 'a-…' for answers, 'c-…' for conversations, 's-…' for scenarios.

    The prefix comes first because a random part may begin with '-', which no identifier may.
    """
    return f"{prefix}-{secrets.token_urlsafe(18)}"
