"""Every encoder keeps the protocol: unit vectors, one row a text, in order, whatever else is in the batch."""

import json
import shutil
import subprocess
import sys
import threading
from pathlib import Path

import numpy as np
import pytest

from index import EncoderUnavailable, open_encoder
from index.encoders.bert_graph import build_graph, read_tensors, unsupported_reason
from index.encoders.model_folder import find_model
from index.encoders.weights import weights_hash

TEXTS = [
    "graph neural networks for molecules",
    "a short one",
    "Deep learning has changed the prediction of protein structure. " * 40,
    "",
    "naïve Bayes, k-means and C++ — 深層学習",
]


@pytest.fixture(scope="session")
def cache(tmp_path_factory):
    return tmp_path_factory.mktemp("encoder-cache")


@pytest.fixture(scope="session")
def static_folder(tmp_path_factory):
    """A model2vec folder of eight words, as its own library writes it."""
    from model2vec import StaticModel
    from tokenizers import Tokenizer, models, pre_tokenizers

    words = ["[UNK]", "graph", "networks", "for", "a", "short", "protein", "learning"]
    tokenizer = Tokenizer(models.WordLevel({word: place for place, word in enumerate(words)}, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    vectors = np.random.default_rng(0).normal(size=(len(words), 16)).astype(np.float32)
    folder = tmp_path_factory.mktemp("models") / "tiny-static"
    StaticModel(vectors, tokenizer, config={"model_type": "model2vec"}).save_pretrained(folder)
    return folder


@pytest.fixture(params=["precise", "static"])
def encoder(request, cache):
    if request.param == "precise":
        return open_encoder(cache_dir=cache)
    return open_encoder(str(request.getfixturevalue("static_folder")), cache_dir=cache)


@pytest.mark.parametrize("kind", ["encode_documents", "encode_queries"])
def test_vectors_are_of_unit_length_float32_and_one_a_text(encoder, kind):
    vectors = getattr(encoder, kind)(TEXTS)
    assert vectors.shape == (len(TEXTS), encoder.dimension)
    assert vectors.dtype == np.float32
    lengths = np.linalg.norm(vectors, axis=1)
    assert np.all((np.abs(lengths - 1) < 1e-5) | (lengths == 0))


def test_no_texts_give_no_rows(encoder):
    assert encoder.encode_documents([]).shape == (0, encoder.dimension)
    assert encoder.encode_queries([]).shape == (0, encoder.dimension)


def test_a_text_has_the_same_vector_alone_and_among_others(encoder):
    together = encoder.encode_documents(TEXTS * 9)
    for place, text in enumerate(TEXTS):
        np.testing.assert_allclose(together[place], encoder.encode_documents([text])[0], atol=1e-5)
        np.testing.assert_allclose(together[place], together[place + len(TEXTS)], atol=1e-5)


def test_documents_and_queries_land_in_one_space(encoder):
    documents = encoder.encode_documents(["graph networks", "a short one"])
    assert np.argmax(documents @ encoder.encode_queries(["networks graph"])[0]) == 0


def test_keys_are_stable_and_tell_models_and_prompts_apart(encoder, cache, static_folder):
    again = open_encoder("precise" if encoder.dimension == 384 else str(static_folder), cache_dir=cache)
    prompted = open_encoder(
        "precise" if encoder.dimension == 384 else str(static_folder), cache_dir=cache, query_prompt="query: "
    )
    assert encoder.key == again.key
    assert encoder.key != prompted.key
    assert open_encoder(cache_dir=cache).key != open_encoder(str(static_folder), cache_dir=cache).key


def test_prompts_stand_before_the_text(encoder, cache, static_folder):
    name = "precise" if encoder.dimension == 384 else str(static_folder)
    prompted = open_encoder(name, cache_dir=cache, query_prompt="graph ", document_prompt="short ")
    np.testing.assert_allclose(
        prompted.encode_queries(["networks"]), encoder.encode_queries(["graph networks"]), atol=1e-6
    )
    np.testing.assert_allclose(
        prompted.encode_documents(["networks"]), encoder.encode_documents(["short networks"]), atol=1e-6
    )


def test_threads_may_share_an_encoder(encoder):
    expected = encoder.encode_queries(TEXTS[:2])
    results = {}

    def encode(number):
        results[number] = encoder.encode_queries(TEXTS[:2])

    threads = [threading.Thread(target=encode, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(results) == 6
    for vectors in results.values():
        np.testing.assert_allclose(vectors, expected, atol=1e-6)


def test_the_packaged_model_says_which_it_is():
    encoder = open_encoder()
    assert encoder.key.startswith("all-MiniLM-L6-v2@53aa51172d14/256/")
    assert encoder.dimension == 384


def test_likeness_in_meaning(cache):
    encoder = open_encoder(cache_dir=cache)
    documents = encoder.encode_documents(
        ["Convolutional networks classify photographs", "Interest rates and inflation in Europe"]
    )
    likeness = documents @ encoder.encode_queries(["image recognition with deep learning"])[0]
    assert likeness[0] > likeness[1] + 0.2


def test_a_query_loads_neither_torch_nor_anything_like_it(cache):
    code = (
        "import sys; from pathlib import Path; from index import open_encoder;"
        f"encoder = open_encoder(cache_dir=Path({str(cache)!r}));"
        "encoder.encode_queries(['graph neural networks']); encoder.encode_documents(['one', 'two']);"
        "print(sorted({'torch', 'transformers', 'sentence_transformers', 'onnx', 'faiss'} & set(sys.modules)))"
    )
    open_encoder(cache_dir=cache).encode_queries(["so that the graph is in the cache"])
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "[]"


def test_importing_the_package_loads_nothing_heavy():
    code = (
        "import sys, index; from index import Filter, open_encoder, Engine, SearchRequest;"
        "print(sorted({'torch', 'faiss', 'tantivy', 'onnxruntime', 'model2vec'} & set(sys.modules)))"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "[]"


@pytest.fixture
def copied_model(tmp_path):
    """The packaged model's folder with its weights linked in, as a hub's client lays them out."""
    source = find_model("precise").path
    folder = tmp_path / "copied"
    shutil.copytree(source, folder, ignore=shutil.ignore_patterns("*.safetensors"))
    (folder / "model.safetensors").symlink_to(source / "model.safetensors")
    return folder


def test_weights_that_are_not_the_expected_ones_are_refused(tmp_path):
    from index.encoders.model_folder import ModelFolder
    from index.encoders.transformer import TransformerEncoder

    (tmp_path / "model.safetensors").write_bytes(b"something else")
    folder = ModelFolder(name="all-MiniLM-L6-v2", path=tmp_path, weights_sha256="53aa51172d14")
    with pytest.raises(EncoderUnavailable, match="Install the model again"):
        weights_hash(folder, None)
    shutil.copy(find_model("precise").path / "config.json", tmp_path)
    with pytest.raises(EncoderUnavailable):
        _ = TransformerEncoder(folder).key


def test_a_remembered_hash_is_forgotten_when_the_file_changes(tmp_path):
    from index.encoders.model_folder import ModelFolder

    weights, cache = tmp_path / "model.safetensors", tmp_path / "cache"
    folder = ModelFolder(name="m", path=tmp_path)
    weights.write_bytes(b"first")
    first = weights_hash(folder, cache)
    assert weights_hash(folder, cache) == first
    (note,) = (cache / "weights").iterdir()
    note.write_text(json.dumps({**json.loads(note.read_text()), "sha256": "remembered"}))
    assert weights_hash(folder, cache) == "remembered"
    weights.write_bytes(b"second")
    assert weights_hash(folder, cache) not in {first, "remembered"}


@pytest.mark.parametrize("harm", [b"", b"cut", b"x" * 40_000])
def test_a_damaged_graph_in_the_cache_is_made_again(tmp_path, harm):
    expected = open_encoder(cache_dir=tmp_path).encode_queries(["graphs"])
    (graph,) = (tmp_path / "graphs").iterdir()
    whole = graph.read_bytes()
    graph.write_bytes(harm)
    np.testing.assert_array_equal(open_encoder(cache_dir=tmp_path).encode_queries(["graphs"]), expected)
    assert graph.read_bytes() == whole


def test_the_graph_needs_no_cache():
    assert open_encoder().encode_queries(["graphs"]).shape == (1, 384)


@pytest.mark.parametrize("name", ["/no/such/folder", "./no/such/folder", "not a model's name at all"])
def test_an_unknown_model_is_unavailable(name):
    with pytest.raises(EncoderUnavailable):
        open_encoder(name)


def test_a_folder_without_a_model_is_unavailable(tmp_path):
    with pytest.raises(EncoderUnavailable, match=r"config\.json"):
        _ = open_encoder(str(tmp_path)).dimension


def test_what_the_graph_cannot_be_built_for_is_recognised(copied_model):
    config = json.loads((copied_model / "config.json").read_text())
    tensors = read_tensors(copied_model / "model.safetensors")
    assert unsupported_reason(config, tensors) is None
    assert build_graph(config, tensors, "w") == build_graph(config, tensors, "w")
    for other in ({"model_type": "mpnet"}, {"position_embedding_type": "relative_key"}, {"hidden_act": "swish"}):
        assert unsupported_reason({**config, **other}, tensors)
    assert unsupported_reason(config, {name: one for name, one in tensors.items() if "layer.3" not in name})


def test_a_model_that_pools_by_its_first_token(copied_model, cache):
    pooling = copied_model / "1_Pooling" / "config.json"
    asked = json.loads(pooling.read_text()) | {"pooling_mode_cls_token": True, "pooling_mode_mean_tokens": False}
    mean = open_encoder(str(copied_model), cache_dir=cache)
    before = mean.encode_queries(["graphs"])[0]
    key = mean.key
    pooling.write_text(json.dumps(asked))
    first_token = open_encoder(str(copied_model), cache_dir=cache)
    assert first_token.key != key
    assert float(first_token.encode_queries(["graphs"])[0] @ before) < 0.99


@pytest.mark.slow
def test_onnxruntime_and_torch_give_the_same_vectors(cache, copied_model):
    """The tolerance that lets them share a key; and what bfloat16 does to the neighbours."""
    from sentence_transformers import SentenceTransformer

    from index.encoders.model_folder import describe_transformer
    from index.encoders.onnx_session import OnnxEncoder
    from index.encoders.torch_bulk import TorchEncoder

    folder = find_model("precise")
    texts = [
        *TEXTS,
        *(
            f"{first} {second} of {third}"
            for first in TEXTS[:2]
            for second in ("models", "studies")
            for third in ("proteins", "language", "roads", "galaxies")
        ),
    ]
    plain = SentenceTransformer(str(folder.path), device="cpu").encode(texts, normalize_embeddings=True)
    quick = OnnxEncoder(folder, describe_transformer(folder), cache).encode(texts)
    exact = TorchEncoder(folder, device="cpu", precision="float32").encode(texts)
    half = TorchEncoder(folder, device="cpu", precision="bfloat16").encode(texts)
    assert np.min(np.sum(quick * plain, axis=1)) >= 0.999999
    assert np.min(np.sum(exact * plain, axis=1)) >= 0.999999
    assert np.min(np.sum(half * plain, axis=1)) >= 0.999

    pooling = copied_model / "1_Pooling" / "config.json"
    asked = json.loads(pooling.read_text()) | {"pooling_mode_cls_token": True, "pooling_mode_mean_tokens": False}
    pooling.write_text(json.dumps(asked))
    by_first = find_model(str(copied_model))
    plain = SentenceTransformer(str(copied_model), device="cpu").encode(texts, normalize_embeddings=True)
    quick = OnnxEncoder(by_first, describe_transformer(by_first), cache).encode(texts)
    assert np.min(np.sum(quick * plain, axis=1)) >= 0.999999


@pytest.mark.slow
def test_much_text_goes_to_torch_and_agrees_with_little(cache):
    encoder = open_encoder(cache_dir=cache, device="cpu")
    texts = [f"{text} {number}" for number in range(50) for text in TEXTS[:3]]
    little = encoder.encode_documents(texts[:20])
    much = encoder.encode_documents(texts)
    assert "torch" in sys.modules
    assert np.min(np.sum(little * much[:20], axis=1)) >= 0.999


@pytest.mark.slow
def test_a_model_that_onnxruntime_cannot_take_answers_on_torch(copied_model, cache, caplog):
    (copied_model / "model.safetensors").unlink()
    weights = find_model("precise").path / "model.safetensors"
    shutil.copy(weights, copied_model / "model.safetensors")
    modules = json.loads((copied_model / "modules.json").read_text())
    (copied_model / "modules.json").write_text(
        json.dumps([modules[0], modules[1], modules[2], modules[2] | {"idx": 3, "name": "3"}])
    )
    caplog.set_level("INFO")
    encoder = open_encoder(str(copied_model), cache_dir=cache, device="cpu")
    expected = open_encoder(cache_dir=cache).encode_queries(TEXTS[:2])
    assert np.min(np.sum(encoder.encode_queries(TEXTS[:2]) * expected, axis=1)) >= 0.999
    assert "answers queries on torch" in caplog.text


def test_no_path_of_a_model_is_in_its_key(static_folder, tmp_path, cache):
    moved = Path(shutil.copytree(static_folder, tmp_path / "elsewhere" / static_folder.name))
    assert open_encoder(str(moved), cache_dir=cache).key == open_encoder(str(static_folder), cache_dir=cache).key
