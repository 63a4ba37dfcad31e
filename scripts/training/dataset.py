"""The training papers as token arrays, made once for a vocabulary and kept on the disk."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
from tokenizers import Tokenizer

from training.corpus import TrainingPaper
from training.lexical import rarity
from training.ragged import Ragged
from training.topic_phrases import TopicPhrases

ENCODED_AT_ONCE = 20_000


@dataclass(frozen=True)
class Dataset:
    """Paper i: its title's and abstract's tokens, its phrases, its row among the teacher's vectors (-1: none).

    `sentence_ends` are places in the abstracts' flat array; `citations` are pairs of papers, citing and cited.
    """

    titles: Ragged
    abstracts: Ragged
    sentence_ends: np.ndarray
    phrases: Ragged
    phrases_of: np.ndarray
    citations: np.ndarray
    teacher_rows: np.ndarray

    def __len__(self) -> int:
        return len(self.titles)

    def token_counts(self, vocabulary: int) -> np.ndarray:
        """How often each token stands in the titles and abstracts."""
        return np.bincount(self.titles.values, minlength=vocabulary) + np.bincount(
            self.abstracts.values, minlength=vocabulary
        )

    @cached_property
    def rarity(self) -> np.ndarray:
        """BM25's weight of each token that stands in a title or abstract."""
        last = max(self.titles.values.max(initial=0), self.abstracts.values.max(initial=0))
        return rarity(self.token_counts(int(last) + 1), len(self))

    def save(self, path: Path) -> None:
        """Writes one file of arrays."""
        np.savez(
            path,
            titles=self.titles.values,
            title_starts=self.titles.starts,
            abstracts=self.abstracts.values,
            abstract_starts=self.abstracts.starts,
            phrases=self.phrases.values,
            phrase_starts=self.phrases.starts,
            sentence_ends=self.sentence_ends,
            phrases_of=self.phrases_of,
            citations=self.citations,
            teacher_rows=self.teacher_rows,
        )

    @classmethod
    def load(cls, path: Path) -> Dataset:
        """What `save` wrote."""
        with np.load(path) as found:
            return cls(
                titles=Ragged(found["titles"], found["title_starts"]),
                abstracts=Ragged(found["abstracts"], found["abstract_starts"]),
                sentence_ends=found["sentence_ends"],
                phrases=Ragged(found["phrases"], found["phrase_starts"]),
                phrases_of=found["phrases_of"],
                citations=found["citations"],
                teacher_rows=found["teacher_rows"],
            )


def build_dataset(
    papers: Sequence[TrainingPaper], phrases: TopicPhrases, tokenizer: Tokenizer, teacher_ids: Sequence[str]
) -> Dataset:
    """The arrays of these papers, whose phrases were found in the same order."""
    abstracts = encoded(tokenizer, [paper.abstract for paper in papers])
    full_stops = [tokenizer.token_to_id(mark) for mark in ".?!"]
    ends = np.flatnonzero(np.isin(abstracts.values, [mark for mark in full_stops if mark is not None])) + 1
    rows = {paper.id: row for row, paper in enumerate(papers)}
    cited = [(row, rows[other]) for row, paper in enumerate(papers) for other in paper.references if other in rows]
    teacher = {paper_id: row for row, paper_id in enumerate(teacher_ids)}
    return Dataset(
        titles=encoded(tokenizer, [paper.title for paper in papers]),
        abstracts=abstracts,
        sentence_ends=np.unique(np.concatenate([ends, abstracts.starts])),
        phrases=encoded(tokenizer, phrases.texts),
        phrases_of=phrases.of_paper,
        citations=np.array([pair for pair in cited if pair[0] != pair[1]], dtype=np.int64).reshape(-1, 2),
        teacher_rows=np.array([teacher.get(paper.id, -1) for paper in papers], dtype=np.int64),
    )


def encoded(tokenizer: Tokenizer, texts: Sequence[str], told: Callable[[int], None] | None = None) -> Ragged:
    """The token ids of texts, a row each."""
    parts: list[Ragged] = []
    for begin in range(0, len(texts), ENCODED_AT_ONCE):
        chunk = list(texts[begin : begin + ENCODED_AT_ONCE])
        parts.append(Ragged.of(found.ids for found in tokenizer.encode_batch_fast(chunk, add_special_tokens=False)))
        if told:
            told(len(chunk))
    starts = np.concatenate([[0], np.cumsum(np.concatenate([part.lengths for part in parts]))])
    return Ragged(np.concatenate([part.values for part in parts]), starts)
