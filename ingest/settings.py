"""The settings an ingest needs, from the environment and ``.env``, as the assistant names them."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from ingest.problems import UsageError

_DEFAULT_MODEL = "all-MiniLM-L6-v2"


@dataclass(frozen=True, slots=True)
class IngestSettings:
    """Where the index stands, what embeds, and the Chroma server if there is one."""

    data_dir: Path
    embedding_model: str
    chroma_url: str | None


def load_settings(environment: Mapping[str, str] | None = None) -> IngestSettings:
    """Read the settings. Raises UsageError naming the variable that holds a bad value."""
    values = dict(_from_file(Path(".env"))) if environment is None else {}
    values.update(os.environ if environment is None else environment)
    url = values.get("ASSISTANT_CHROMA_URL", "").strip() or None
    if url is not None and not url.startswith(("http://", "https://")):
        raise UsageError(f"ASSISTANT_CHROMA_URL must begin with http:// or https://, not {url!r}")
    folder = Path(values.get("ASSISTANT_DATA_DIR", "").strip() or "data").expanduser()
    if folder.exists() and not folder.is_dir():
        raise UsageError(f"ASSISTANT_DATA_DIR is no folder: {folder}")
    model = values.get("ASSISTANT_EMBEDDING_MODEL", "").strip() or _DEFAULT_MODEL
    return IngestSettings(folder, model, url)


def _from_file(path: Path) -> Mapping[str, str]:
    if not path.is_file():
        return {}
    from dotenv import dotenv_values

    return {name: value for name, value in dotenv_values(path).items() if value is not None}
