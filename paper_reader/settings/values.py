"""What the value of a setting may be: one reader for each kind, for text and for TOML's own values alike. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

LOG_LEVELS: Final = ("debug", "info", "warning", "error")
PRECISIONS: Final = ("auto", "float32", "bfloat16")
_DEVICE: Final = re.compile(r"auto|cpu|mps|cuda(:\d+)?")
_DATABASE: Final = re.compile(r"(sqlite(\+\w+)?:///|postgresql(\+\w+)?://)\S.*")

# What a field's annotation says about its values; each has its reader in `READERS`.
Url = str
LogLevel = str
Device = str
Precision = str
DatabaseUrl = str
Pause = float  # seconds, 0 or more
Timeout = float  # seconds, more than 0
Count = int  # 0 or more
Threads = int  # 1 to 64
Names = tuple[str, ...]  # in a variable parted by commas
SmtpUrl = str  # with a password: never shown
Key = str  # a secret: never shown, and blank is the same as none


def _read_text(value: object) -> str:
    if not isinstance(value, str) or not value.strip() or any(ord(letter) < 32 for letter in value):
        raise ValueError("a line of text is wanted")
    return value.strip()


def _read_key(value: object) -> str | None:
    if not isinstance(value, str):
        raise ValueError("a text is wanted")
    key = value.strip()
    if any(not "!" <= letter <= "~" for letter in key):
        raise ValueError("it has a space or a letter that no key has")
    return key or None


def _read_path(value: object) -> Path:
    return Path(_read_text(value))


def _read_url(value: object) -> str:
    text = _read_text(value)
    if not text.startswith(("http://", "https://")):
        raise ValueError("an address beginning with http:// or https:// is wanted")
    return text


def _read_smtp_url(value: object) -> str:
    text = _read_text(value)
    if not text.startswith(("smtp://", "smtps://")) or " " in text:
        raise ValueError("an address such as smtps://user:password@host:465 is wanted")
    return text


def _one_of(choices: tuple[str, ...]) -> Callable[[object], str]:
    def read(value: object) -> str:
        text = _read_text(value).lower()
        if text not in choices:
            raise ValueError("choose one of " + ", ".join(choices))
        return text

    return read


def _read_device(value: object) -> str:
    text = _read_text(value).lower()
    if not _DEVICE.fullmatch(text):
        raise ValueError("auto, cpu, cuda, cuda:1 or mps is wanted")
    return text


def _read_database_url(value: object) -> str:
    text = _read_text(value)
    if not _DATABASE.fullmatch(text):
        raise ValueError("an address such as sqlite:////home/ada/library.db or postgresql://host/papers is wanted")
    return text


def _read_switch(value: object) -> bool:
    switch = {"on": True, "true": True, "yes": True, "1": True, "off": False, "false": False, "no": False, "0": False}
    text = str(value).strip().lower()  # TOML's own true and false come out right too
    if text not in switch:
        raise ValueError("on or off is wanted")
    return switch[text]


def _read_pause(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        raise ValueError("a number is wanted")
    try:
        number = float(value)
    except ValueError:
        raise ValueError("a number is wanted") from None
    if not 0 <= number < float("inf"):
        raise ValueError("it must be 0 or more")
    return number


def _read_timeout(value: object) -> float:
    number = _read_pause(value)
    if number == 0:
        raise ValueError("it must be more than 0")
    return number


def _read_count(value: object) -> int:
    number = _read_pause(value)
    if not number.is_integer():
        raise ValueError("a whole number is wanted")
    return int(number)


def _read_threads(value: object) -> int:
    number = _read_count(value)
    if not 1 <= number <= 64:
        raise ValueError("it must be 1 to 64")
    return number


def _read_names(value: object) -> tuple[str, ...]:
    listed = value if isinstance(value, list) else _read_text(value).split(",")
    return tuple(_read_text(name).lower() for name in listed)


READERS: Final[Mapping[str, Callable[[object], object]]] = {
    "str": _read_text,
    "str | None": _read_text,
    "Path | None": _read_path,
    "bool": _read_switch,
    "Url": _read_url,
    "LogLevel": _one_of(LOG_LEVELS),
    "Device": _read_device,
    "Precision": _one_of(PRECISIONS),
    "DatabaseUrl | None": _read_database_url,
    "Pause": _read_pause,
    "Timeout": _read_timeout,
    "Count": _read_count,
    "Count | None": _read_count,
    "Threads": _read_threads,
    "Names": _read_names,
    "Key | None": _read_key,
    "SmtpUrl | None": _read_smtp_url,
}
