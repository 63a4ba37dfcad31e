"""A static encoder gives model2vec's own vectors, in bulk and for a query, and reads its table from the file."""

import json
import random
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from tokenizers import AddedToken, Tokenizer, models, normalizers, pre_tokenizers

from index import EncoderUnavailable, open_encoder
from index.encoders import token_ids
from index.encoders.model_folder import find_model
from index.encoders.static import BLOCK_LETTERS, BLOCK_TEXTS, blocks
from index.encoders.token_ids import TokenIds, readable

WORDS = [
    *("graph", "neural", "networks", "learn", "representations", "of", "molecules", "U-Net", "GPT-4", "naïve", "C++"),
    *("p<0.05", "状态", "protein's", "(folding)", "[MASK]", "[cls]", "don't", "e.g.", "αβγ", "½", "state-of-the-art,"),
    *("Müller\u2014Chen", "https://arxiv.org/abs/1706.03762", "1,000", "x_{i}", '"quoted"'),
]
ODD = [
    "",
    " \n\t ",
    "graph\x00neural \x01 net\x7fworks",
    "half a character \ud800 and another \udfff",
    "x" * 300,
    "[UNK] [PAD] graph[SEP]networks",
    "\u0301graph \u200b \ufeff \u2028 \U0001f600",
    "a " * 3000,
]


def made_texts(count: int) -> list[str]:
    chance = random.Random(5)
    return [" ".join(chance.choices(WORDS, k=chance.randint(1, 60))) for _ in range(count)] + ODD


