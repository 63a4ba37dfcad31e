"""Encodes many texts on sentence-transformers and torch: on CUDA, or on the CPU, in bfloat16 where that is native.

Importing torch takes seconds, so only long work comes here.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from index.document import Matrix
from index.encoders.model_folder import ModelFolder
from index.encoders.pooling import unit_rows
from index.errors import EncoderUnavailable
from index.processors import available_cpus

if TYPE_CHECKING:
    import torch
    from sentence_transformers import SentenceTransformer

Batches = list[tuple[list[int], dict[str, Any]]]  # rows of a window, and their tokens

WINDOW_TEXTS = 2048  # tokenised and sorted together; bounds what is held besides the texts and their vectors
CPU_BATCH_TOKENS = 4096  # measured: 118 abstracts a second; 104 at 8192, 77 at 16384, 56 at 32768 (caches)
# Padding up to whole tiles of the matrix units: a fifth less time, and few enough shapes that what oneDNN keeps for
# each of them stays small (unaligned, 6,000 abstracts grew the process past 1 GB).
TILE_TOKENS = 32
CUDA_BATCH_TOKENS = 131072


class TorchEncoder:
    """One loaded model. Calls from several threads wait for each other: one fills the machine by itself.

    `device` is "auto" (CUDA where there is one), "cpu", "cuda" or any that torch knows; `precision` "auto", "bfloat16"
    or "float32". Raises `EncoderUnavailable` where the model cannot be loaded.
    """

    def __init__(self, folder: ModelFolder, *, device: str, precision: str) -> None:
        import torch

        self._lock = threading.Lock()
        self.device = ("cuda" if torch.cuda.is_available() else "cpu") if device == "auto" else device
        self.precision = choose_precision(self.device) if precision == "auto" else precision
        self._model = _load(folder, self.device, getattr(torch, self.precision))
        # One thread a batch, as many batches at once as there are processors. Threads that share a batch wait for each
        # other hundreds of times in it: on two idle cores that costs nothing, on two busy ones it took 16 texts a
        # second where this takes 60 on one of them.
        self._workers = available_cpus() if self.device == "cpu" else 1
        self._batch_tokens = CPU_BATCH_TOKENS if self.device == "cpu" else CUDA_BATCH_TOKENS
        self.dimension = int(self._model.get_embedding_dimension() or 0)

    def encode(self, texts: Sequence[str]) -> Matrix:
        """Unit vectors, one row a text, in the order given.

        The next window is tokenised while this one is encoded, so that a GPU does not wait for words: the tokens of two
        windows are held.
        """
        vectors = np.zeros((len(texts), self.dimension), dtype=np.float32)
        # By length first, so that a window, and then a batch, holds texts alike in length and pads little.
        order = sorted(range(len(texts)), key=lambda position: len(texts[position]), reverse=True)
        windows = [order[start : start + WINDOW_TEXTS] for start in range(0, len(order), WINDOW_TEXTS)]
        with (
            self._lock,
            ThreadPoolExecutor(self._workers, initializer=self._prepare_worker) as workers,
            ThreadPoolExecutor(1) as ahead,
        ):
            for window, batches in zip(windows, self._tokenised(texts, windows, ahead), strict=True):
                for rows, found in workers.map(self._encode_batch, batches):
                    vectors[[window[row] for row in rows]] = found
        return vectors

    def _tokenised(self, texts: Sequence[str], windows: list[list[int]], ahead: Executor) -> Iterator[Batches]:
        """The batches of each window, those of the next one being made meanwhile."""
        asked: Future[Batches] | None = None
        for place in range(len(windows)):
            made = asked or ahead.submit(self._batches, [texts[position] for position in windows[place]])
            batches = made.result()
            asked = None
            if place + 1 < len(windows):
                asked = ahead.submit(self._batches, [texts[position] for position in windows[place + 1]])
            yield batches

    def _batches(self, texts: list[str]) -> Batches:
        """The batches of one window: their rows, and their tokens cut to the longest of them."""
        features = self._model.preprocess(texts, processing_kwargs={"text": {"pad_to_multiple_of": TILE_TOKENS}})
        mask = features["attention_mask"]
        lengths = mask.sum(dim=1).numpy()
        from_left = bool(mask[:, 0].all())  # padding stands on the right, as it does for all but a few models
        batches = []
        for rows in token_batches(lengths, self._batch_tokens):
            longest = min(-(-int(lengths[rows].max()) // TILE_TOKENS) * TILE_TOKENS, mask.shape[1])
            span = slice(0, longest) if from_left else slice(mask.shape[1] - longest, mask.shape[1])
            batches.append((rows, {name: self._part(value, rows, span) for name, value in features.items()}))
        return batches

    def _prepare_worker(self) -> None:
        import torch

        if self.device == "cpu":
            torch.set_num_threads(1)

    def _encode_batch(self, batch: tuple[list[int], dict[str, Any]]) -> tuple[list[int], Matrix]:
        import torch

        rows, features = batch
        with torch.inference_mode():  # holds for the thread that enters it
            return rows, self._forward(features)

    def _part(self, value: Any, rows: list[int], span: slice) -> Any:
        """Cut the rows and tokens of one batch out of a window's tensor; what is no tensor is passed on."""
        return value[rows][:, span] if getattr(value, "ndim", 0) == 2 else value

    def _forward(self, batch: dict[str, Any]) -> Matrix:
        features = self._model[0](
            {name: value.to(self.device) if hasattr(value, "to") else value for name, value in batch.items()}
        )
        # Pooling and what follows run in float32: in bfloat16 they cost neighbours and gain no time.
        features["token_embeddings"] = features["token_embeddings"].float()
        for module in list(self._model)[1:]:
            features = module(features)
        return unit_rows(features["sentence_embedding"].float().cpu().numpy())


