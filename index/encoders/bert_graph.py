"""Builds the ONNX graph of a BERT encoder whose weights stay in the model's own safetensors file.

The graph is a few kilobytes: every weight is named as external data, a range of bytes of `model.safetensors`. So
nothing of the 90 MB is copied into a cache, and neither making nor running the graph needs torch. Only the plain BERT
architecture is known here; `unsupported_reason` says why another model is not, and such a model answers queries on
torch instead.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from index.encoders import tensors as files
from index.encoders.tensors import Tensor

if TYPE_CHECKING:
    import onnx

GRAPH_FORMAT = 1  # raise it when the graph changes, so that cached graphs are made anew
OPSET = 20  # the first with Gelu
IR_VERSION = 10
MASKED = -10000.0  # BERT's own choice; exp() of it is 0 in float32

ACTIVATIONS: Mapping[str, Mapping[str, str]] = {
    "gelu": {"op": "Gelu", "approximate": "none"},
    "gelu_new": {"op": "Gelu", "approximate": "tanh"},
    "gelu_pytorch_tanh": {"op": "Gelu", "approximate": "tanh"},
    "relu": {"op": "Relu"},
}


def read_tensors(path: Path) -> dict[str, Tensor]:
    """The tensors of a model's file, without a "bert." prefix."""
    return {name.removeprefix("bert."): tensor for name, tensor in files.read_tensors(path).items()}


def unsupported_reason(config: Mapping[str, Any], tensors: Mapping[str, Tensor]) -> str | None:
    """Why no graph can be built for this model, or None where one can."""
    if config.get("model_type") != "bert":
        return f"architecture {config.get('model_type')!r}"
    if config.get("position_embedding_type", "absolute") != "absolute":
        return "relative positions"
    if config.get("hidden_act") not in ACTIVATIONS:
        return f"activation {config.get('hidden_act')!r}"
    missing = [name for name in _weight_names(int(config["num_hidden_layers"])) if name not in tensors]
    if missing:
        return f"no weight {missing[0]!r}"
    dtypes = {tensors[name].dtype for name in _weight_names(int(config["num_hidden_layers"]))}
    return None if dtypes == {"F32"} else f"weights in {', '.join(sorted(dtypes))}"


def _weight_names(layers: int) -> list[str]:
    names = [f"embeddings.{part}_embeddings.weight" for part in ("word", "position", "token_type")]
    names += ["embeddings.LayerNorm.weight", "embeddings.LayerNorm.bias"]
    parts = [f"attention.self.{part}" for part in ("query", "key", "value")]
    parts += ["attention.output.dense", "attention.output.LayerNorm", "intermediate.dense", "output.dense"]
    parts.append("output.LayerNorm")
    for layer in range(layers):
        names += [f"encoder.layer.{layer}.{part}.{kind}" for part in parts for kind in ("weight", "bias")]
    return names


def build_graph(config: Mapping[str, Any], tensors: Mapping[str, Tensor], weights_name: str) -> bytes:
    """A serialised ONNX model: `input_ids`, `attention_mask` (int64, batch × tokens) -> `hidden` (tokens × width).

    The tokens of all texts stand below one another in `hidden`, shape (batch · tokens, hidden_size), float32. Segment
    ids are taken as 0, as sentence encoders do. `weights_name` is the file's name, of which the graph names ranges.
    """
    return bytes(_Builder(config, tensors, weights_name).model().SerializeToString())


