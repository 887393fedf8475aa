"""The embedders: the export equals the reference, and its absence costs speed only."""

from __future__ import annotations

import logging
from pathlib import Path

import numpy as np
import pytest

from knowledge import exported as exported_module
from knowledge.embedding import (
    DEFAULT_MODEL,
    EXPORT_TOLERANCE,
    OnnxEmbedder,
    ReferenceEmbedder,
    ensure_export,
    export_path,
    model_path,
    query_embedder,
    reference_embedder,
)
from knowledge.errors import KnowledgeError
from knowledge.text import sentences

TEXTS = (
    "",
    " ",
    "?",
    "ROI",
    "what is aov??",
    "HOW DO I PROVE THAT IT WORKED",
    "Na\u00efve caf\u00e9s \u2014 \u201cquoted\u201d, 25 % off!",
    "\u5ead\u306e\u6c34\u3084\u308a",
    "\U0001f331\U0001f41b",
    "\u041f\u043e\u0447\u0432\u0430",
    "| Crop | Litres |\n| Tomato | 25 |",
    "word " * 600,
    "Supercalifragilisticexpialidocious" * 20,
    *(f"Passage {i} has {'some words more ' * i}and an end." for i in range(0, 40, 4)),
)


def test_the_export_equals_the_reference(reference: ReferenceEmbedder, exported: Path) -> None:
    quick = query_embedder(DEFAULT_MODEL, exported)
    assert isinstance(quick, OnnxEmbedder)
    assert quick.name == reference.name
    assert quick.dimension == reference.dimension == 384
    fast, slow = quick.embed(TEXTS), reference.embed(TEXTS)
    assert fast.dtype == slow.dtype == np.float32
    assert np.abs(fast - slow).max() <= EXPORT_TOLERANCE
    np.testing.assert_allclose(np.linalg.norm(fast, axis=1), 1.0, atol=1e-5)


def test_a_vector_does_not_depend_on_its_batch(
    reference: ReferenceEmbedder, exported: Path
) -> None:
    for make in (
        lambda: OnnxEmbedder(DEFAULT_MODEL, export_path(DEFAULT_MODEL, exported)),
        lambda: reference,
    ):
        together = make().embed(TEXTS)
        alone = np.concatenate([make().embed([text]) for text in TEXTS[:8]])
        assert np.abs(together[:8] - alone).max() <= EXPORT_TOLERANCE


def test_nothing_embeds_to_nothing(reference: ReferenceEmbedder, exported: Path) -> None:
    for embedder in (reference, query_embedder(DEFAULT_MODEL, exported)):
        assert embedder.embed([]).shape == (0, 384)


def test_parts_are_read_in_place(reference: ReferenceEmbedder) -> None:
    texts = [
        "Soil. Compost feeds it slowly. It also keeps moisture near the roots.",
        "One sentence only.",
        "No part is asked for.",
        "Far away. " + "word " * 400 + "The end.",
    ]
    parts = [
        sentences(texts[0]),
        [(0, len(texts[1]))],
        [],
        [(0, 9), (len(texts[3]) - 8, len(texts[3]))],
    ]
    found = reference.embed_parts(texts, parts)
    np.testing.assert_allclose([whole for whole, _ in found], reference.embed(texts), atol=1e-6)
    assert [len(vectors) for _, vectors in found] == [3, 1, 0, 2]
    for _, vectors in found:
        np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1.0, atol=1e-5)
    np.testing.assert_allclose(found[1][1][0], found[1][0])
    query = reference.embed(["What keeps water near the roots?"])[0]
    assert int(np.argmax(found[0][1] @ query)) == 2
    # What the model does not read of a long text is embedded by itself.
    np.testing.assert_allclose(found[3][1][1], reference.embed(["The end."])[0], atol=1e-6)


def test_a_part_is_near_what_it_says_alone(reference: ReferenceEmbedder) -> None:
    text = "Clay drains badly. Ladybirds eat aphids. Copper tape stops slugs."
    spans = sentences(text)
    [(_, vectors)] = reference.embed_parts([text], [spans])
    alone = reference.embed([text[start:end] for start, end in spans])
    nearest = np.argmax(vectors @ alone.T, axis=1)
    assert nearest.tolist() == [0, 1, 2]


