"""Settings: the environment is read strictly, and every name stands in the README."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from assistant.errors import SettingsError
from assistant.settings import PREFIX, Settings, load_settings

README = Path(__file__).parents[2] / "README.md"


@pytest.fixture(autouse=True)
def _empty_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for field in Settings.model_fields:
        monkeypatch.delenv(PREFIX + field.upper(), raising=False)
    monkeypatch.chdir(tmp_path)


def test_defaults_need_no_environment() -> None:
    settings = load_settings({})
    assert settings.data_dir == Path("data")
    assert settings.chat_model is None
    assert settings.store_url.startswith("sqlite:///")
    assert settings.store_url.endswith("data/assistant.db")


def test_every_setting_is_read() -> None:
    given = {
        "ASSISTANT_DATA_DIR": "/tmp/d",
        "ASSISTANT_CHAT_MODEL": "openai:gpt-x",
        "ASSISTANT_CHAT_MODEL_BASE_URL": "http://127.0.0.1:9/v1/",
        "ASSISTANT_EMBEDDING_MODEL": "/models/mine",
        "ASSISTANT_CHROMA_URL": "http://127.0.0.1:8001",
        "ASSISTANT_DATABASE_URL": "postgresql://u@h/d",
        "ASSISTANT_API_KEYS_FILE": "/tmp/keys",
        "ASSISTANT_ALLOWED_ORIGINS": "https://a.example, http://b.example:81/",
        "ASSISTANT_PUBLIC_URL": "https://c.example/",
        "ASSISTANT_RETENTION_DAYS": "30",
    }
    assert {name.removeprefix(PREFIX).lower() for name in given} == set(Settings.model_fields)
    settings = load_settings(given)
    assert settings.allowed_origins == ("https://a.example", "http://b.example:81")
    assert settings.chat_model_base_url == "http://127.0.0.1:9/v1"
    assert settings.store_url == "postgresql://u@h/d"
    assert settings.retention_days == 30


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("ASSISTANT_CHAT_MODEL", "gpt-x"),
        ("ASSISTANT_CHAT_MODEL_BASE_URL", "ftp://h/v1"),
        ("ASSISTANT_CHROMA_URL", "127.0.0.1:8000"),
        ("ASSISTANT_CHROMA_URL", "http://"),
        ("ASSISTANT_DATABASE_URL", "mysql://h/d"),
        ("ASSISTANT_ALLOWED_ORIGINS", "https://a.example/path"),
        ("ASSISTANT_ALLOWED_ORIGINS", "*"),
        ("ASSISTANT_ALLOWED_ORIGINS", "javascript:alert(1)"),
        ("ASSISTANT_PUBLIC_URL", "www.example"),
        ("ASSISTANT_PUBLIC_URL", "http://[::1"),
        ("ASSISTANT_RETENTION_DAYS", "0"),
        ("ASSISTANT_RETENTION_DAYS", "a year"),
    ],
)
def test_bad_value_names_its_variable(name: str, value: str) -> None:
    with pytest.raises(SettingsError, match=name) as caught:
        load_settings({name: value})
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("name", ["ASSISTANT_CHATMODEL", "ASSISTANT_", "assistant_data_dir"])
def test_unknown_name_is_named_with_the_known_ones(name: str) -> None:
    with pytest.raises(SettingsError, match=name) as caught:
        load_settings({name: "x"})
    assert "ASSISTANT_CHAT_MODEL" in str(caught.value)


def test_other_programs_variables_are_none_of_ours() -> None:
    assert load_settings({"PATH": "/bin", "MY_ASSISTANT_X": "y"}) == load_settings({})


@pytest.mark.parametrize("value", ["", "  "])
def test_empty_value_is_unset(value: str) -> None:
    assert load_settings({"ASSISTANT_CHAT_MODEL": value}).chat_model is None


def test_env_file_is_read_and_the_environment_wins(tmp_path: Path) -> None:
    file = tmp_path / ".env"
    file.write_text('OTHER=1\nASSISTANT_DATA_DIR="from file"\nASSISTANT_CHAT_MODEL=a:b\n', "utf-8")
    assert load_settings({}).data_dir == Path("from file")
    settings = load_settings({"ASSISTANT_CHAT_MODEL": "c:d"})
    assert (settings.chat_model, settings.data_dir) == ("c:d", Path("from file"))
    file.write_text("ASSISTANT_CHATMODEL=a:b\n", "utf-8")
    with pytest.raises(SettingsError, match="ASSISTANT_CHATMODEL"):
        load_settings({})


def test_settings_come_from_the_process_when_nothing_is_given(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("ASSISTANT_CHAT_MODEL", "p:q")
    assert load_settings().chat_model == "p:q"


@pytest.mark.parametrize("field", sorted(Settings.model_fields))
def test_readme_documents_the_setting(field: str) -> None:
    assert re.search(rf"\b{PREFIX}{field.upper()}\b", README.read_text("utf-8"))


def test_readme_names_no_setting_that_is_none() -> None:
    named = set(re.findall(rf"\b{PREFIX}[A-Z_]+\b", README.read_text("utf-8")))
    assert named <= {PREFIX + field.upper() for field in Settings.model_fields}