class _Builder:
    """Collects nodes; every method adds some and returns the name of what they compute."""

    def __init__(self, config: Mapping[str, Any], tensors: Mapping[str, Tensor], weights_name: str) -> None:
        import onnx.helper as helper

        self._helper = helper
        self._config = config
        self._tensors = tensors
        self._weights_name = weights_name
        self._nodes: list[onnx.NodeProto] = []
        self._initializers: list[onnx.TensorProto] = []
        self._width = int(config["hidden_size"])
        self._heads = int(config["num_attention_heads"])
        self._epsilon = float(config.get("layer_norm_eps", 1e-12))

    def model(self) -> onnx.ModelProto:
        """The whole model, checked against nothing yet: the session that loads it does that."""
        import onnx

        self._shapes()
        hidden = self._embeddings()
        for layer in range(int(self._config["num_hidden_layers"])):
            hidden = self._layer(f"encoder.layer.{layer}", hidden)
        self._node("Identity", [hidden], "hidden")
        kind = onnx.TensorProto
        graph = self._helper.make_graph(
            self._nodes,
            "bert",
            [
                self._helper.make_tensor_value_info(name, kind.INT64, ["batch", "tokens"])
                for name in ("input_ids", "attention_mask")
            ],
            [self._helper.make_tensor_value_info("hidden", kind.FLOAT, ["rows", self._width])],
            self._initializers,
        )
        opset = self._helper.make_opsetid("", OPSET)
        return self._helper.make_model(graph, opset_imports=[opset], ir_version=IR_VERSION)

    def _node(self, op: str, inputs: Sequence[str], output: str, **attributes: Any) -> str:
        self._nodes.append(self._helper.make_node(op, list(inputs), [output], name=output, **attributes))
        return output

    def _constant(self, name: str, values: Sequence[int] | float) -> str:
        import onnx

        if isinstance(values, float):
            tensor = self._helper.make_tensor(name, onnx.TensorProto.FLOAT, [], [values])
        else:
            tensor = self._helper.make_tensor(name, onnx.TensorProto.INT64, [len(values)], list(values))
        self._initializers.append(tensor)
        return name

    def _weight(self, name: str) -> str:
        """Names a weight of the safetensors file as external data of the graph, once."""
        import onnx

        if any(tensor.name == name for tensor in self._initializers):
            return name
        found = self._tensors[name]
        tensor = onnx.TensorProto(name=name, data_type=onnx.TensorProto.FLOAT, dims=found.shape)
        tensor.data_location = onnx.TensorProto.EXTERNAL
        for key, value in (("location", self._weights_name), ("offset", found.offset), ("length", found.length)):
            tensor.external_data.add(key=key, value=str(value))
        self._initializers.append(tensor)
        return name

    def _shapes(self) -> None:
        size = self._width // self._heads
        shape = self._node("Shape", ["input_ids"], "shape")
        self._node("Concat", [shape, self._constant("heads_size", [self._heads, size])], "by_head", axis=0)
        self._constant("flat", [-1, self._width])
        self._constant("scale", size**-0.5)

    def _embeddings(self) -> str:
        words = self._node("Gather", [self._weight("embeddings.word_embeddings.weight"), "input_ids"], "words")
        count = self._node("Gather", ["shape", self._scalar("one", 1)], "token_count")
        positions = self._node("Range", [self._scalar("zero", 0), count, "one"], "positions")
        table = self._weight("embeddings.position_embeddings.weight")
        placed = self._node("Add", [words, self._node("Gather", [table, positions], "places")], "placed")
        segments = self._weight("embeddings.token_type_embeddings.weight")
        summed = self._node("Add", [placed, self._node("Gather", [segments, "zero"], "segment")], "summed")
        mask = self._node("Cast", ["attention_mask"], "mask_float", to=1)
        absent = self._node("Sub", [self._constant("one_float", 1.0), mask], "absent")
        penalty = self._node("Mul", [absent, self._constant("masked", MASKED)], "penalty")
        self._node("Unsqueeze", [penalty, self._constant("mask_axes", [1, 2])], "mask")
        return self._norm("embeddings.LayerNorm", self._node("Reshape", [summed, "flat"], "embedded"))

    def _scalar(self, name: str, value: int) -> str:
        import onnx

        self._initializers.append(self._helper.make_tensor(name, onnx.TensorProto.INT64, [], [value]))
        return name

    def _norm(self, name: str, value: str) -> str:
        inputs = [value, self._weight(f"{name}.weight"), self._weight(f"{name}.bias")]
        return self._node("LayerNormalization", inputs, f"{name}/out", axis=-1, epsilon=self._epsilon)

    def _dense(self, name: str, value: str) -> str:
        inputs = [value, self._weight(f"{name}.weight"), self._weight(f"{name}.bias")]
        return self._node("Gemm", inputs, f"{name}/out", transB=1)

    def _by_head(self, name: str, value: str, order: Sequence[int]) -> str:
        shaped = self._node("Reshape", [self._dense(name, value), "by_head"], f"{name}/heads")
        return self._node("Transpose", [shaped], f"{name}/turned", perm=list(order))

    def _layer(self, name: str, hidden: str) -> str:
        query = self._by_head(f"{name}.attention.self.query", hidden, (0, 2, 1, 3))
        key = self._by_head(f"{name}.attention.self.key", hidden, (0, 2, 3, 1))
        value = self._by_head(f"{name}.attention.self.value", hidden, (0, 2, 1, 3))
        raw = self._node("MatMul", [query, key], f"{name}/raw")
        scaled = self._node("Mul", [raw, "scale"], f"{name}/scaled")
        masked = self._node("Add", [scaled, "mask"], f"{name}/masked")
        weights = self._node("Softmax", [masked], f"{name}/weights", axis=-1)
        mixed = self._node("MatMul", [weights, value], f"{name}/mixed")
        turned = self._node("Transpose", [mixed], f"{name}/turned_back", perm=[0, 2, 1, 3])
        context = self._node("Reshape", [turned, "flat"], f"{name}/context")
        attended = self._dense(f"{name}.attention.output.dense", context)
        hidden = self._residual(f"{name}.attention.output", attended, hidden)
        grown = self._activate(f"{name}/grown", self._dense(f"{name}.intermediate.dense", hidden))
        return self._residual(f"{name}.output", self._dense(f"{name}.output.dense", grown), hidden)

    def _residual(self, name: str, value: str, before: str) -> str:
        return self._norm(f"{name}.LayerNorm", self._node("Add", [value, before], f"{name}/sum"))

    def _activate(self, name: str, value: str) -> str:
        settings = dict(ACTIVATIONS[str(self._config["hidden_act"])])
        return self._node(settings.pop("op"), [value], name, **settings)
