"""Settings from the environment and ``.env``: every name, its default, its check.

An unknown ``ASSISTANT_…`` name or a bad value stops the start with the name in the message.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import Field, ValidationError, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from assistant.errors import SettingsError

PREFIX = "ASSISTANT_"


class Settings(BaseSettings):
    """How this installation runs. Field descriptions are the README's table of settings."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, extra="ignore", frozen=True)

    data_dir: Path = Field(
        default=Path("data"),
        description="where the index, the database and the exported model stand",
    )
    chat_model: str | None = Field(
        default=None,
        description="`provider:model` as LangChain's `init_chat_model` takes it; unset: no model",
    )
    chat_model_base_url: str | None = Field(
        default=None, description="address of an OpenAI-compatible server"
    )
    embedding_model: str = Field(
        default="all-MiniLM-L6-v2",
        description="the installed default, or a folder with a sentence-transformers model",
    )
    chroma_url: str | None = Field(
        default=None, description="`http://host:port` of a Chroma server; unset: embedded"
    )
    database_url: str | None = Field(
        default=None,
        description="SQLAlchemy URL (SQLite or Postgres); unset: SQLite in the data folder",
    )
    api_keys_file: Path | None = Field(
        default=None,
        description="file with hashed API keys; unset: the API is open to whoever reaches it",
    )
    allowed_origins: Annotated[tuple[str, ...], NoDecode] = Field(
        default=(), description="comma-separated origins that may embed the page and call the API"
    )
    public_url: str | None = Field(
        default=None, description="address under which people reach this server, for links"
    )
    retention_days: Annotated[int, Field(ge=1, le=36_500)] | None = Field(
        default=None,
        description="days after which turns and their feedback are deleted; unset: kept",
    )

    @field_validator("allowed_origins", mode="before")
    @classmethod
    def _origins(cls, value: object) -> object:
        if isinstance(value, str):
            value = tuple(part.strip().rstrip("/") for part in value.split(",") if part.strip())
        for origin in value if isinstance(value, tuple) else ():
            if not re.fullmatch(r"https?://[\w.-]+(?::\d+)?", str(origin)):
                raise ValueError(f"{origin!r} is not an origin such as https://lms.example")
        return value

    @field_validator("chroma_url", "public_url", "chat_model_base_url")
    @classmethod
    def _http(cls, value: str | None) -> str | None:
        if value is None:
            return None
        parts = urlsplit(value)
        if parts.scheme not in {"http", "https"} or not parts.hostname:
            raise ValueError(f"{value!r} is not an http(s) address")
        return value.rstrip("/")

    @field_validator("chat_model")
    @classmethod
    def _model(cls, value: str | None) -> str | None:
        if value is not None and not re.fullmatch(r"[\w-]+:\S+", value):
            raise ValueError(f"{value!r} is not of the form provider:model")
        return value

    @field_validator("database_url")
    @classmethod
    def _database(cls, value: str | None) -> str | None:
        if value is not None and not re.match(r"(sqlite|postgres(ql)?(\+\w+)?)://", value):
            raise ValueError("it is neither a sqlite:// nor a postgresql:// address")
        return value

    @property
    def store_url(self) -> str:
        """The database address in force."""
        return self.database_url or f"sqlite:///{(self.data_dir / 'assistant.db').absolute()}"


def load_settings(
    environ: Mapping[str, str] | None = None, env_file: Path | None = Path(".env")
) -> Settings:
    """Settings from the environment, then ``.env``. Raises SettingsError naming the culprit."""
    found = dict(_read_env_file(env_file)) if env_file and env_file.is_file() else {}
    found |= dict(os.environ if environ is None else environ)
    known = {PREFIX + name.upper() for name in Settings.model_fields}
    given = {name: value for name, value in found.items() if name.upper().startswith(PREFIX)}
    for name in given:
        if name not in known:
            raise SettingsError(f"unknown setting {name}; known are: {', '.join(sorted(known))}")
    values = {
        name.removeprefix(PREFIX).lower(): value for name, value in given.items() if value.strip()
    }
    try:
        return Settings(**values)  # type: ignore[arg-type]
    except ValidationError as error:
        first = error.errors()[0]
        field = str(first["loc"][0]) if first["loc"] else ""
        message = str(first["msg"]).removeprefix("Value error, ")
        raise SettingsError(f"{PREFIX}{field.upper()}: {message}") from None


def _read_env_file(path: Path) -> Mapping[str, str]:
    from dotenv import dotenv_values

    return {k: v for k, v in dotenv_values(path).items() if v is not None}
