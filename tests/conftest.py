"""What tests of several kinds share: a real PostgreSQL server, and libraries that earlier versions made."""

import os
import shutil
import sqlite3
import subprocess
import tempfile
from contextlib import closing
from pathlib import Path

import pytest

NO_SERVER = "no PostgreSQL server is installed (Debian: apt-get install postgresql)"


def _programs():
    """The folder of PostgreSQL's own programs; Debian keeps them off the path."""
    found = shutil.which("initdb")
    if found:
        return Path(found).parent
    return next(iter(sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)), None)


@pytest.fixture(scope="session")
def postgres_server():
    """The folder of a running server's socket. The server refuses to run as root, so root hands it to `postgres`.

    It lies outside of pytest's own folders, which every pytest that begins shuts to all users but its own.
    """
    programs = _programs()
    if programs is None:
        pytest.skip(NO_SERVER)
    folder = Path(tempfile.mkdtemp(prefix="paper-reader-pg-"))
    as_whom = []
    if os.geteuid() == 0:
        as_whom = ["runuser", "-u", "postgres", "--"]
        shutil.chown(folder, "postgres")

    def run(program, *arguments):
        subprocess.run([*as_whom, programs / program, *arguments], check=True, stdout=subprocess.DEVNULL, cwd=folder)

    data = folder / "data"
    run("initdb", "-D", data, "-A", "trust", "-U", "reader", "-E", "UTF8", "--no-sync")
    options = f"-c listen_addresses='' -c unix_socket_directories={folder} -c fsync=off"
    run("pg_ctl", "-D", data, "-w", "-l", folder / "log", "-o", options, "start")
    yield folder
    run("pg_ctl", "-D", data, "-m", "immediate", "stop")
    shutil.rmtree(folder)


@pytest.fixture
def postgres_url(postgres_server, request):
    """The address of a new, empty database."""
    import psycopg

    name = f"library_{abs(hash(request.node.nodeid)):x}"
    with psycopg.connect(host=str(postgres_server), user="reader", dbname="postgres", autocommit=True) as server:
        server.execute(f'CREATE DATABASE "{name}"')
        yield f"postgresql://reader@/{name}?host={postgres_server}"
        server.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.fixture
def old_library():
    """Makes a library as a program of an earlier schema left it, and gives its address."""

    def make(path, version):
        path.parent.mkdir(parents=True, exist_ok=True)
        text = (Path(__file__).parent / "contract" / "store" / "earlier" / f"{version}.sql").read_text("utf-8")
        with closing(sqlite3.connect(path)) as database:
            database.execute("PRAGMA journal_mode = WAL")
            database.executescript(text)
        return f"sqlite:///{path}"

    return make
