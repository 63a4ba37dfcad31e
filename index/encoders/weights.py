"""The SHA-256 of a model's weights, computed once and remembered for as long as the files stay the same."""

from __future__ import annotations

import hashlib
import json
import logging
from pathlib import Path

from index.encoders.model_folder import ModelFolder
from index.errors import EncoderUnavailable
from index.files import write_atomically

logger = logging.getLogger(__name__)

WEIGHT_FILES = ("*.safetensors", "*/model.safetensors", "pytorch_model*.bin", "*/pytorch_model.bin")


def weights_hash(folder: ModelFolder, cache_dir: Path | None) -> str:
    """Hex SHA-256 of the weights: of the one file, or of "name hash" lines where there are several.

    With a `cache_dir` a file that keeps its size and time of change is not read again. Raises `EncoderUnavailable`
    where there are no weights, or not those that the model must have.
    """
    files = _weight_files(folder.path)
    if not files:
        raise EncoderUnavailable(f"{folder.path} holds no weights. Install the model again, or name another.")
    hashes = {path.relative_to(folder.path).as_posix(): _file_hash(path, cache_dir) for path in files}
    if len(hashes) == 1:
        found = next(iter(hashes.values()))
    else:
        lines = "".join(f"{name} {digest}\n" for name, digest in sorted(hashes.items()))
        found = hashlib.sha256(lines.encode()).hexdigest()
    if folder.weights_sha256 is not None and found != folder.weights_sha256:
        raise EncoderUnavailable(
            f"the weights of {folder.name} in {folder.path} are not what they should be (SHA-256 {found[:12]}…, "
            f"expected {folder.weights_sha256[:12]}…). Install the model again."
        )
    return found


def _weight_files(path: Path) -> list[Path]:
    """Those in safetensors where there are any, else the older format."""
    for patterns in (WEIGHT_FILES[:2], WEIGHT_FILES[2:]):
        found = sorted({file for pattern in patterns for file in path.glob(pattern)})
        if found:
            return found
    return []


def _file_hash(path: Path, cache_dir: Path | None) -> str:
    state = path.stat()
    stamp = {"path": str(path), "size": state.st_size, "mtime_ns": state.st_mtime_ns}
    note = None
    if cache_dir is not None:
        note = cache_dir / "weights" / f"{hashlib.blake2b(str(path).encode(), digest_size=12).hexdigest()}.json"
        remembered = _read_note(note)
        if remembered is not None and {**remembered, "sha256": ""} == {**stamp, "sha256": ""}:
            return str(remembered["sha256"])
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    if note is not None:
        write_atomically(note, json.dumps({**stamp, "sha256": digest}).encode(), durable=False)
    return digest


def _read_note(note: Path) -> dict[str, object] | None:
    try:
        remembered = json.loads(note.read_bytes())
    except FileNotFoundError:
        return None
    except (OSError, ValueError):
        logger.warning("%s is unreadable; the weights are hashed again", note)
        return None
    return remembered if isinstance(remembered, dict) else None
