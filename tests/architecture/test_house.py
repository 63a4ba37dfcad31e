"""The shape of the house: floors, sizes, names."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SHIPPED = sorted(path for package in ("paper_reader", "index", "api") for path in (ROOT / package).rglob("*.py"))


def test_imports_go_down_only() -> None:
    command = shutil.which("lint-imports", path=str(Path(sys.executable).parent))
    assert command, "lint-imports is not installed beside this Python"
    done = subprocess.run([command, "--no-logo", "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: str(path.relative_to(ROOT)))
def test_files_stay_small(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 300, "one concept a file: split it"


def test_no_junk_drawers() -> None:
    drawers = {"utils", "util", "helpers", "helper", "manager", "common", "misc"}
    assert not [path for path in SHIPPED if path.stem in drawers or drawers & set(path.parent.parts)]


def test_no_package_is_shadowed_by_a_test_folder() -> None:
    assert not [name for name in ("index", "api", "paper_reader") if list((ROOT / "tests").rglob(f"{name}/"))]
    assert not list((ROOT / "tests").rglob("__init__.py"))
