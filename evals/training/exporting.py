"""A trained network as the file that the product ships: ONNX, its weights in half precision.

A weight is stored as float16 and cast to float when the file is loaded, so that the file is half
as large and reading a pair costs what it costs with float32. Weights in eight bits would halve it
again, but moved probabilities by up to 0.18.
"""

from __future__ import annotations

import os
import tempfile
import warnings
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper

from evals.errors import EvalsError
from evals.training.network import QueryLayers, UpperLayers, load_layers

SMALLEST = 64  # numbers; a weight of fewer stays as it is


def export(network: UpperLayers, target: Path) -> None:
    """Write the verifier to ``target``: states and marks in, one logit a pair out.

    The file is replaced whole or not at all. EvalsError names it where it cannot be written.
    """
    states = torch.randn(2, 9, network.marks.embedding_dim)
    example = (states, torch.tensor([[1] * 4 + [3] * 5] * 2))
    _write(network, example, ["states", "marks"], "score", target)


def export_query_encoder(network: QueryLayers, target: Path) -> None:
    """Write the query encoder to ``target``: states and what of them is read in, vectors out. As
    ``export`` otherwise."""
    states = torch.randn(2, 9, network.turn.in_features)
    example = (states, torch.ones(2, 9, dtype=torch.int64))
    _write(network, example, ["states", "read"], "embedding", target)


def _write(
    network: torch.nn.Module, example: Any, names: Sequence[str], told: str, target: Path
) -> None:
    network.cpu().eval()
    with tempfile.TemporaryDirectory() as folder, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the legacy exporter announces its age at every step
        plain = Path(folder) / "plain.onnx"
        torch.onnx.export(
            network, example, str(plain), input_names=list(names), output_names=[told],
            dynamic_axes={name: {0: "texts", 1: "tokens"} for name in names}
            | {told: {0: "texts"}}, opset_version=17, dynamo=False,
        )  # fmt: skip
        model = onnx.load(str(plain))
    halve(model)
    onnx.checker.check_model(model)
    scratch = target.with_name(f"{target.name}.{os.getpid()}.tmp")
    try:
        scratch.write_bytes(model.SerializeToString())
        scratch.replace(target)
    except OSError as error:
        raise EvalsError(f"cannot write {target}: {error.strerror}") from None
    finally:
        scratch.unlink(missing_ok=True)


def restored(folder: Path, file: Path) -> UpperLayers:
    """The network of an exported file, to learn further; ``folder`` holds the embedding model.

    The exporter keeps the names of all weights but those of matrix products, which stand in the
    graph in the order of the layers. EvalsError where the file does not hold such a network.
    """
    try:
        graph = onnx.load(str(file)).graph
        weights = {one.name: numpy_helper.to_array(one) for one in graph.initializer}
        weights |= {
            node.output[0]: weights[node.input[0]]
            for node in graph.node
            if node.op_type == "Cast" and node.input[0] in weights
        }
        products = iter(
            weights[node.input[1]].T
            for node in graph.node
            if node.op_type == "MatMul" and node.input[1] in weights
        )
        layers = 1 + max(int(name.split(".")[1]) for name in weights if name.startswith("layers."))
        _, network = load_layers(folder, layers)
        told = {
            name: torch.tensor(np.array(weights.get(name) if name in weights else next(products)))
            for name in network.state_dict()
        }
        network.load_state_dict({name: value.float() for name, value in told.items()})
        if next(products, None) is not None:
            raise ValueError("more weights than the network has")
    except Exception as error:  # protobuf, onnx and torch raise classes of their own
        raise EvalsError(f"cannot read {file} as the verifier: {error!r}") from None
    return network


def halve(model: onnx.ModelProto) -> None:
    """Store the weights of a model as float16, each with a cast to the float it stands for."""
    graph = model.graph
    casts = []
    for weight in list(graph.initializer):
        if weight.data_type != TensorProto.FLOAT or np.prod(weight.dims) < SMALLEST:
            continue
        half = numpy_helper.to_array(weight).astype(np.float16)
        stored = f"{weight.name}_half"
        graph.initializer.remove(weight)
        graph.initializer.append(numpy_helper.from_array(half, stored))
        casts.append(helper.make_node("Cast", [stored], [weight.name], to=TensorProto.FLOAT))
    for cast in reversed(casts):  # a node stands after those it reads from
        graph.node.insert(0, cast)
