"""How alike the words of texts are, as BM25 counts it: what the table need not learn, since fusion brings it along.

Robertson, Zaragoza 2009 for BM25; to train a dense model on what a lexical one leaves over: Gao and others, "Complement
lexical retrieval model with semantic residual embeddings", 2021.
"""

from __future__ import annotations

import numpy as np
from scipy.sparse import csr_matrix

from training.ragged import Ragged

SATURATION, LENGTH_SHARE = 1.2, 0.75
TOO_COMMON = 0.3  # a token that stands more often than so many times a paper tells nothing, and costs most


def rarity(counts: np.ndarray, papers: int) -> np.ndarray:
    """Each token's weight by how often it stands in all papers; 0 for the commonest and those that stand nowhere."""
    share = counts / papers
    weights = np.log1p(papers / np.maximum(counts, 1))
    told: np.ndarray = np.where((counts > 0) & (share < TOO_COMMON), weights, 0.0).astype(np.float32)
    return told


def word_likeness(queries: Ragged, texts: Ragged, weights: np.ndarray) -> np.ndarray:
    """BM25 of each query with each text, shape (queries, texts), as a share of the query's best: from 0 to 1."""
    asked = _counted(queries, len(weights))
    asked.data = weights[asked.indices]
    asked.eliminate_zeros()
    held = _counted(texts, len(weights))
    lengths = texts.lengths
    slack = SATURATION * (1 - LENGTH_SHARE + LENGTH_SHARE * lengths / max(lengths.mean(), 1.0))
    held.data /= held.data + np.repeat(slack, np.diff(held.indptr)).astype(np.float32)
    scores: np.ndarray = (asked @ held.T.tocsr()).toarray()
    scores /= np.maximum(scores.max(axis=1, keepdims=True), 1e-6)
    return scores


def _counted(texts: Ragged, tokens: int) -> csr_matrix:
    """How often each token stands in each text."""
    ones = np.ones(len(texts.values), dtype=np.float32)
    counted = csr_matrix((ones, texts.values, texts.starts), shape=(len(texts), tokens))
    counted.sum_duplicates()
    return counted
