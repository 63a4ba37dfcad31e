"""One call of the command line: its options, and what is made from them when it is first needed."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import click

from paper_reader.cli.outside_text import one_line
from paper_reader.settings import Settings, load_settings, settings_file
from paper_reader.types import NO_PROGRESS, Progress

if TYPE_CHECKING:
    from paper_reader.library import Library


class Session:
    """What the commands share. Settings and library are made at first use, so that `--help` pays for neither."""

    def __init__(self) -> None:
        self.json = False
        self.quiet = False
        self.debug = False
        self.exit_status = 0
        self._config_file: Path | None = None
        self._flags: dict[str, str] = {}

    def note_option(self, field: str, value: object) -> None:
        """Take one of the shared options, wherever on the command line it stood."""
        if field in {"json", "quiet", "debug"}:
            setattr(self, field, True)
        elif field == "config_file":
            self._config_file = Path(str(value))
        elif field == "setting" and isinstance(value, tuple):
            self._flags |= dict(map(_key_and_value, value))
        else:
            self._flags[field] = str(value)

    @cached_property
    def settings(self) -> Settings:
        """The settings that hold for this call; logging is set up by them."""
        settings = load_settings(environment=os.environ, flags=self._flags, config_file=self._config_file)
        _log_to_stderr("debug" if self.debug else settings.log_level)
        return settings

    @property
    def settings_file(self) -> Path | None:
        """The settings file that is read, None where there is none."""
        path, _ = settings_file(os.environ, self._config_file)
        return path if path.is_file() else None

    @cached_property
    def library(self) -> Library:
        """The library, opened (and filled with the starter catalogue) at first use."""
        from paper_reader.library import open_library

        return open_library(self.settings, progress=self.progress)

    @cached_property
    def progress(self) -> Progress:
        """Where long work reports to: a bar on a terminal, a line now and then elsewhere, nothing when quiet."""
        if self.quiet:
            return NO_PROGRESS
        from paper_reader.cli.progress import stderr_progress

        return stderr_progress()

    def say(self, notes: Iterable[str]) -> None:
        """Tell the person on stderr what they should know beside the result."""
        if not self.quiet:
            for note in notes:
                click.echo(f"note: {one_line(note)}", err=True)

    def close(self) -> None:
        """Close what was opened; a bar that was being drawn goes away."""
        if "progress" in self.__dict__:
            self.progress.end()
        if "library" in self.__dict__:
            self.library.close()


pass_session = click.make_pass_decorator(Session, ensure=True)


def complain(messages: Iterable[str]) -> None:
    """Say on stderr why something did not end well."""
    for message in messages:
        click.echo(f"error: {one_line(message)}", err=True)


def _key_and_value(text: str) -> tuple[str, str]:
    key, equals, value = text.partition("=")
    if not equals:
        raise click.UsageError(f"--setting {text!r} lacks a value. Write KEY=VALUE")
    return key.strip(), value


def _log_to_stderr(level: str) -> None:
    import logging

    logging.basicConfig(
        stream=sys.stderr, level=level.upper(), format="%(levelname)s %(name)s: %(message)s", force=True
    )
