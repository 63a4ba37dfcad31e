"""Which process is at work, so that another one can tell whether it still is.

A process number alone is used again, after a restart of the machine at the latest; with the machine's present start
and the process's own it names one process for ever.
"""

from __future__ import annotations

import os
import platform
from functools import lru_cache
from pathlib import Path

import msgspec

_START_FIELD = 19  # of /proc/PID/stat, counted from behind the name in brackets


class ProcessMark(msgspec.Struct, frozen=True):
    """Machine, its present start, process number, and when that process began; empty where the system does not say."""

    machine: str
    boot: str
    pid: int
    began: str

    def to_json(self) -> str:
        """The mark as it is kept."""
        return msgspec.json.encode(self).decode()

    def words(self) -> str:
        """Say which process it is."""
        return f"process {self.pid} on {self.machine.partition(' ')[0]}"


def this_process() -> ProcessMark:
    """The mark of the process that asks."""
    return ProcessMark(_machine(), _boot(), os.getpid(), _began(os.getpid()))


def read_mark(text: str) -> ProcessMark | None:
    """What `to_json` wrote; None for anything else."""
    try:
        return msgspec.json.decode(text, type=ProcessMark)
    except msgspec.MsgspecError:
        return None


def is_gone(mark: ProcessMark) -> bool:
    """Whether that process has ended for certain. One of another machine cannot be seen from here."""
    if mark.machine != _machine():
        return False
    if mark.boot != _boot():
        return True
    if not _lives(mark.pid):
        return True
    return bool(mark.began) and mark.began != _began(mark.pid)


def _lives(pid: int) -> bool:
    if os.name == "nt":
        return True  # signal 0 would end it there
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


@lru_cache(maxsize=1)
def _machine() -> str:
    """The host, and within it the space that process numbers are counted in: a container has its own."""
    try:
        space = str(Path("/proc/self/ns/pid").readlink())
    except OSError:
        space = ""
    return f"{platform.node()} {space}".strip()


@lru_cache(maxsize=1)
def _boot() -> str:
    try:
        return Path("/proc/sys/kernel/random/boot_id").read_text("ascii").strip()
    except OSError:
        return ""


def _began(pid: int) -> str:
    try:
        stat = Path(f"/proc/{pid}/stat").read_text("utf-8", errors="replace")
    except OSError:
        return ""
    fields = stat.rpartition(")")[2].split()
    if fields[:1] == ["Z"]:
        return "ended"  # a zombie: nobody has asked yet how it ended
    return fields[_START_FIELD] if len(fields) > _START_FIELD else ""
