"""Numbered folders of which one is current, swapped in one step.

    <root>/current                  "000012 <SHA-256 of its manifest>"
    <root>/generations/000012/      manifest.json and everything it names; never changed once it stands here
    <root>/generations/.building-…  a generation being written; left behind by a kill, removed by the next writer
    <root>/write.lock               held while one process writes; the system frees it when that process dies

A reader that has a generation open keeps it: its files stay readable after they are removed (where the system cannot
remove open files, they are removed later).
"""

from __future__ import annotations

import hashlib
import logging
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

from index.errors import IndexBusy, IndexDamaged, IndexMissing
from index.files import sync_file, sync_folder, write_atomically
from index.manifest import REBUILD, FileFacts, Manifest, read_manifest

logger = logging.getLogger(__name__)

MANIFEST = "manifest.json"
CURRENT = "current"
DIGITS = 6
LOCK_WAIT_SECONDS = 5.0


def read_current(root: Path) -> tuple[Path, Manifest]:
    """The current generation's folder and manifest, checked against the pointer and against its files' sizes.

    Raises `IndexMissing` where nothing was ever built, `IndexDamaged` where something is not as it was written.
    """
    try:
        name, _, digest = (root / CURRENT).read_text(encoding="ascii").strip().partition(" ")
    except FileNotFoundError as error:
        raise IndexMissing(f"there is no index in {root} yet. Build it: paper-reader index build") from error
    except (OSError, ValueError) as error:
        raise IndexDamaged(f"{root / CURRENT} cannot be read ({error}). {REBUILD}") from error
    folder = generations(root) / name
    try:
        data = (folder / MANIFEST).read_bytes()
    except OSError as error:
        raise IndexDamaged(f"generation {name!r} in {root} has no manifest. {REBUILD}") from error
    if not name or hashlib.sha256(data).hexdigest() != digest:
        raise IndexDamaged(f"the manifest in {folder} is not the one that was written. {REBUILD}")
    manifest = read_manifest(data, str(folder))
    for path, facts in manifest.files.items():
        if _size(folder / path) != facts.size:
            raise IndexDamaged(f"{folder / path} is missing or cut. {REBUILD}")
    return folder, manifest


def current_number(root: Path) -> int:
    """The number the pointer names, 0 where there is none; says nothing of what it points to."""
    try:
        name = (root / CURRENT).read_text(encoding="ascii").partition(" ")[0]
    except (OSError, ValueError):
        return 0
    return int(name) if name.isdigit() else 0


def check_hashes(folder: Path, manifest: Manifest) -> list[str]:
    """The paths of files whose content is not what was written. Reads every byte: for a doctor, not for a start."""
    return [path for path, facts in manifest.files.items() if _facts(folder / path) != facts]


def generations(root: Path) -> Path:
    """The folder of all generations."""
    return root / "generations"


@contextmanager
def writing(root: Path, *, wait_seconds: float = LOCK_WAIT_SECONDS) -> Iterator[None]:
    """Hold the write lock. Raises `IndexBusy` where another process keeps it longer than that."""
    from filelock import FileLock, Timeout

    generations(root).mkdir(parents=True, exist_ok=True)
    lock = FileLock(root / "write.lock", timeout=wait_seconds)
    try:
        lock.acquire()
    except Timeout as error:
        raise IndexBusy(f"another process is writing the index in {root}. Wait for it, then try again.") from error
    try:
        yield
    finally:
        lock.release()


@contextmanager
def staging(root: Path) -> Iterator[Path]:
    """A new folder to write a generation in; gone at the end unless `publish` has moved it."""
    remove_unused(root)
    folder = generations(root) / f".building-{uuid4().hex}"
    folder.mkdir(parents=True)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def next_number(root: Path) -> int:
    """A number that no generation has, published or not."""
    taken = [int(path.name) for path in generations(root).iterdir() if path.name.isdigit()]
    return max([current_number(root), *taken]) + 1


def publish(root: Path, folder: Path, manifest: Manifest) -> None:
    """Make the generation in `folder` durable and current, in one step for every reader; then remove older ones."""
    for path in manifest.files:
        sync_file(folder / path)
    data = manifest.to_json()
    write_atomically(folder / MANIFEST, data)
    for inside in {(folder / path).parent for path in manifest.files}:
        sync_folder(inside)
    name = f"{manifest.generation:0{DIGITS}}"
    folder.rename(generations(root) / name)
    sync_folder(generations(root))
    write_atomically(root / CURRENT, f"{name} {hashlib.sha256(data).hexdigest()}\n".encode())
    remove_unused(root)


def remove_unused(root: Path) -> None:
    """Remove all but the current generation. Some systems keep what a reader holds open; that goes the next time."""
    kept = f"{current_number(root):0{DIGITS}}"
    for path in generations(root).iterdir():
        if path.name == kept:
            continue
        try:
            shutil.rmtree(path)
        except OSError as error:
            logger.info("%s stays for now: %s", path, error)


def link_files(source: Path, target: Path) -> None:
    """Give `target` all files of `source`: hard links where they never change, copies where they may."""
    target.mkdir(parents=True, exist_ok=True)
    for path in source.iterdir():
        if path.is_dir():
            link_files(path, target / path.name)
        elif path.suffix == ".json":  # tantivy replaces its own
            shutil.copyfile(path, target / path.name)
        elif path.suffix != ".lock":
            link_file(path, target / path.name)


def link_file(source: Path, target: Path) -> None:
    """One file at a second place: a hard link, or a copy where the file system has none."""
    try:
        os.link(source, target)
    except OSError:
        shutil.copyfile(source, target)


def describe_files(folder: Path, older: Path | None, known: Mapping[str, FileFacts]) -> dict[str, FileFacts]:
    """Size and hash of every file; links to `known` files of an `older` generation are not read again."""
    described = {}
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if not path.is_file() or path.suffix == ".lock":
            continue
        linked = older is not None and name in known and (older / name).exists() and path.samefile(older / name)
        described[name] = known[name] if linked else _facts(path)
    return described


def _facts(path: Path) -> FileFacts:
    try:
        with path.open("rb") as file:
            return FileFacts(path.stat().st_size, hashlib.file_digest(file, "sha256").hexdigest())
    except FileNotFoundError:
        return FileFacts(-1, "")


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except FileNotFoundError:
        return -1
