"""JSON on stdout, alone there."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence

import click

from paper_reader.cli.outside_text import escape_json


def print_json(value: Mapping[str, object] | Sequence[object]) -> None:
    """Print one JSON document."""
    click.echo(json_text(value, ascii_only="utf" not in (sys.stdout.encoding or "").lower()))


def json_text(value: Mapping[str, object] | Sequence[object], *, ascii_only: bool = False) -> str:
    """Write `value` as JSON that is readable and that no terminal obeys."""
    return escape_json(json.dumps(value, ensure_ascii=ascii_only, indent=2, allow_nan=False))
