"""Composers: how checked evidence becomes an answer. Extractive by default, a model if one is set."""

from assistant.composing.types import Brief, Composer, ComposerFailed, Draft, Role

__all__ = ["Brief", "Composer", "ComposerFailed", "Draft", "Role"]
