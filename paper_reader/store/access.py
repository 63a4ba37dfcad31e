"""Tokens for the door that strangers can reach. Only the hash of a secret is kept, so none can be read out of here."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Engine, insert, select, update

from paper_reader.store import dialect
from paper_reader.store.moments import time_of, time_text
from paper_reader.store.tables import tokens
from paper_reader.types import AccessToken, NewToken, TokenScope

SECRET_BYTES = 32  # 256 random bits: nothing to guess, so one round of SHA-256 hides them
PREFIX = "pr_"  # lets a secret be recognised as one where it was pasted by mistake
_MOST_LETTERS = 200
_COLUMNS = (
    tokens.c.id,
    tokens.c.name,
    tokens.c.scope,
    tokens.c.created_at,
    tokens.c.expires_at,
    tokens.c.revoked_at,
)


class Tokens:
    """Makes, finds and revokes tokens. A revoked one stays on the list."""

    def __init__(self, engine: Engine, clock: Callable[[], datetime]) -> None:
        self._engine = engine
        self._clock = clock

    def create(self, scope: TokenScope, name: str, expires_at: datetime | None) -> NewToken:
        """A new token; its secret is in the answer and nowhere else."""
        secret = PREFIX + secrets.token_urlsafe(SECRET_BYTES)
        values = {
            "name": name,
            "scope": scope.value,
            "secret_hash": _hash(secret),
            "created_at": time_text(self._clock()),
            "expires_at": time_text(expires_at) if expires_at else None,
        }
        with dialect.writing(self._engine) as connection:
            row = connection.execute(insert(tokens).values(**values).returning(*_COLUMNS)).one()
        return NewToken(_token(row), secret)

    def find(self, secret: str) -> AccessToken | None:
        """The token with this secret, valid or not; None for a secret of none."""
        if not secret or len(secret) > _MOST_LETTERS:
            return None
        with dialect.reading(self._engine) as connection:
            row = connection.execute(select(*_COLUMNS).where(tokens.c.secret_hash == _hash(secret))).first()
        return _token(row) if row else None

    def get(self, token_id: int) -> AccessToken | None:
        """The token with this number, valid or not."""
        with dialect.reading(self._engine) as connection:
            row = connection.execute(select(*_COLUMNS).where(tokens.c.id == token_id)).first()
        return _token(row) if row else None

    def list(self) -> list[AccessToken]:
        """All tokens in the order they were made."""
        with dialect.reading(self._engine) as connection:
            return [_token(row) for row in connection.execute(select(*_COLUMNS).order_by(tokens.c.id))]

    def revoke(self, token_id: int) -> AccessToken | None:
        """Take a token's power away, from now on; None where there is none of this number."""
        with dialect.writing(self._engine) as connection:
            standing = update(tokens).where(tokens.c.id == token_id, tokens.c.revoked_at.is_(None))
            connection.execute(standing.values(revoked_at=time_text(self._clock())))
            row = connection.execute(select(*_COLUMNS).where(tokens.c.id == token_id)).first()
        return _token(row) if row else None


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()


def _token(row: Sequence[Any]) -> AccessToken:
    return AccessToken(
        id=row[0],
        name=row[1],
        scope=TokenScope(row[2]),
        created_at=time_of(row[3]),
        expires_at=time_of(row[4]) if row[4] else None,
        revoked_at=time_of(row[5]) if row[5] else None,
    )
