"""The trained network as the file that the product ships: ONNX, weights in eight bits."""

from __future__ import annotations

import tempfile
import warnings
from pathlib import Path

import torch

from evals.training.network import UpperLayers


def export(network: UpperLayers, target: Path, *, eight_bits: bool = True) -> None:
    """Write the network to ``target``: states and marks in, one logit a pair out."""
    from onnxruntime.quantization import QuantType, quantize_dynamic

    network.eval()
    width = network.marks.embedding_dim
    example = (torch.randn(2, 9, width), torch.tensor([[1] * 4 + [3] * 5] * 2))
    names = ["states", "marks"]
    with tempfile.TemporaryDirectory() as folder, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the legacy exporter announces its age at every step
        plain = Path(folder) / "plain.onnx" if eight_bits else target
        torch.onnx.export(
            network, example, str(plain), input_names=names, output_names=["score"],
            dynamic_axes={name: {0: "pairs", 1: "tokens"} for name in names}
            | {"score": {0: "pairs"}}, opset_version=17, dynamo=False,
        )  # fmt: skip
        if eight_bits:
            quantize_dynamic(plain, target, per_channel=True, weight_type=QuantType.QInt8)
