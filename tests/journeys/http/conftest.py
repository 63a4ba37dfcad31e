"""The server as its clients meet it: a real library behind a real uvicorn on a loopback port."""

from __future__ import annotations

import json
import shutil
import socket
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import httpx
import numpy as np
import pytest
import uvicorn

from api.app import create_app
from api.options import ServeOptions
from paper_reader.library import Library, open_library
from paper_reader.settings import Settings
from paper_reader.types import TokenScope

EVIL = 'Evil <script>alert("x")</script> \x07 "quotes" & ampersands'
PAPERS: list[dict[str, Any]] = [
    {
        "id": "lib:1",
        "title": "Graph neural networks for molecules",
        "abstract": "We pass messages between atoms along their bonds. The network predicts how soluble a molecule is.",
        "authors": ["Ada Müller", "Bo Chen"],
        "year": 2019,
        "published": "2019-05-04",
        "venue": "NeurIPS 2019",
        "categories": ["cs.LG", "q-bio.BM"],
        "arxiv_id": "1901.00001",
        "citation_count": 120,
        "citation_source": "a count of ours",
        "url": "https://arxiv.org/abs/1901.00001",
    },
    {
        "id": "lib:2",
        "title": "A survey of graph neural networks",
        "abstract": "This survey orders methods that learn from graphs: convolutions, attention and message passing.",
        "authors": ["Eve Fox", "Ada Muller"],
        "year": 2021,
        "published": "2021-02-03",
        "categories": ["cs.LG"],
        "doi": "10.5555/survey.2021",
        "references": ["lib:1", "lib:3"],
    },
    {
        "id": "lib:3",
        "title": "Attention over neighbours in graph neural networks",
        "abstract": "Each node weighs its neighbours by attention. Sparse graphs need no costly operations.",
        "authors": ["Gus Hill"],
        "year": 2018,
        "published": "2018-01-09",
        "categories": ["cs.LG", "stat.ML"],
        "arxiv_id": "1801.00002",
        "references": ["lib:1"],
    },
    {
        "id": "lib:4",
        "title": "How cells age: clocks from methylation",
        "abstract": "Methylation of DNA tells the age of a tissue. We fit a penalised regression over many sites.",
        "authors": ["Kim Lee"],
        "year": 2013,
        "categories": ["q-bio.GN"],
    },
    {
        "id": "lib:5",
        "title": EVIL,
        "abstract": f"An abstract that tries to be markup: {EVIL} ]]> <b>bold</b>",
        "authors": ["Mal <i>Lory</i>"],
        "year": 2020,
        "categories": ["cs.CR"],
        "url": "javascript:alert(1)",
    },
    *(
        {
            "id": f"more:{n}",
            "title": f"Sorting by hand, part {n}",
            # Words that no other paper has, so that the papers differ as those of a real library do.
            "abstract": " ".join(f"{stem}{n}" for stem in ("sock", "pile", "drawer", "heap", "pair", "colour", "wool")),
            "year": 2000,
        }
        for n in range(1, 36)
    ),
]


