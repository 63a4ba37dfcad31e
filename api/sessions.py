"""Sessions of the local pages: a signed cookie, and a token that every form and script must show beside it.

The cookie alone writes nothing: a page elsewhere could make a browser send it. `SameSite=Strict` keeps most browsers
from that, and the CSRF token, which such a page cannot read, keeps all of them. Nothing is stored: the cookie carries
what the server signed, with a key that lives as long as the process. So pages open a new session after a restart.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import secrets
import time
from dataclasses import dataclass
from typing import Final

from paper_reader.types import TokenScope

COOKIE: Final = "paper_reader_session"
CSRF_HEADER: Final = "X-CSRF-Token"
CSRF_FIELD: Final = "csrf_token"
LIFETIME_SECONDS: Final = 12 * 3600
_MOST_LETTERS: Final = 1000


@dataclass(frozen=True, slots=True)
class Session:
    """Who a browser's session speaks for. `token_id` names the token that opened it; None for the local page."""

    key: str
    scope: TokenScope
    expires_at: int  # seconds since 1970
    token_id: int | None = None


class Sessions:
    """Opens and reads sessions. Safe for threads."""

    def __init__(self, secret: bytes | None = None) -> None:
        self._secret = secret or secrets.token_bytes(32)

    def open(self, scope: TokenScope, token_id: int | None = None) -> Session:
        """A new session that ends by itself."""
        return Session(secrets.token_urlsafe(16), scope, int(time.time()) + LIFETIME_SECONDS, token_id)

    def cookie_of(self, session: Session) -> str:
        """The value that the browser keeps."""
        told = [session.key, session.scope.value, session.expires_at, session.token_id]
        body = base64.urlsafe_b64encode(json.dumps(told).encode()).decode().rstrip("=")
        return f"{body}.{self._signed('session', body)}"

    def read(self, cookie: str) -> Session | None:
        """The session that a cookie says, where this server signed it and it has not ended."""
        body, dot, signature = cookie.partition(".")
        if not dot or len(cookie) > _MOST_LETTERS or not cookie.isascii():
            return None
        if not hmac.compare_digest(signature, self._signed("session", body)):
            return None
        key, scope, expires_at, token_id = json.loads(base64.urlsafe_b64decode(body + "=" * (-len(body) % 4)))
        return Session(key, TokenScope(scope), expires_at, token_id) if time.time() < expires_at else None

    def csrf_of(self, session: Session) -> str:
        """What forms and scripts of this session's pages must show."""
        return self._signed("csrf", session.key)

    def is_csrf_of(self, session: Session, shown: str | None) -> bool:
        """Whether this is the session's CSRF token."""
        return bool(shown) and hmac.compare_digest((shown or "").encode(), self.csrf_of(session).encode())

    def _signed(self, purpose: str, text: str) -> str:
        made = hmac.new(self._secret, f"{purpose}:{text}".encode(), hashlib.sha256).digest()
        return base64.urlsafe_b64encode(made).decode().rstrip("=")
