"""What of a paper is embedded, and the hash under which its vector is kept."""

from __future__ import annotations

import hashlib


def embedding_text(title: str, abstract: str | None, why: str | None = None) -> str:
    """The text an encoder sees: the title, then the abstract, or the catalogue's sentence where there is none."""
    body = abstract or why
    return f"{title}\n{body}" if body else title


def content_hash(text: str) -> bytes:
    """16 bytes (BLAKE2b) that change when, and only when, `text` changes."""
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).digest()
