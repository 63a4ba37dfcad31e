"""Which forms papers and lists can be written in from the command line, and what the name of a file says of it."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

import click

WORKBOOK: Final = "xlsx"
MARKDOWN: Final = "markdown"
TEXT_FORMS: Final = ("jsonl", "bibtex", "ris", "csl-json", "csv", MARKDOWN, "html")
FORMS: Final = (*TEXT_FORMS, WORKBOOK)
_BY_SUFFIX: Final = {
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".bib": "bibtex",
    ".ris": "ris",
    ".json": "csl-json",
    ".csv": "csv",
    ".md": MARKDOWN,
    ".html": "html",
    ".htm": "html",
    ".xlsx": WORKBOOK,
}


def is_folder(output: str) -> bool:
    """Whether a folder is meant: one that is there, or a name that ends with a slash."""
    return output.endswith(("/", os.sep)) or Path(output).is_dir()


def form_by_name(output: str | None) -> str | None:
    """The form that the name of a file or folder asks for; None where it says nothing."""
    if output is None:
        return None
    if is_folder(output):
        return MARKDOWN
    return _BY_SUFFIX.get(Path(output.lower().removesuffix(".gz")).suffix)


def form_for(output: str | None) -> str:
    """The form that a file's name asks for, JSON lines where it has no ending; refuses an ending that says nothing."""
    form = form_by_name(output)
    if form is None and output is not None and (ending := Path(output.lower().removesuffix(".gz")).suffix):
        raise click.UsageError(
            f"{ending} names no form that papers are written in: {', '.join(_BY_SUFFIX)}. "
            "Use one of these endings, or say the form with --format"
        )
    return form or "jsonl"


def check(form: str, output: str | None) -> None:
    """Refuse what cannot be written there."""
    if form == WORKBOOK and output is None:
        raise click.UsageError("a spreadsheet is no text for the screen. Write --output FILE.xlsx")
    if output is not None and is_folder(output) and form != MARKDOWN:
        raise click.UsageError(
            f"{output} is a folder. Only --format markdown writes one file a paper; else name a file"
        )