@pytest.fixture(scope="session")
def word_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A static model that knows the words of `PAPERS`, each with a direction of its own."""
    from safetensors.numpy import save_file
    from tokenizers import Tokenizer, models, normalizers, pre_tokenizers

    words = sorted({word for paper in PAPERS for word in f"{paper['title']} {paper['abstract']}".lower().split()})
    vocabulary = {"[UNK]": 0} | {word: number for number, word in enumerate(words, 1)}
    tokenizer = Tokenizer(models.WordLevel(vocabulary, unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.Lowercase()
    tokenizer.pre_tokenizer = pre_tokenizers.WhitespaceSplit()
    folder = tmp_path_factory.mktemp("model") / "words"
    folder.mkdir()
    tokenizer.save(str(folder / "tokenizer.json"))
    table = np.random.default_rng(3).standard_normal((len(vocabulary), 256)).astype(np.float32)
    save_file({"embeddings": table}, folder / "model.safetensors")
    (folder / "config.json").write_text(json.dumps({"model_type": "model2vec", "normalize": True}))
    return folder


@pytest.fixture(scope="session")
def made_library(tmp_path_factory: pytest.TempPathFactory, word_model: Path) -> Settings:
    """The settings of a library with `PAPERS`, imported and indexed once; to be copied and not used."""
    folder = tmp_path_factory.mktemp("made")
    settings = Settings(data_dir=folder / "data", cache_dir=folder / "cache", starter=False, model=str(word_model))
    nowhere = "http://127.0.0.1:9"  # a refresh of these tests asks nobody
    settings = replace(settings, arxiv_api_url=nowhere, arxiv_oai_url=nowhere, arxiv_site_url=nowhere)
    file = folder / "papers.jsonl"
    file.write_text("".join(json.dumps(paper) + "\n" for paper in PAPERS), encoding="utf-8")
    library = open_library(settings)
    library.import_file(file)
    library.index_build()
    library.close()
    return settings


@pytest.fixture(scope="session")
def copy_library(made_library: Settings, tmp_path_factory: pytest.TempPathFactory) -> Callable[[], Settings]:
    """Gives the settings of a copy to do with as one likes."""

    def copy() -> Settings:
        folder = tmp_path_factory.mktemp("copy") / "data"
        shutil.copytree(made_library.data_folder, folder)
        return replace(made_library, data_dir=folder)

    return copy


@dataclass
class Served:
    """A running server and how to reach it."""

    library: Library
    app: Any
    port: int
    server: uvicorn.Server

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def client(self, **more: Any) -> httpx.Client:
        return httpx.Client(base_url=self.url, timeout=30, **more)

    def token(self, scope: TokenScope) -> str:
        return self.library.create_token(scope).secret


def start(library: Library, options: ServeOptions | None = None) -> tuple[Served, threading.Thread]:
    app = create_app(library, options)
    taken = socket.create_server(("127.0.0.1", 0))
    config = uvicorn.Config(app, log_config=None, access_log=False, proxy_headers=False, ws="none", lifespan="on")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [taken]}, daemon=True)
    thread.start()
    served = Served(library, app, taken.getsockname()[1], server)
    deadline = time.monotonic() + 30
    while not server.started and time.monotonic() < deadline:
        time.sleep(0.01)
    assert server.started, "the server did not come up"
    return served, thread


@pytest.fixture(scope="session")
def start_server(copy_library: Callable[[], Settings]) -> Iterator[Callable[..., Served]]:
    """Starts servers, each on a copy of the library; all are stopped at the end."""
    running: list[tuple[Served, threading.Thread]] = []

    def begin(options: ServeOptions | None = None, library: Library | None = None) -> Served:
        running.append(start(library or open_library(copy_library()), options))
        return running[-1][0]

    yield begin
    for served, thread in running:
        served.server.should_exit = True
        thread.join(timeout=20)
        assert not thread.is_alive(), "a server did not stop"
        served.library.close()


@pytest.fixture(scope="session")
def served(start_server: Callable[..., Served]) -> Served:
    """One server for all tests that leave it as it was, or change only what is theirs."""
    return start_server()


@pytest.fixture(scope="session")
def http(served: Served) -> Iterator[httpx.Client]:
    """A client on the same machine without any token."""
    with served.client() as client:
        yield client


@pytest.fixture(scope="session")
def writing(served: Served) -> Iterator[httpx.Client]:
    """A client with a token that may write."""
    with served.client(headers={"Authorization": f"Bearer {served.token(TokenScope.WRITE)}"}) as client:
        yield client


@pytest.fixture(scope="session")
def number_of(http: httpx.Client) -> Callable[[str], int]:
    """The library's number of a paper by its imported id."""

    def number(external_id: str) -> int:
        return http.get("/v1/papers", params={"reference": external_id}).json()["items"][0]["id"]

    return number