def token_batches(lengths: NDArray[np.int64], budget: int) -> Iterator[list[int]]:
    """Rows in falling order of length, in batches whose padded size stays within `budget` tokens (or one row)."""
    order = np.argsort(-lengths, kind="stable").tolist()
    start = 0
    while start < len(order):
        longest = -(-int(lengths[order[start]]) // TILE_TOKENS) * TILE_TOKENS
        size = max(1, budget // max(longest, TILE_TOKENS))
        yield order[start : start + size]
        start += size


def choose_precision(device: str) -> str:
    """bfloat16 where the device computes it natively, else float32."""
    import torch

    if device.startswith("cuda"):
        return "bfloat16" if torch.cuda.is_bf16_supported(including_emulation=False) else "float32"
    if device == "cpu" and _cpu_has_bfloat16():
        return "bfloat16"
    return "float32"


def _cpu_has_bfloat16() -> bool:
    """Whether the CPU multiplies bfloat16 itself: AMX tiles or AVX512-BF16. Emulated, it is slower than float32."""
    import torch

    checks = ("_is_amx_tile_supported", "_is_avx512_bf16_supported")
    return any(bool(getattr(torch.cpu, name)()) for name in checks if hasattr(torch.cpu, name))


def _load(folder: ModelFolder, device: str, dtype: torch.dtype) -> SentenceTransformer:
    from sentence_transformers import SentenceTransformer
    from transformers.utils import logging as transformers_logging

    transformers_logging.disable_progress_bar()  # type: ignore[no-untyped-call]  # transformers types it not
    try:
        model = SentenceTransformer(
            str(folder.path), device=device, local_files_only=True, model_kwargs={"torch_dtype": dtype}
        )
    except (OSError, ValueError, KeyError, RuntimeError, ImportError, AttributeError) as error:
        raise EncoderUnavailable(f"the model in {folder.path} cannot be loaded: {error}") from error
    for module in list(model)[1:]:
        module.float()
    return model.eval()
