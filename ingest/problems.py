"""What went wrong with a file, in words for its author."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """A file that could not be used: its name below the folder, and why."""

    name: str
    reason: str

    def __str__(self) -> str:
        return f"{self.name}: {self.reason}"


class Unreadable(Exception):
    """A file cannot be read; the message is the reason in one line."""


class IngestError(Exception):
    """The whole run cannot go on; the message is one line a person can act on."""


class UsageError(IngestError):
    """The command was called wrongly."""
