"""Bulk work of a transformer: how texts are put into batches, and that windows change nothing."""

import numpy as np
import pytest

from index.encoders import torch_bulk
from index.encoders.model_folder import find_model
from index.encoders.torch_bulk import CUDA_BATCH_TOKENS, TILE_TOKENS, TorchEncoder, token_batches


@pytest.mark.parametrize("budget", [64, 4096, CUDA_BATCH_TOKENS])
def test_batches_hold_texts_of_like_length_within_their_budget(budget):
    lengths = np.random.default_rng(2).integers(1, 512, size=3000)
    batches = list(token_batches(lengths, budget))
    assert sorted(row for batch in batches for row in batch) == list(range(len(lengths)))
    longest = [int(lengths[batch].max()) for batch in batches]
    assert longest == sorted(longest, reverse=True), "memory peaks at once or never"
    for batch, length in zip(batches, longest, strict=True):
        padded = -(-length // TILE_TOKENS) * TILE_TOKENS
        assert len(batch) == 1 or len(batch) * padded <= budget
    waste = sum(len(batch) * length for batch, length in zip(batches, longest, strict=True)) / lengths.sum()
    assert waste < (1.01 if budget <= 4096 else 1.4)


def test_nothing_to_batch():
    assert list(token_batches(np.zeros(0, dtype=np.int64), 4096)) == []


@pytest.mark.slow
def test_windows_change_no_vector(monkeypatch):
    """Also where several are tokenised ahead of being encoded."""
    encoder = TorchEncoder(find_model("precise"), device="cpu", precision="float32")
    texts = [f"Paper {number} on {'graphs and ' * (number % 17)} cells" for number in range(70)]
    whole = encoder.encode(texts)
    monkeypatch.setattr(torch_bulk, "WINDOW_TEXTS", 16)
    np.testing.assert_allclose(encoder.encode(texts), whole, atol=2e-6)
    assert encoder.encode([]).shape == (0, 384)


@pytest.mark.slow
def test_a_gpu_gives_the_vectors_of_the_cpu():
    torch = pytest.importorskip("torch")
    if not torch.cuda.is_available():
        pytest.skip("no CUDA device here")
    texts = [f"Paper {number} on {'graphs and ' * (number % 90)} cells" for number in range(3000)]
    ours = TorchEncoder(find_model("precise"), device="auto", precision="auto")
    assert (ours.device, ours.precision) == ("cuda", "bfloat16")
    exact = TorchEncoder(find_model("precise"), device="cpu", precision="float32").encode(texts[:300])
    assert np.min(np.sum(ours.encode(texts)[:300] * exact, axis=1)) >= 0.999
