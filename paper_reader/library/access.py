"""Access: tokens for those who ask from outside."""

from __future__ import annotations

from datetime import UTC, datetime

from paper_reader.errors import QueryError, TokenNotFound
from paper_reader.library.parts import Parts
from paper_reader.types import AccessToken, NewToken, TokenScope


class Access(Parts):
    """Who may ask this library over the network."""

    def create_token(self, scope: TokenScope, *, name: str = "", expires_at: datetime | None = None) -> NewToken:
        """Make a token; the secret in the answer is shown this once. Raises `QueryError` for an end in the past."""
        if expires_at is not None and expires_at <= datetime.now(UTC):
            raise QueryError(f"a token that ends on {expires_at:%Y-%m-%d %H:%M} would never open anything")
        return self._store.tokens.create(scope, " ".join(name.split()), expires_at)

    def tokens(self) -> list[AccessToken]:
        """All tokens, those too that open nothing any more."""
        return self._store.tokens.list()

    def revoke_token(self, token_id: int) -> AccessToken:
        """Take a token's power away; raises `TokenNotFound`."""
        token = self._store.tokens.revoke(token_id)
        if token is None:
            raise TokenNotFound(f"there is no token {token_id}. paper-reader token list shows them")
        return token

    def token_of(self, secret: str) -> AccessToken | None:
        """The valid token with this secret, or None."""
        token = self._store.tokens.find(secret)
        return token if token is not None and token.is_valid(datetime.now(UTC)) else None

    def standing_token(self, token_id: int) -> AccessToken | None:
        """The token of this number while it is valid, or None."""
        token = self._store.tokens.get(token_id)
        return token if token is not None and token.is_valid(datetime.now(UTC)) else None
