"""The server under load: wrk on the same machine, and the same queries to txtai's API over the same papers.

The peer runs in an environment of its own (`--peer-python`), since it needs other versions of some libraries:
`python -m venv PEER && PEER/bin/pip install 'txtai[api]' model2vec`. Where it is not, its figures are left out.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.parse import quote
from urllib.request import urlopen

from benchmarks.encode import FAST
from benchmarks.material import ROOT, Figures, papers, text_of, topics

READY_SECONDS = 120
DEPTH = 10
SETTINGS = "writable: false\npath: {index}\nembeddings:\n  path: {model}\n  content: true\n  hybrid: true\n"
# Text and meaning together, as ours; the papers' texts are kept, so that its answers have them too.
BUILD_PEER = """
import json, sys
from txtai import Embeddings
model, texts, index = sys.argv[1:]
def rows():
    with open(texts, encoding="utf-8") as lines:
        for number, line in enumerate(lines):
            yield number, json.loads(line), None
embeddings = Embeddings(path=model, content=True, hybrid=True)
embeddings.index(rows())
embeddings.save(index)
print(json.dumps({"count": embeddings.count()}))
"""


def add_options(command: argparse.ArgumentParser) -> None:
    """Which library, how long, by how many at once, and where the peer is."""
    command.add_argument("--library", type=Path, required=True, help="data folder: the corpus, with its index")
    command.add_argument(
        "--model", default="fast", help="the model of that index: fast, or a folder of model2vec's form"
    )
    command.add_argument("--seconds", type=int, default=60)
    command.add_argument("--connections", type=int, default=8)
    command.add_argument("--peer-python", type=Path, help="Python of an environment with txtai[api] and model2vec")
    command.add_argument("--keep", type=Path, help="folder for the peer's index, which is made once")


def measure(options: argparse.Namespace) -> Figures:
    """Ours, then the peer, each alone on the machine."""
    if shutil.which("wrk") is None:
        sys.exit("wrk is not installed: apt install wrk")
    figures: Figures = {"connections": options.connections, "seconds": options.seconds}
    figures |= _ours(options)
    if _has_peer(options.peer_python):
        figures |= _peer(options)
    else:
        figures["txtai"] = "left out: name with --peer-python an environment that has txtai[api] and model2vec"
    return figures | {"load average": os.getloadavg()[0]}


def _ours(options: argparse.Namespace) -> Figures:
    environment = {
        "PAPER_READER_DATA_DIR": str(options.library),
        "PAPER_READER_MODEL": options.model,
        "PAPER_READER_STARTER": "off",
        "PAPER_READER_REQUESTS_PER_MINUTE": "0",
    }
    port = _free_port()
    command = [sys.executable, "-m", "paper_reader", "serve", "--port", str(port), "--quiet"]
    with _running(command, environment, f"http://127.0.0.1:{port}/readyz") as (process, ready):
        figures: Figures = {"ours: from start to ready, s": ready}
        figures |= _loaded("ours", f"http://127.0.0.1:{port}", f"/v1/search?limit={DEPTH}&q=", process.pid, options)
        process.send_signal(signal.SIGTERM)
        figures["ours: exit status"] = process.wait(60)
    return figures


def _has_peer(python: Path | None) -> bool:
    if python is None:
        return False
    return (
        subprocess.run([python, "-c", "import txtai.api.application, model2vec"], capture_output=True).returncode == 0
    )


def _peer(options: argparse.Namespace) -> Figures:
    model = FAST if options.model == "fast" else Path(options.model)
    with tempfile.TemporaryDirectory() as scratch:
        index = (options.keep or Path(scratch)).absolute() / "txtai"
        if not index.exists():
            _build_peer(options.peer_python, model, index, Path(scratch, "texts.jsonl"))
        settings = Path(scratch, "txtai.yml")
        settings.write_text(SETTINGS.format(index=index, model=model), encoding="utf-8")
        port = _free_port()
        command = [str(options.peer_python), "-m", "uvicorn", "txtai.api:app", "--port", str(port), "--no-access-log"]
        with _running(command, {"CONFIG": str(settings)}, f"http://127.0.0.1:{port}/count") as (process, ready):
            figures: Figures = {"txtai: from start to ready, s": ready}
            return figures | _loaded(
                "txtai", f"http://127.0.0.1:{port}", f"/search?limit={DEPTH}&query=", process.pid, options
            )


def _build_peer(python: Path, model: Path, index: Path, texts: Path) -> None:
    with texts.open("w", encoding="utf-8") as file:
        file.writelines(json.dumps(text_of(paper)) + "\n" for paper in papers())
    index.parent.mkdir(parents=True, exist_ok=True)
    subprocess.run([python, "-c", BUILD_PEER, model, texts, index], check=True, stdout=subprocess.DEVNULL)


@contextmanager
def _running(
    command: Sequence[str], environment: Mapping[str, str], ready: str
) -> Iterator[tuple[subprocess.Popen[bytes], float]]:
    """A server in a process of its own, and the seconds until it answered."""
    begun = time.perf_counter()
    silent = subprocess.DEVNULL
    process = subprocess.Popen(command, cwd=ROOT, env=os.environ | environment, stdout=silent, stderr=silent)
    try:
        while not _answers(ready):
            if process.poll() is not None or time.perf_counter() - begun > READY_SECONDS:
                sys.exit(f"this did not come up: {' '.join(command)}")
            time.sleep(0.02)
        yield process, time.perf_counter() - begun
    finally:
        process.kill()
        process.wait()


def _answers(address: str) -> bool:
    try:
        with urlopen(address, timeout=10) as answer:  # noqa: S310 - of this machine
            return bool(answer.status == 200)
    except (URLError, OSError):
        return False


def _loaded(name: str, address: str, path: str, pid: int, options: argparse.Namespace) -> Figures:
    """What wrk says, after every query was asked once; and the processor time behind each answer."""
    asked = [path + quote(topic) for topic in topics()]
    for query in asked:
        _answers(address + query)
    begun = _processor_seconds(pid)
    with tempfile.NamedTemporaryFile("w", suffix=".lua") as script:
        listed = ",".join(json.dumps(query) for query in asked)
        script.write(f"local asked, n = {{{listed}}}, 0\n")
        script.write("request = function() n = n % #asked + 1; return wrk.format('GET', asked[n]) end\n")
        script.flush()
        command = ["wrk", "-t1", f"-c{options.connections}", f"-d{options.seconds}s", "--timeout", "30s", "--latency"]
        said = subprocess.run([*command, "-s", script.name, address], capture_output=True, text=True, check=True).stdout
    answers = int(_found(r"(\d+) requests in", said))
    errors = sum(int(number) for line in re.findall(r"Socket errors:.*|Non-2xx.*", said) for number in _numbers(line))
    return {
        f"{name}: searches/s": float(_found(r"Requests/sec:\s+([\d.]+)", said)),
        f"{name}: ms p50": _milliseconds(_found(r"50%\s+(\S+)", said)),
        f"{name}: ms p99": _milliseconds(_found(r"99%\s+(\S+)", said)),
        f"{name}: errors": errors,
        f"{name}: ms of processor time a search": 1000 * (_processor_seconds(pid) - begun) / max(1, answers),
    }


def _found(pattern: str, text: str) -> str:
    match = re.search(pattern, text)
    if match is None:
        sys.exit(f"wrk said something else than expected:\n{text}")
    return match[1]


def _numbers(line: str) -> list[str]:
    return re.findall(r"\b\d+\b", line.replace("Non-2xx or 3xx", ""))


def _milliseconds(text: str) -> float:
    unit = next(unit for unit in ("us", "ms", "s", "m") if text.endswith(unit))
    return float(text.removesuffix(unit)) * {"us": 0.001, "ms": 1, "s": 1000, "m": 60_000}[unit]


def _processor_seconds(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port: int = taken.getsockname()[1]
        return port
