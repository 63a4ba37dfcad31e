"""The order of screening over a library: vectors out of the store, the question encoded, and `queue` asked."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from index.encoders.protocol import Encoder
from index.errors import EncoderUnavailable
from paper_reader.errors import ModelUnavailable
from paper_reader.indexing.embedding import vectors_of
from paper_reader.reviews.chosen import Chosen
from paper_reader.reviews.queue import Space, next_row
from paper_reader.store import Store
from paper_reader.types import Paper, Progress, Review, Verdict


class Ordering:
    """Chooses what to look at next. Keeps the vectors of the review it was asked about last."""

    def __init__(self, store: Store, encoder: Callable[[], Encoder]) -> None:
        self._store = store
        self._encoder = encoder
        self._made: tuple[object, Space] | None = None
        self._questions: dict[str, NDArray[np.float32]] = {}

    def choose(
        self,
        review: Review,
        papers: Sequence[Paper],
        decided: Mapping[int, Verdict],
        seeds: Sequence[Paper],
        progress: Progress,
    ) -> Chosen:
        """The paper that comes next.

        At least one of `papers` is not decided. Papers that have no vector yet are embedded, and that is kept. Raises
        `ModelUnavailable`.
        """
        try:
            space = self._space(review, papers, seeds, progress)
        except EncoderUnavailable as error:
            raise ModelUnavailable(str(error)) from error
        rows = {paper.id: row for row, paper in enumerate(papers)}
        picked = next_row(space, {rows[one]: verdict for one, verdict in decided.items() if one in rows})
        if picked is None:
            raise AssertionError("every paper is decided")
        return Chosen(papers[picked.row], picked.pick, picked.chance, picked.expected_left)

    def _space(self, review: Review, papers: Sequence[Paper], seeds: Sequence[Paper], progress: Progress) -> Space:
        key = (review.question, tuple(one.content_hash for one in papers), tuple(one.id for one in seeds))
        if self._made is None or self._made[0] != key:
            encoder = self._encoder()
            vectors = np.array(vectors_of(self._store, encoder.key, self._encoder, papers, progress), dtype=np.float32)
            asked = [*self._question(review.question or review.name)]
            asked += vectors_of(self._store, encoder.key, self._encoder, seeds, progress)
            self._made = (key, Space.of(vectors, np.array(asked, dtype=np.float32)))
        return self._made[1]

    def _question(self, text: str) -> NDArray[np.float32]:
        if text not in self._questions:
            self._questions[text] = self._encoder().encode_queries([text])
        return self._questions[text]
