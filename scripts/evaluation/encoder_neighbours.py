"""The nearest papers of fifty papers under each encoder, side by side, for a person to read and judge."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np

from evaluation.encoder_tasks import Corpus

FIFTY, SHOWN = 50, 5


def neighbours(corpus: Corpus, asked: list[str], vectors: Mapping[str, np.ndarray]) -> Iterator[str]:
    """Plain text: every paper's title, then under each encoder its nearest others, best first."""
    rows = {paper[0]: row for row, paper in enumerate(corpus.papers)}
    for number, one in enumerate(asked[:: max(1, len(asked) // FIFTY)][:FIFTY], 1):
        row = rows[one]
        lines = [f"{number}. {corpus.papers[row][1]}"]
        for name, matrix in vectors.items():
            cosines = matrix @ matrix[row]
            cosines[row] = -np.inf
            best = np.argsort(-cosines, kind="stable")[:SHOWN]
            lines += [f"   {name}: {cosines[found]:.2f} {corpus.papers[found][1]}" for found in best]
        yield "\n".join(lines)
