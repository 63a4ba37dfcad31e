"""How encoders are compared: queries that are always the same, metrics as defined, fusion as the engine's."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from evaluation.encoder_command import BEGIN, END, replaced
from evaluation.encoder_runs import CANDIDATES, hybrid
from evaluation.encoder_tasks import ndcg_of_pool
from evaluation.known_item import known_item_query, word_spread

from index import Document, Mode, SearchRequest
from index.engine import Engine
from index.fusion import DENSE_WEIGHT

TITLE = "The Behaviour of Stochastic Gradients in Very Wide Networks"
ABSTRACT = "Wide networks and kernels, kernels and wide networks: we compare kernels of both."


def test_a_known_item_is_asked_for_with_two_to_four_words_of_its_own() -> None:
    spread = word_spread([TITLE, ABSTRACT, "networks", "gradients networks"])
    queries = [known_item_query(str(number), TITLE, ABSTRACT, spread, 4).split() for number in range(60)]
    assert {len(words) for words in queries} == {2, 3, 4}
    assert all(set(words) <= {*TITLE.lower().split(), "kernels", "compare", "both"} for words in queries)
    assert any("kernels" in words for words in queries)
    assert not any({"the", "of", "very", "in"} & set(words) for words in queries)
    again = [known_item_query(str(number), TITLE, ABSTRACT, spread, 4).split() for number in range(60)]
    assert again == queries


def test_a_title_without_any_telling_word_is_typed_as_it_is() -> None:
    assert known_item_query("x", "What Is It?", "", word_spread([]), 1) == "what is it?"


def test_the_pools_gain_is_cut_at_a_fifth_and_two_ranks_count_whole() -> None:
    ranking = [str(number) for number in range(15)]
    # Of 15, three ranks count: 1/1 + 0/1 + 2/log2(3) of at best 3/1 + 2/1 + 1/log2(3).
    grades = {"0": 1, "2": 2, "9": 3}
    expected = (1 + 2 / np.log2(3)) / (3 + 2 + 1 / np.log2(3))
    assert ndcg_of_pool(ranking, grades) == pytest.approx(expected)
    assert ndcg_of_pool(ranking, {}) == 0.0


def test_fusion_is_the_engines(tmp_path: Path) -> None:
    rng = np.random.default_rng(0)
    words = ["graph", "speech", "protein", "kernel", "soil", "planar", "noise"]
    vectors = rng.standard_normal((400, 8)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    documents = [
        Document(id=n, title=" ".join(rng.choice(words, 3)), body=f"number {n}", vector=vectors[n]) for n in range(400)
    ]
    engine = Engine.build(tmp_path / "e", encoder_key="k", dimension=8, documents=documents, change_number=1)
    for text in ("graph kernel", "soil", "planar noise speech"):
        query = vectors[rng.integers(400)]

        def found(mode: Mode, text: str = text, query: np.ndarray = query) -> list[tuple[int, float]]:
            hits = engine.search(SearchRequest(text=text, vector=query, mode=mode, limit=CANDIDATES))
            return [(hit.id, hit.score) for hit in hits]

        ours = hybrid(found(Mode.DENSE), found(Mode.LEXICAL), vectors @ query, DENSE_WEIGHT, CANDIDATES)
        engines = found(Mode.HYBRID)
        assert [number for number, _ in ours[:50]] == [number for number, _ in engines[:50]]


def test_figures_go_between_their_marks_and_nowhere_else() -> None:
    page = f"# Page\n\n{BEGIN}\nold\n{END}\n\nafter\n"
    assert replaced(page, "new") == f"# Page\n\n{BEGIN}\n\nnew\n\n{END}\n\nafter\n"
    with pytest.raises(SystemExit, match="no place"):
        replaced("# Page", "new")
