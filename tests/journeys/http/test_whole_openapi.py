"""Everything that the OpenAPI document says holds for whatever is sent: schemathesis with every check it has."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from api.options import ServeOptions
from paper_reader.types import TokenScope


def run(served, folder: Path, *arguments: str) -> str:
    """Send generated requests with a token that may write; what schemathesis said."""
    config = folder / "schemathesis.toml"
    config.write_text('[auth.openapi.token]\nbearer = "${TOKEN}"\n')
    command = [sys.executable, "-c", "from schemathesis.cli import schemathesis; schemathesis()"]
    command += ["--config-file", str(config), "run", f"{served.url}/openapi.json", "--checks", "all", "--no-color"]
    done = subprocess.run(
        [*command, "--generation-database", "none", "--seed", "7", *arguments],
        capture_output=True,
        text=True,
        cwd=folder,
        env={"TOKEN": served.token(TokenScope.WRITE), "PATH": "/usr/bin:/bin", "HOME": str(folder)},
        check=False,
        timeout=900,
    )
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]
    return done.stdout


@pytest.fixture(scope="module")
def tested(start_server):
    """A server of its own, since everything is called that changes something."""
    return start_server(ServeOptions(requests_per_minute=0))


@pytest.mark.slow
def test_the_examples_of_each_operation(tested, tmp_path: Path) -> None:
    said = run(tested, tmp_path, "--phases", "examples", "--max-examples", "1")
    assert "Failures:" not in said
    assert "Authentication failed" not in said


@pytest.mark.slow
@pytest.mark.timeout(1000)
def test_the_whole_document(tested, tmp_path: Path) -> None:
    said = run(tested, tmp_path, "--phases", "examples,coverage,fuzzing,stateful", "--max-examples", "10")
    assert "Failures:" not in said


def test_every_operation_and_parameter_is_described(http) -> None:
    document = http.get("/openapi.json").json()
    operations = [(path, one) for path, methods in document["paths"].items() for one in methods.values()]
    assert len(operations) > 35
    for path, operation in operations:
        assert operation["summary"], path
        assert operation["description"], path
        for parameter in operation.get("parameters", ()):
            assert parameter.get("description"), (path, parameter["name"])
        assert operation["responses"]["default"]["content"]["application/problem+json"], path
    bodies = {json.dumps(one["requestBody"]["content"]) for _, one in operations if "requestBody" in one}
    for name in ("ReadingToKeep", "NoteToKeep", "ListToMake", "ListOrder", "ListName", "SearchToSave"):
        assert any(name in body for body in bodies)
        assert document["components"]["schemas"][name]["examples"]
