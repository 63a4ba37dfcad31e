"""Reads where the tensors of a safetensors file lie, without reading them."""

from __future__ import annotations

import json
import struct
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

DTYPES = {"F64": "<f8", "F32": "<f4", "F16": "<f2", "I64": "<i8", "I32": "<i4", "I16": "<i2", "I8": "i1"}
LONGEST_HEADER = 100_000_000  # bytes; the format's own limit


@dataclass(frozen=True, slots=True)
class Tensor:
    """Where one tensor lies in a safetensors file; `offset` counts from the start of the file."""

    dtype: str
    shape: tuple[int, ...]
    offset: int
    length: int


def read_tensors(path: Path) -> dict[str, Tensor]:
    """The tensors of a safetensors file by name, from its header. Raises `ValueError` where it is none.

    The format: https://github.com/huggingface/safetensors#format
    """
    try:
        with path.open("rb") as file:
            (size,) = struct.unpack("<Q", file.read(8))
            if size > LONGEST_HEADER:
                raise ValueError(f"its header would have {size} bytes")
            header: dict[str, Any] = json.loads(file.read(size))
        header.pop("__metadata__", None)
        return {name: _tensor(entry, 8 + size) for name, entry in header.items()}
    except (struct.error, ValueError, KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"{path} is not a safetensors file: {error}") from error


def map_tensor(path: Path, tensor: Tensor) -> NDArray[Any]:
    """The tensor, mapped from its file read-only. Raises `ValueError` for a dtype numpy lacks and for a cut file."""
    if tensor.dtype not in DTYPES:
        raise ValueError(f"tensors of {tensor.dtype} are not known here")
    return np.memmap(path, dtype=DTYPES[tensor.dtype], mode="r", offset=tensor.offset, shape=tensor.shape)


def _tensor(entry: dict[str, Any], data_from: int) -> Tensor:
    first, last = entry["data_offsets"]
    return Tensor(str(entry["dtype"]), tuple(map(int, entry["shape"])), data_from + first, last - first)