@pytest.fixture(scope="module")
def bert_tokenizer():
    tokenizer = Tokenizer.from_file(str(find_model("precise").path / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return tokenizer


@pytest.fixture(scope="module")
def unigram_tokenizer():
    pieces = [
        ("<unk>", 0.0),
        *((letter, -3.0) for letter in " abcdefghijklmnoprstuvwy"),
        ("graph", -1.0),
        ("net", -1.0),
    ]
    tokenizer = Tokenizer(models.Unigram(pieces, unk_id=0))
    tokenizer.normalizer = normalizers.Lowercase()
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    return tokenizer


GROUPS = ["graph neural networks", "neural networks", "learn representations", "representations of molecules", "of the"]


@pytest.fixture(scope="module")
def grouping_tokenizer(bert_tokenizer):
    """One whose vocabulary has word groups, as added tokens."""
    tokenizer = Tokenizer.from_str(bert_tokenizer.to_str())
    tokenizer.add_tokens([AddedToken(group, normalized=True, single_word=True) for group in GROUPS])
    return tokenizer


KINDS = (
    "float32",
    "float16",
    "int8",
    "weights",
    "mapping",
    "mapping and weights",
    "cut",
    "normalised",
    "unigram",
    "groups",
)


@pytest.fixture(scope="module")
def folders(tmp_path_factory, bert_tokenizer, unigram_tokenizer, grouping_tokenizer):
    """One folder of each kind, written by model2vec."""
    from model2vec import StaticModel

    chance = np.random.default_rng(0)
    made = {}
    for kind in KINDS:
        tokenizer = {"unigram": unigram_tokenizer, "groups": grouping_tokenizer}.get(kind, bert_tokenizer)
        count = tokenizer.get_vocab_size()
        rows = 500 if "mapping" in kind else count
        table = chance.normal(size=(rows, 24)).astype(np.float16 if kind == "float16" else np.float32)
        more = {}
        if kind == "int8":
            table = (table * 30).clip(-127, 127).astype(np.int8)
        if "mapping" in kind:
            more["token_mapping"] = chance.integers(0, rows, size=count)
        if "weights" in kind:
            more["weights"] = chance.uniform(0.1, 2, size=count).astype(np.float32)
        folder = tmp_path_factory.mktemp("static") / kind.replace(" ", "-")
        longest = 12 if kind == "cut" else None
        config = {"model_type": "model2vec"}
        StaticModel(
            table, tokenizer, config=config, max_length=longest, normalize=kind == "normalised", **more
        ).save_pretrained(folder)
        made[kind] = folder
    return made


def as_model2vec(folder, texts):
    from model2vec import StaticModel

    model = StaticModel.from_pretrained(folder, force_download=False)
    vectors = model.encode([readable(text) for text in texts], use_multiprocessing=False).astype(np.float32)
    return vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-12)


@pytest.mark.parametrize("kind", KINDS)
def test_the_vectors_are_those_of_model2vec(folders, kind):
    texts = made_texts(300)
    expected = as_model2vec(folders[kind], texts)
    encoder = open_encoder(str(folders[kind]))
    # model2vec rounds its means to the table's float16; all else is the order of adding up to 3,000 numbers.
    tolerance = 2e-3 if kind == "float16" else 3e-5
    np.testing.assert_allclose(encoder.encode_documents(texts), expected, atol=tolerance)
    singly = np.concatenate([encoder.encode_queries([text]) for text in (*texts[:20], *ODD)])
    np.testing.assert_allclose(singly, np.concatenate([expected[:20], expected[-len(ODD) :]]), atol=tolerance)


@pytest.mark.parametrize("kind", KINDS)
def test_a_query_and_a_bulk_of_texts_agree(folders, kind):
    texts = made_texts(300)
    encoder = open_encoder(str(folders[kind]))
    together = encoder.encode_documents(texts)
    apart = np.concatenate([encoder.encode_queries(texts[first : first + 40]) for first in range(0, len(texts), 40)])
    np.testing.assert_allclose(together, apart, atol=3e-5)


@pytest.mark.parametrize("longest", [None, 5, 200])
def test_looking_words_up_gives_the_ids_of_the_tokenizer(folders, longest):
    tokens = TokenIds(folders["float32"] / "tokenizer.json", longest)
    chance = random.Random(9)
    letters = (
        "aZ09 \t\n.,-_'\"[]{}<>+$^`|~\x00\x01\x0b\x1c\x7f\x85\xa0\xad\u200béİßΣ\u0301\u0338ﬁ中国\ufffd—½😀\u0900\u093f"
    )
    texts = ["".join(chance.choices(letters, k=chance.randint(0, 40))) for _ in range(1000)] + made_texts(500)
    found = tokens.of(texts)
    expected = tokens._tokenised([tokens._cut(readable(text)) for text in texts])
    assert tokens._words is not None, "nothing was looked up"
    np.testing.assert_array_equal(found.starts, expected.starts)
    np.testing.assert_array_equal(found.ids, expected.ids)


def test_word_groups_are_found_as_the_tokenizer_finds_them(folders):
    """Also where it overlooks one, as behind "hypergraph", or where one stands in a longer word."""
    tokens = TokenIds(folders["groups"] / "tokenizer.json", None)
    chance = random.Random(3)
    between = [
        *[" "] * 12,
        "",
        "  ",
        "\n",
        "-",
        "s ",
        "_",
        ", ",
        " “",
        "” ",
        "é",
        "\x01",
        " \x1f",
        "½",
        "Ⓐ",
        "—",
        " hyper",
        "\x7f ",
    ]
    words = [*GROUPS, *(word for group in GROUPS for word in group.split()), "Graph"]
    texts = [
        "".join(
            chance.choice(words).replace(" ", chance.choice(between) if chance.random() < 0.1 else " ")
            + chance.choice(between)
            for _ in range(chance.randint(1, 9))
        )
        for _ in range(3000)
    ]
    found, expected = tokens.of(texts), tokens._tokenised(texts)
    assert len(tokens._words._groups._groups) == len(GROUPS) + 1
    assert np.isin(expected.ids, [tokens._tokenizer.token_to_id(group) for group in GROUPS]).sum() > 1000
    for row, text in enumerate(texts):
        ids, wanted = (sorted(one.ids[one.starts[row] : one.starts[row + 1]].tolist()) for one in (found, expected))
        assert ids == wanted, text


def test_where_texts_are_cut_groups_are_left_to_the_tokenizer(folders):
    tokens = TokenIds(folders["groups"] / "tokenizer.json", 20)
    tokens.of(made_texts(100))
    assert tokens._words is None


def test_the_words_remembered_are_bounded(folders, monkeypatch):
    monkeypatch.setattr(token_ids, "MOST_WORDS", 100)
    tokens = TokenIds(folders["float32"] / "tokenizer.json", None)
    for first in range(0, 1000, 100):
        tokens.of([f"word{number} and other{number}" for number in range(first, first + 100)])
        assert len(tokens._words) <= 100 + 210


def test_other_tokenizers_are_never_looked_up(folders):
    tokens = TokenIds(folders["unigram"] / "tokenizer.json", None)
    tokens.of(made_texts(100))
    assert tokens._words is None


def test_a_text_without_end_is_bounded(folders):
    encoder = open_encoder(str(folders["float32"]))
    long = "graph neural networks " * 200_000
    (alone,) = encoder.encode_documents([long])
    (shorter,) = encoder.encode_documents(["graph neural networks " * 100])
    assert alone @ shorter > 0.9999


def test_blocks_are_bounded_by_texts_and_by_letters():
    assert list(blocks([])) == []
    assert list(blocks([1] * (BLOCK_TEXTS + 1))) == [(0, BLOCK_TEXTS), (BLOCK_TEXTS, BLOCK_TEXTS + 1)]
    assert list(blocks([BLOCK_LETTERS, BLOCK_LETTERS * 2, 1, 1])) == [(0, 1), (1, 2), (2, 4)]


def test_many_threads_share_one_encoder(folders):
    texts = made_texts(400)
    expected = open_encoder(str(folders["cut"])).encode_documents(texts)
    encoder = open_encoder(str(folders["cut"]))
    with ThreadPoolExecutor(8) as threads:
        some = list(
            threads.map(
                lambda n: encoder.encode_documents(texts) if n % 2 else encoder.encode_queries(texts[:9]), range(24)
            )
        )
    for number, vectors in enumerate(some):
        np.testing.assert_allclose(vectors, expected if number % 2 else expected[:9], atol=1e-6)


def test_a_query_maps_the_table_and_loads_nothing_heavy(folders):
    code = (
        "import sys; from index import open_encoder;"
        f"encoder = open_encoder({str(folders['float32'])!r}); encoder.encode_queries(['graph networks']); encoder.key;"
        "import numpy; rows = encoder._model()._table._rows;"
        "assert isinstance(rows, numpy.memmap) and rows.mode == 'r';"
        "heavy = {'torch', 'model2vec', 'scipy', 'transformers', 'safetensors', 'huggingface_hub'};"
        "print(sorted(heavy & set(sys.modules)))"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "[]"


def test_what_is_not_known_is_left_to_model2vec(folders, tmp_path, caplog):
    from safetensors.numpy import load_file, save_file

    texts = made_texts(50)
    expected = as_model2vec(folders["float32"], texts)
    copied = tmp_path / "more"
    copied.mkdir()
    for path in folders["float32"].iterdir():
        (copied / path.name).write_bytes(path.read_bytes())
    tensors = load_file(copied / "model.safetensors")
    save_file(tensors | {"something": np.ones(3, np.float32)}, copied / "model.safetensors")
    caplog.set_level("INFO")
    encoder = open_encoder(str(copied))
    np.testing.assert_allclose(encoder.encode_documents(texts), expected, atol=2e-6)
    assert "left to model2vec: tensors embeddings, something" in caplog.text
    with ThreadPoolExecutor(4) as threads:
        for vectors in threads.map(lambda _: encoder.encode_queries(texts[:5]), range(8)):
            np.testing.assert_allclose(vectors, expected[:5], atol=2e-6)


@pytest.mark.parametrize(
    ("file", "harm"),
    [
        ("model.safetensors", lambda data: data[: len(data) // 2]),
        ("model.safetensors", lambda data: b""),
        ("model.safetensors", lambda data: b"\xff" * 200),
        ("tokenizer.json", lambda data: data[:1000]),
        ("config.json", lambda data: b"{"),
        ("config.json", lambda data: json.dumps({"model_type": "model2vec", "max_length": "long"}).encode()),
    ],
)
def test_a_damaged_folder_is_unavailable(folders, tmp_path, file, harm):
    copied = tmp_path / "damaged"
    copied.mkdir()
    for path in folders["int8"].iterdir():
        (copied / path.name).write_bytes(path.read_bytes())
    (copied / file).write_bytes(harm((copied / file).read_bytes()))
    with pytest.raises(EncoderUnavailable):
        open_encoder(str(copied)).encode_queries(["graph"])
