"""The encoder that is shipped: small enough, read alike by three readers, and sensible on sentences of our own."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from index.encoders.opening import open_encoder

FOLDER = Path(__file__).resolve().parents[3] / "paper_reader" / "data" / "encoder"
MOST_BYTES = 16_000_000
TEXTS = [
    "Graph neural networks for molecules",
    "Message passing on graphs predicts what a molecule does\nWe learn states of nodes from their neighbours.",
    "Recognising speech in noise\nA recurrent network maps acoustic frames to phonemes.",
    "Schrödinger’s cat, naïve Bayes & an emoji 🙂 in 漢字",
    "x" * 150,
    "A long abstract. " * 400,
]


def test_it_is_small_and_complete() -> None:
    files = {path.name: path.stat().st_size for path in FOLDER.iterdir()}
    assert {"model.safetensors", "tokenizer.json", "config.json", "README.md"} <= set(files)
    assert sum(files.values()) <= MOST_BYTES


def test_its_configuration_says_how_it_is_read() -> None:
    config = json.loads((FOLDER / "config.json").read_text(encoding="utf-8"))
    assert config["model_type"] == "model2vec"
    assert config["normalize"] is True
    assert config["max_length"] is None
    assert config["hidden_dim"] == open_encoder(str(FOLDER)).dimension


def test_model2vec_gives_the_same_vectors() -> None:
    from model2vec import StaticModel

    theirs = StaticModel.from_pretrained(FOLDER).encode(TEXTS, use_multiprocessing=False)
    assert np.abs(open_encoder(str(FOLDER)).encode_documents(TEXTS) - theirs).max() < 1e-5


@pytest.mark.slow  # it imports sentence-transformers; model2vec above says the same of the same table
def test_sentence_transformers_gives_the_same_vectors() -> None:
    from sentence_transformers.sentence_transformer.modules import StaticEmbedding

    module = StaticEmbedding.from_model2vec(str(FOLDER))
    theirs = module(module.preprocess(TEXTS))["sentence_embedding"].detach().numpy()
    theirs = theirs / np.maximum(np.linalg.norm(theirs, axis=1, keepdims=True), 1e-12)
    assert np.abs(open_encoder(str(FOLDER)).encode_documents(TEXTS) - theirs).max() < 1e-5


PAPERS = {
    "images": "Classifying photographs with deep convolutional layers",
    "translation": "Attention lets a network translate whole sentences between languages",
    "proteins": "Predicting how a chain of amino acids folds into a protein",
    "games": "An agent learns to play board games against itself by trial and reward",
    "graphs": "Aggregating the features of neighbours to classify the nodes of a graph",
    "fairness": "Whether a credit score treats two groups of people alike",
    "speech": "Turning spoken words into text with acoustic and language models",
    "privacy": "Training across hospitals without sharing the patients' records",
}


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        ("image recognition", "images"),
        ("neural machine translation", "translation"),
        ("protein structure prediction", "proteins"),
        ("reinforcement learning", "games"),
        ("graph neural networks", "graphs"),
        ("algorithmic bias and discrimination", "fairness"),
        ("automatic speech recognition", "speech"),
        ("federated learning", "privacy"),
    ],
)
def test_a_topic_finds_its_paper(query: str, wanted: str) -> None:
    encoder = open_encoder(str(FOLDER))
    likeness = encoder.encode_documents(list(PAPERS.values())) @ encoder.encode_queries([query])[0]
    assert list(PAPERS)[int(np.argmax(likeness))] == wanted


def test_half_of_the_vector_is_a_vector_too() -> None:
    encoder = open_encoder(str(FOLDER))
    papers, queries = encoder.encode_documents(list(PAPERS.values())), encoder.encode_queries(["speech recognition"])
    half = encoder.dimension // 2
    likeness = papers[:, :half] @ queries[0, :half] / np.linalg.norm(papers[:, :half], axis=1)
    assert list(PAPERS)[int(np.argmax(likeness))] == "speech"
