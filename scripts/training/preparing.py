"""What training needs before it begins, each part made once and kept in the working folder."""

from __future__ import annotations

import hashlib
import json
import sys
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from functools import cached_property
from pathlib import Path
from typing import TypeVar

import numpy as np
from tokenizers import Tokenizer

from index.encoders.model_folder import find_model
from paper_reader.content import embedding_text
from training import teacher
from training.corpus import CORE, TrainingPaper, read_papers, training_papers
from training.dataset import Dataset, build_dataset
from training.phrases import WordArrays, word_arrays
from training.topic_phrases import topic_phrases
from training.vocabulary import VocabularySize, build_tokenizer, tokens_in_order


@dataclass(frozen=True)
class Prepared:
    """All that a recipe's training starts from."""

    tokenizer: Tokenizer
    dataset: Dataset
    start: np.ndarray
    teacher: np.ndarray | None


T = TypeVar("T")


class Preparation:
    """Makes the parts, or reads them where an earlier run left them in `work`."""

    def __init__(self, material: Path, work: Path) -> None:
        self._material, self._work = material, work
        work.mkdir(parents=True, exist_ok=True)

    def prepare(self, size: VocabularySize, *, with_teacher: bool) -> Prepared:
        """The parts for a vocabulary of this size."""
        start = find_model("precise").path
        digest = hashlib.sha256(json.dumps(asdict(size), sort_keys=True).encode()).hexdigest()[:10]
        folder = self._work / f"vocabulary-{digest}"
        folder.mkdir(exist_ok=True)
        path = folder / "tokenizer.json"
        if not path.is_file():
            tokenizer = self._told("vocabulary", lambda: build_tokenizer(self._words, start, size))
            tokenizer.save(str(path), pretty=False)
        tokenizer = Tokenizer.from_file(str(path))
        vectors = folder / "start.npy"
        if not vectors.is_file():
            tokens = tokens_in_order(tokenizer)
            np.save(vectors, self._told("token vectors", lambda: teacher.token_vectors(tokens, start)))
        arrays = folder / "dataset.npz"
        if not arrays.is_file():
            self._told("tokens", lambda: self._dataset(tokenizer)).save(arrays)
        taught = self._teacher() if with_teacher else None
        return Prepared(tokenizer, Dataset.load(arrays), np.load(vectors), taught)

    @cached_property
    def _papers(self) -> list[TrainingPaper]:
        return self._told("papers", lambda: training_papers(self._material))

    @cached_property
    def _words(self) -> WordArrays:
        texts = [text for paper in self._papers for text in (paper.title, paper.abstract)]
        return self._told("words", lambda: word_arrays(texts))

    @cached_property
    def _core(self) -> list[TrainingPaper]:
        return list(read_papers(self._material / CORE))

    def _dataset(self, tokenizer: Tokenizer) -> Dataset:
        phrases = self._told("topic phrases", lambda: topic_phrases(self._words))
        return build_dataset(self._papers, phrases, tokenizer, [paper.id for paper in self._core])

    def _teacher(self) -> np.ndarray:
        path = self._work / "teacher-core.npy"
        if not path.is_file():
            texts = [embedding_text(paper.title, paper.abstract) for paper in self._core]
            np.save(path, self._told("teacher's vectors", lambda: teacher.paper_vectors(texts)))
        return np.load(path, mmap_mode="r")

    def _told(self, name: str, make: Callable[[], T]) -> T:
        began = time.perf_counter()
        made = make()
        print(f"{name}: {time.perf_counter() - began:.0f} s", file=sys.stderr, flush=True)
        return made
