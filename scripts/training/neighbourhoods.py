"""Which papers are near each other under the model as it is: neighbours in a batch are the hard negatives."""

from __future__ import annotations

import numpy as np
import torch

from training.dataset import Dataset
from training.table import summed

GROUPS = 512
SAMPLE = 40_000
AT_ONCE = 8_192


def paper_vectors(dataset: Dataset, rows: torch.Tensor) -> np.ndarray:
    """Unit vectors of all papers, title and abstract, float32."""
    parts = []
    with torch.inference_mode():
        for begin in range(0, len(dataset), AT_ONCE):
            papers = np.arange(begin, min(begin + AT_ONCE, len(dataset)))
            sums = summed(rows, dataset.titles.take(papers)) + summed(rows, dataset.abstracts.take(papers))
            parts.append(torch.nn.functional.normalize(sums).cpu().numpy())
    return np.concatenate(parts)


def neighbourhoods(vectors: np.ndarray, seed: int) -> np.ndarray:
    """The number of each paper's group, by k-means."""
    import faiss

    means = faiss.Kmeans(vectors.shape[1], min(GROUPS, len(vectors) // 40 + 1), niter=6, seed=seed, spherical=True,
                         max_points_per_centroid=SAMPLE // GROUPS, min_points_per_centroid=1)  # fmt: skip
    means.train(vectors)
    return np.asarray(means.index.search(vectors, 1)[1][:, 0])
