"""Light entry points stay light: none of them pays for a library it does not need."""

from __future__ import annotations

import importlib.util
import json
import subprocess
import sys

import pytest

HEAVY = (
    "torch",
    "transformers",
    "sentence_transformers",
    "onnxruntime",
    "tokenizers",
    "model2vec",
    "faiss",
    "tantivy",
    "scholarly",
    "arxiv",
    "sqlalchemy",
    "alembic",
    "pydantic",
    "rich",
)

REPORT = "\nimport json, sys; print(json.dumps(sorted({name.split('.')[0] for name in sys.modules})))"


def loaded_by(code: str) -> set[str]:
    """Top-level modules that a fresh interpreter has loaded after `code`."""
    done = subprocess.run([sys.executable, "-c", code + REPORT], capture_output=True, text=True, check=True)
    return set(json.loads(done.stdout.splitlines()[-1]))


@pytest.mark.parametrize(
    "code",
    [
        "import paper_reader",
        "import paper_reader.types, paper_reader.errors, paper_reader.identifiers",
        "import index",
        "import api",
        "from paper_reader.cli.main import main\ntry:\n    main(['--help'])\nexcept SystemExit:\n    pass",
    ],
    ids=["paper_reader", "words", "index", "api", "--help"],
)
def test_loads_nothing_heavy(code: str) -> None:
    assert not loaded_by(code) & set(HEAVY)


def test_loading_is_seen() -> None:
    """A probe that saw nothing would let the test above pass for ever."""
    assert "rich" in loaded_by("import rich")


def test_the_heavy_modules_exist() -> None:
    missing = [name for name in HEAVY if importlib.util.find_spec(name) is None]
    assert not missing
