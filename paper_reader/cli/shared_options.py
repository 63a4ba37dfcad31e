"""The options that every command takes, before or after its name: where the library is, and how to answer."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

import click

from paper_reader.cli.session import Session
from paper_reader.query import make_filter
from paper_reader.types import SearchFilter

Decorated = TypeVar("Decorated", bound=Callable[..., Any])


def shared_options(function: Decorated) -> Decorated:
    """Add the shared options; what they say lands in the `Session`, the last one given winning."""
    for option in reversed(_options()):
        function = option(function)
    return function


def limit_options(function: Decorated) -> Decorated:
    """Add the limits of a search; `limits_of` reads them."""
    for option in (
        click.option("--source", "sources", multiple=True, help="Only papers from this source, such as arxiv."),
        click.option("--venue", "venues", multiple=True, help="Only papers of this journal or conference."),
        click.option("--category", "categories", multiple=True, help="Only this category, such as cs.LG or cs."),
        click.option("--years", help="Only these years: 2019, 2019-2021, 2019- or -2021."),
    ):
        function = option(function)
    return function


def limits_of(options: Mapping[str, Any]) -> SearchFilter:
    """Read the limits from what `limit_options` brought; raises `QueryError` for what cannot be read."""
    return make_filter(
        years=options["years"],
        categories=options["categories"],
        venues=options["venues"],
        sources=options["sources"],
    )


def _options() -> list[Callable[[Decorated], Decorated]]:
    return [
        _option("--json", "json", "Print JSON on stdout and nothing else there.", is_flag=True),
        _option("--data-dir", "data_dir", "Folder of the library.", metavar="DIR"),
        _option("--config", "config_file", "Settings file to read instead of the usual one.", metavar="FILE"),
        _option("--setting", "setting", "Set any setting for this run.", metavar="KEY=VALUE", multiple=True),
        _option("--quiet", "quiet", "No progress and no notes on stderr.", is_flag=True),
        _option("--debug", "debug", "Show where an error arose, and log everything.", is_flag=True),
    ]


def _option(name: str, field: str, text: str, **how: Any) -> Callable[[Decorated], Decorated]:
    def keep(ctx: click.Context, _: click.Parameter, value: object) -> None:
        if value:
            ctx.ensure_object(Session).note_option(field, value)

    return click.option(name, field, help=text, expose_value=False, callback=keep, **how)
