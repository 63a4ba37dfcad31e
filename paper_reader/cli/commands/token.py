"""`paper-reader token create|list|revoke`: who may ask over the network."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import click

from paper_reader.cli.session import Session, pass_session
from paper_reader.cli.shared_options import shared_options
from paper_reader.query import read_date
from paper_reader.types import AccessToken, TokenScope


@click.group("token", short_help="Tokens for asking over the network.")
@shared_options
def command() -> None:
    """Tokens for asking over the network: make, list, revoke. A token is shown once, when it is made."""


@command.command("create")
@click.option(
    "--scope",
    type=click.Choice([scope.value for scope in TokenScope]),
    default=TokenScope.READ.value,
    show_default=True,
    help="What it opens; writing includes reading.",
)
@click.option("--name", default="", help="What it is for, to know it again.")
@click.option(
    "--expires", metavar="DAYS|DATE", help="When it ends: in so many days, or after a day such as 2030-12-31."
)
@shared_options
@pass_session
def create(session: Session, scope: str, name: str, expires: str | None) -> None:
    """Make a token and show it this once; the library keeps only its hash."""
    made = session.library.create_token(TokenScope(scope), name=name, expires_at=_end(expires))
    if session.json:
        from paper_reader.cli.json_output import print_json
        from paper_reader.library.forms import token_form

        print_json(token_form(made.token) | {"secret": made.secret})
        return
    click.echo(made.secret)
    session.say([f"token {made.token.id}, scope {scope}{_until(made.token)}. It is not shown again"])


@command.command("list")
@shared_options
@pass_session
def list_(session: Session) -> None:
    """Which tokens there are, without their secrets."""
    tokens = session.library.tokens()
    if session.json:
        from paper_reader.cli.json_output import print_json
        from paper_reader.library.forms import token_form

        print_json([token_form(token) for token in tokens])
        return
    if not tokens:
        session.say(["no tokens yet. Make one: paper-reader token create --scope read"])
        return
    from paper_reader.cli.screen import Screen, simple_table

    rows = [
        (str(token.id), token.name, token.scope.value, f"{token.created_at:%Y-%m-%d %H:%M}", _state(token))
        for token in tokens
    ]
    Screen().table(simple_table("Token#", "Name", "Scope", "Made", "State", rows=rows))


@command.command("revoke")
@click.argument("number", type=click.IntRange(1, 2**62))
@shared_options
@pass_session
def revoke(session: Session, number: int) -> None:
    """Take a token's power away, at once and for ever. NUMBER is what `token list` says."""
    token = session.library.revoke_token(number)
    if session.json:
        from paper_reader.cli.json_output import print_json
        from paper_reader.library.forms import token_form

        print_json(token_form(token))
    else:
        session.say([f"token {token.id} opens nothing any more"])


def _end(text: str | None) -> datetime | None:
    if text is None:
        return None
    now = datetime.now(UTC)
    if text.isascii() and text.isdigit() and len(text) <= 5 and len(text) != 4:
        return now + timedelta(days=int(text))
    last_day = read_date(text, end=True)
    return datetime(last_day.year, last_day.month, last_day.day, tzinfo=UTC) + timedelta(days=1)


def _until(token: AccessToken) -> str:
    return f", until {token.expires_at:%Y-%m-%d %H:%M} UTC" if token.expires_at else ""


def _state(token: AccessToken) -> str:
    if token.revoked_at is not None:
        return f"revoked {token.revoked_at:%Y-%m-%d %H:%M}"
    if not token.is_valid(datetime.now(UTC)):
        return f"ended {token.expires_at:%Y-%m-%d %H:%M}"
    return f"valid{_until(token)}"