def test_a_missing_export_is_said_and_the_reference_serves(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    assert isinstance(query_embedder(DEFAULT_MODEL, tmp_path), ReferenceEmbedder)
    assert "no ONNX export" in caplog.text


@pytest.mark.parametrize("damage", [b"", b"no model"])
def test_a_broken_export_is_said_and_made_again(
    reference: ReferenceEmbedder, exported: Path, tmp_path: Path, damage: bytes,
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    target = export_path(DEFAULT_MODEL, tmp_path)
    target.parent.mkdir()
    target.write_bytes(damage)
    assert isinstance(query_embedder(DEFAULT_MODEL, tmp_path), ReferenceEmbedder)
    assert "cannot load" in caplog.text
    whole = export_path(DEFAULT_MODEL, exported).read_bytes()
    monkeypatch.setattr(exported_module, "_export", lambda folder, path: path.write_bytes(whole))
    assert ensure_export(reference, tmp_path) == target
    assert isinstance(query_embedder(DEFAULT_MODEL, tmp_path), OnnxEmbedder)


class _Shifted:
    """A reference whose vectors are not those of its weights."""

    name = DEFAULT_MODEL
    dimension = 384

    def __init__(self, reference: ReferenceEmbedder) -> None:
        self._reference = reference

    def embed(self, texts):  # type: ignore[no-untyped-def]
        return self._reference.embed(texts) + np.float32(2e-5)


def test_an_export_that_differs_is_not_used(
    reference: ReferenceEmbedder, exported: Path, tmp_path: Path,
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    whole = export_path(DEFAULT_MODEL, exported).read_bytes()
    monkeypatch.setattr(exported_module, "_export", lambda folder, path: path.write_bytes(whole))
    assert ensure_export(_Shifted(reference), tmp_path) is None
    assert "differs from the reference" in caplog.text
    assert list((tmp_path / "models").iterdir()) == []


def test_an_exporter_that_fails_costs_speed_only(
    reference: ReferenceEmbedder, tmp_path: Path,
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    def broken(folder: Path, target: Path) -> None:
        raise RuntimeError("no such operator")

    monkeypatch.setattr(exported_module, "_export", broken)
    assert ensure_export(reference, tmp_path) is None
    assert "no such operator" in caplog.text
    assert list((tmp_path / "models").iterdir()) == []


def test_an_export_is_made_once(
    reference: ReferenceEmbedder, exported: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exported_module, "_export", lambda *_: pytest.fail("exported twice"))
    assert ensure_export(reference, exported) == export_path(DEFAULT_MODEL, exported)


@pytest.mark.parametrize("model", ["gpt-99", "", "/nonexistent", "../all-MiniLM-L6-v2"])
def test_an_unknown_model_is_named(model: str) -> None:
    with pytest.raises(KnowledgeError, match="ASSISTANT_EMBEDDING_MODEL"):
        reference_embedder(model)


def test_a_folder_with_a_model_is_a_model(tmp_path: Path) -> None:
    with pytest.raises(KnowledgeError):
        model_path(str(tmp_path))
    (tmp_path / "modules.json").write_text("[]")
    assert model_path(str(tmp_path)) == tmp_path


def test_known_texts_are_not_embedded_again(
    exported: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.WARNING)
    quick = OnnxEmbedder(DEFAULT_MODEL, export_path(DEFAULT_MODEL, exported))
    first = quick.embed(["soil", "water", "soil"])
    np.testing.assert_array_equal(first[0], first[2])
    monkeypatch.setattr(quick, "_run", lambda texts: pytest.fail("embedded twice"))
    np.testing.assert_array_equal(quick.embed(["water", "soil"]), first[[1, 0]])


def test_token_states_are_those_below_the_upper_layers(
    reference: ReferenceEmbedder, exported: Path
) -> None:
    import torch

    embedder = OnnxEmbedder(DEFAULT_MODEL, export_path(DEFAULT_MODEL, exported))
    short, long = "Water in the morning.", "Mulch keeps the soil moist, and the roots cool. " * 9
    one, cut = embedder.read([short, long], 20)
    assert one.states.shape == (len(one.ids), 384)
    assert len(cut.ids) == 20
    np.testing.assert_allclose(embedder.read([short], 20)[0].states, one.states, atol=1e-4)
    model = reference.loaded()
    with torch.inference_mode():
        inside = model[0].auto_model(
            **model.tokenizer([short], return_tensors="pt"), output_hidden_states=True
        )
    expected = inside.hidden_states[-1 - exported_module.UPPER_LAYERS][0].numpy()
    np.testing.assert_allclose(one.states, expected, atol=1e-4)
