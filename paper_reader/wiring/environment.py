"""The settings as environment variables, for a process that is to have the same ones."""

from __future__ import annotations

from pathlib import Path

from paper_reader.settings import Settings, settings_keys, variable_of


def as_environment(settings: Settings) -> dict[str, str]:
    """Give the variables that set what these settings say; `load_settings` reads the same settings back.

    What is not set is left out. Paths are whole, so that another working folder changes nothing.
    """
    given = {key: getattr(settings, key) for key in settings_keys()}
    return {variable_of(key): _text(value) for key, value in given.items() if value not in (None, ())}


def _text(value: object) -> str:
    if isinstance(value, bool):
        return "on" if value else "off"
    if isinstance(value, Path):
        return str(value.expanduser().resolve())
    return ",".join(map(str, value)) if isinstance(value, tuple) else str(value)
