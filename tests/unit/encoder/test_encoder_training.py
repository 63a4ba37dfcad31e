"""The encoder's training in the small: its losses are what they say, its texts are cut right, and it learns."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch
from tokenizers import Tokenizer
from torch.nn import functional
from training import views
from training.corpus import TrainingPaper
from training.dataset import Dataset, build_dataset
from training.lexical import LENGTH_SHARE, SATURATION, rarity, word_likeness
from training.loop import train
from training.losses import contrastive
from training.phrases import frequent_terms, plain_words, word_arrays
from training.ragged import Ragged, joined
from training.recipes import Recipe
from training.shipping import quantised, write_folder
from training.table import Table
from training.topic_phrases import TopicPhrases, topic_phrases
from training.vocabulary import VocabularySize, build_tokenizer, tokens_in_order

from index.encoders.model_folder import find_model

TOPICS = {
    "protein folding": ["amino acids", "a chain of residues", "the native structure", "energy landscapes"],
    "speech recognition": ["acoustic features", "a spoken utterance", "phoneme errors", "noisy microphones"],
    "graph colouring": ["adjacent vertices", "a chromatic number", "planar maps", "greedy orders"],
    "soil moisture": ["satellite radar", "a dry season", "root zones", "field sensors"],
}


def papers() -> list[TrainingPaper]:
    """Papers of four topics, in words of our own; each cites the next of its topic."""
    made = []
    for topic, words in TOPICS.items():
        for number in range(24):
            first, second = words[number % 4], words[(number + 1 + number // 4) % 4]
            made.append(
                TrainingPaper(
                    id=f"{topic} {number}",
                    title=f"On {topic} with {first}",
                    abstract=f"This note looks at {topic}. It begins with {first}, and goes on to {second}. {topic} "
                    f"is measured in {number} places. In the end {second} mattered more than {first}.",
                    references=(f"{topic} {(number + 1) % 24}",),
                )
            )
    return made


@pytest.fixture(scope="module")
def tokenizer() -> Tokenizer:
    texts = [text for paper in papers() for text in (paper.title, paper.abstract)]
    size = VocabularySize(words=60, terms=4, least_piece=1, least_kept=1)
    return build_tokenizer(word_arrays(texts), find_model("precise").path, size)


@pytest.fixture(scope="module")
def dataset(tokenizer: Tokenizer) -> Dataset:
    arrays = word_arrays([text for paper in papers() for text in (paper.title, paper.abstract)])
    phrases = topic_phrases(arrays)
    names = [""] if not phrases.texts else phrases.texts
    return build_dataset(papers(), TopicPhrases(names, phrases.of_paper), tokenizer, [])


def test_a_group_never_reaches_over_punctuation() -> None:
    assert plain_words("Graph-based nets, Deep nets") == ["graph", "|", "based", "nets", "|", "deep", "nets"]
    arrays = word_arrays(["deep nets, deep nets; deep. nets"] * 3)
    assert [(term, count) for term, count, _ in frequent_terms(arrays, least=3, lengths=(2,))] == [("deep nets", 6)]


def test_the_vocabulary_has_words_groups_and_pieces_for_the_rest(tokenizer: Tokenizer) -> None:
    assert tokenizer.encode("Protein folding", add_special_tokens=False).tokens == ["protein folding"]
    strange = tokenizer.encode("zyxomma", add_special_tokens=False).tokens
    assert len(strange) > 1
    assert "[UNK]" not in strange
    assert len(tokens_in_order(tokenizer)) == tokenizer.get_vocab_size(with_added_tokens=True)


def test_rows_of_differing_length_are_cut_and_joined() -> None:
    rows = Ragged.of([[1, 2, 3], [], [4, 5]])
    assert rows.take(np.array([2, 0])).values.tolist() == [4, 5, 1, 2, 3]
    thinned = rows.thinned(np.array([True, False, True, False, True]))
    assert thinned.values.tolist() == [1, 3, 5]
    assert thinned.lengths.tolist() == [2, 0, 1]
    assert joined([rows, thinned]).lengths.tolist() == [3, 0, 2, 2, 0, 1]


def test_the_loss_and_its_gradient_are_those_of_the_definition() -> None:
    generator = torch.Generator().manual_seed(1)
    left, right = (torch.randn((30, 8), generator=generator, dtype=torch.float64, requires_grad=True) for _ in range(2))
    ignored = torch.rand((30, 30), generator=generator) < 0.1
    ignored.fill_diagonal_(False)
    known = 5.0 * torch.rand((30, 30), generator=generator, dtype=torch.float64)
    ours = contrastive(left, right, 20.0, ignored, known)
    ours.backward()
    assert left.grad is not None
    assert right.grad is not None
    given = left.grad.clone(), right.grad.clone()
    left.grad = right.grad = None
    cosines = functional.normalize(left) @ functional.normalize(right).T
    likeness = (20.0 * cosines + known).masked_fill(ignored, -1e9)
    diagonal = torch.arange(30)
    plain = (functional.cross_entropy(likeness, diagonal) + functional.cross_entropy(likeness.T, diagonal)) / 2
    plain.backward()
    assert float(ours.detach()) == pytest.approx(float(plain.detach()))
    assert torch.allclose(given[0], left.grad)
    assert torch.allclose(given[1], right.grad)


def test_likeness_by_words_is_that_of_bm25_as_a_share_of_the_best() -> None:
    texts = Ragged.of([[0, 1, 1, 2], [0, 2], [3]])
    weights = np.array([0.0, 2.0, 1.0, 3.0], dtype=np.float32)
    likeness = word_likeness(Ragged.of([[1, 2], [0], [3, 3, 2]]), texts, weights)
    slack = [SATURATION * (1 - LENGTH_SHARE + LENGTH_SHARE * length / (7 / 3)) for length in (4, 2, 1)]
    first = [2.0 * 2 / (2 + slack[0]) + 1 / (1 + slack[0]), 1 / (1 + slack[1]), 0.0]
    third = [1 / (1 + slack[0]), 1 / (1 + slack[1]), 3.0 / (1 + slack[2])]
    assert likeness == pytest.approx(np.array([np.array(first) / first[0], [0, 0, 0], np.array(third) / third[2]]))


def test_rare_tokens_tell_most_and_common_ones_nothing() -> None:
    weights = rarity(np.array([0, 1, 10, 40]), papers=100)
    assert weights[1] > weights[2] > 0
    assert weights[0] == weights[3] == 0


def test_a_step_never_shows_a_span_and_the_same_words_beside_it(dataset: Dataset) -> None:
    recipe = Recipe(batch=32, kept_tokens=1.0, short_spans=0.0, grouped=0, citation_batch=4)
    rng = np.random.default_rng(0)
    (step, *_) = views.steps(dataset, views.epoch_batches(None, len(dataset), recipe, rng), recipe, rng)
    whole = dataset.abstracts.take(step.papers).lengths
    cut = step.abstracts.lengths < whole
    assert cut.mean() > 0.9, "only a span that is most of its abstract stays in"
    assert np.array_equal(step.abstracts.lengths[cut] + step.spans.lengths[cut], whole[cut])


def test_papers_that_share_a_phrase_are_no_wrong_answers(dataset: Dataset) -> None:
    recipe = Recipe(batch=96, grouped=0, citation_batch=4)
    rng = np.random.default_rng(0)
    chosen = np.array([0, 2, -1, 0])
    own = np.array([[0, 1], [2, 0], [5, -1], [0, 2]])
    expected = [[True, True, False, True], [False, True, False, True], [False] * 4, [True, True, False, True]]
    assert views.having(own, chosen).tolist() == expected
    (step,) = views.steps(dataset, views.epoch_batches(None, len(dataset), recipe, rng), recipe, rng)
    assert not step.same_phrase.diagonal().any()


def test_training_learns_and_is_not_done_twice(dataset: Dataset, tokenizer: Tokenizer, tmp_path: Path) -> None:
    recipe = Recipe(dimension=16, epochs=5, batch=32, rate=2e-2, grouped=8, citation_batch=8, smaller=(8,))
    count = tokenizer.get_vocab_size(with_added_tokens=True)
    start = np.random.default_rng(0).standard_normal((count, 24)).astype(np.float32)

    def fresh() -> Table:
        return Table(start, dataset.token_counts(count), recipe.dimension)

    def run(table: Table) -> list[float]:
        return train(table, dataset, recipe, teacher=None, checkpoint=tmp_path / "checkpoint", device="cpu")

    table = fresh()
    losses = run(table)
    assert losses[-1] < 0.8 * losses[0]
    again = fresh()
    assert run(again) == losses, "the checkpoint has it all"
    assert torch.equal(again.rows(), table.rows())

    size = write_folder(tmp_path / "model", table.rows().detach().numpy(), tokenizer)
    assert size < 2_000_000
    rows = table.rows().detach().numpy()
    whole, scales = quantised(rows)
    assert np.abs(whole * scales[:, None] - rows).max() <= 0.51 * scales.max()
    assert whole.dtype == np.int8
