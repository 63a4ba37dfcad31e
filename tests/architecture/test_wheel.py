"""The built wheel holds all that the program needs at run time, and nothing else."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("paper_reader", "index", "api")


@pytest.fixture(scope="module")
def wheel_names(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    """Names of the files in a wheel built from this checkout, without network."""
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(ROOT)],
        check=True,
        capture_output=True,
    )
    (wheel,) = folder.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        return set(archive.namelist())


def test_every_shipped_file_is_in_the_wheel(wheel_names: set[str]) -> None:
    tracked = subprocess.run(
        ["git", "ls-files", "--cached", "--", *PACKAGES], cwd=ROOT, capture_output=True, text=True, check=False
    )
    if tracked.returncode != 0:
        pytest.skip("not a git checkout: there is no list of the project's own files")
    expected = {name for name in tracked.stdout.splitlines() if (ROOT / name).exists()}
    assert expected, "git names no files of the packages"
    assert expected <= wheel_names, sorted(expected - wheel_names)


def test_data_files_are_in_the_wheel(wheel_names: set[str]) -> None:
    assert "paper_reader/roadmap.toml" in wheel_names
    assert len([name for name in wheel_names if name.startswith("paper_reader/data/starter/")]) >= 11


def test_nothing_else_is_in_the_wheel(wheel_names: set[str]) -> None:
    strangers = {name for name in wheel_names if name.split("/")[0] not in PACKAGES and ".dist-info/" not in name}
    assert not strangers


def test_every_folder_of_the_packages_is_a_package() -> None:
    bare = [
        folder
        for package in PACKAGES
        for folder in (ROOT / package).rglob("*")
        if folder.is_dir() and list(folder.glob("*.py")) and not (folder / "__init__.py").exists()
    ]
    assert not bare
