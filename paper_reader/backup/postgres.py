"""A library in PostgreSQL is backed up by PostgreSQL's programs, from the state in which its rows are counted."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path
from typing import Final

from paper_reader.errors import BackupError
from paper_reader.store import Store
from paper_reader.store.copying import DatabaseFacts

_SECONDS: Final = 3600


def dump(store: Store, url: str, target: Path) -> DatabaseFacts:
    """Write the database as of one moment to `target`, in pg_dump's own compressed form; what it holds."""
    address, password = connection_of(url)
    program = shutil.which("pg_dump")
    if program is None:
        raise BackupError(
            "a library in PostgreSQL is backed up with pg_dump, which is not installed here. Install PostgreSQL's "
            f"client programs, or run where they are: pg_dump --format=custom --file=library.dump '{address}'"
        )
    with store.snapshot() as (name, facts):
        options = ["--format=custom", "--no-owner", "--no-privileges", f"--snapshot={name}", f"--file={target}"]
        _run([program, *options, address], password)
    checker = shutil.which("pg_restore")
    if checker is not None:
        _run([checker, "--list", str(target)], password)
    return facts


def connection_of(url: str) -> tuple[str, str | None]:
    """The address as PostgreSQL's programs take it, without the password, and the password."""
    from sqlalchemy.engine import make_url

    address = make_url(url)
    plain = address.set(drivername="postgresql")._replace(password=None)
    return plain.render_as_string(hide_password=False), address.password


def _run(command: list[str], password: str | None) -> None:
    environment = os.environ | ({"PGPASSWORD": password} if password else {})
    try:
        subprocess.run(  # noqa: S603 - a program of PostgreSQL, found on the path
            command, env=environment, check=True, capture_output=True, text=True, timeout=_SECONDS
        )
    except subprocess.CalledProcessError as error:
        said = error.stderr.strip().splitlines()
        raise BackupError(
            f"{Path(command[0]).name} failed: {said[0] if said else error}. Nothing was backed up"
        ) from error
    except subprocess.TimeoutExpired as error:
        raise BackupError(f"{Path(command[0]).name} did not end within an hour. Nothing was backed up") from error
