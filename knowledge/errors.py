"""Errors of the knowledge package.

KnowledgeError
├── CourseError          a course is unknown, missing or cannot be read
└── IndexVersionError    an index version is damaged or does not fit this program
"""

from __future__ import annotations


class KnowledgeError(Exception):
    """Base of every error raised here; the message is one line a person can act on."""


class CourseError(KnowledgeError):
    """The course is unknown, or nothing has been ingested for it."""


class IndexVersionError(KnowledgeError):
    """An index version is damaged, incomplete, or was made by another format or embedding model."""
