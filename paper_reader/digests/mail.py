"""A digest by mail, through the reader's own SMTP server."""

from __future__ import annotations

import smtplib
import ssl
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid
from typing import Final
from urllib.parse import unquote, urlsplit

from paper_reader.errors import MailFailed, SettingsError

TIMEOUT_SECONDS: Final = 30.0
_PORTS: Final = {"smtp": 25, "smtps": 465}
_LOOPBACK: Final = ("127.0.0.1", "localhost", "::1")


@dataclass(frozen=True, slots=True, kw_only=True)
class Mailbox:
    """Where mail is handed over. `smtps` is encrypted from the first byte; `smtp` as soon as the server offers it."""

    host: str
    port: int
    is_tls: bool
    user: str | None = None
    password: str | None = field(default=None, repr=False)


def mailbox_of(url: str | None) -> Mailbox:
    """Read "smtps://user:password@host:465"; raises `SettingsError`, which never shows the password."""
    if url is None:
        raise SettingsError(
            'no mail server is set. Set smtp_url = "smtps://user:password@host:465" in the settings file'
        )
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise SettingsError("smtp_url is no address. Write smtps://user:password@host:465") from error
    if parts.scheme not in _PORTS or not parts.hostname:
        raise SettingsError("smtp_url is no address of a mail server. Write smtps://user:password@host:465")
    return Mailbox(
        host=parts.hostname,
        port=port or _PORTS[parts.scheme],
        is_tls=parts.scheme == "smtps",
        user=unquote(parts.username) if parts.username else None,
        password=unquote(parts.password) if parts.password else None,
    )


def make_message(
    *, subject: str, text: str, html: str, sender: str, to: tuple[str, ...], sent_at: datetime
) -> EmailMessage:
    """A mail that every program can show: text, and a page for those that show pages."""
    message = EmailMessage()
    message["Subject"] = subject
    message["From"] = sender
    message["To"] = ", ".join(to)
    message["Date"] = format_datetime(sent_at)
    message["Message-ID"] = make_msgid(domain=sender.rpartition("@")[2].rstrip(">") or "localhost")
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(text)
    message.add_alternative(html, subtype="html")
    return message


def send(message: EmailMessage, mailbox: Mailbox) -> None:
    """Hand a mail over; raises `MailFailed` where the server does not take it for every addressee.

    A password goes over the wire encrypted only, but for a server on this machine.
    """
    try:
        server = _connected(mailbox)
        try:
            if mailbox.user is not None:
                server.login(mailbox.user, mailbox.password or "")
            refused = server.send_message(message)
        finally:
            with suppress(smtplib.SMTPException, OSError):  # once it is taken, an odd farewell makes it no less sent
                server.quit()
    except smtplib.SMTPAuthenticationError as error:
        raise MailFailed(
            f"{mailbox.host} does not accept user and password ({error.smtp_code}). Check smtp_url"
        ) from error
    except (smtplib.SMTPException, OSError) as error:
        raise MailFailed(
            f"{mailbox.host}:{mailbox.port} does not take the mail ({_said(error)}). Check smtp_url, and try again"
        ) from error
    if refused:
        raise MailFailed(f"{mailbox.host} does not take mail for {', '.join(refused)}. Check mail_to")


def _connected(mailbox: Mailbox) -> smtplib.SMTP:
    context = ssl.create_default_context()
    if mailbox.is_tls:
        return smtplib.SMTP_SSL(mailbox.host, mailbox.port, timeout=TIMEOUT_SECONDS, context=context)
    server = smtplib.SMTP(mailbox.host, mailbox.port, timeout=TIMEOUT_SECONDS)
    try:
        server.ehlo()
        if server.has_extn("starttls"):
            server.starttls(context=context)
            server.ehlo()
        elif mailbox.user is not None and mailbox.host not in _LOOPBACK:
            raise MailFailed(
                f"{mailbox.host} offers no encryption, so the password is not sent. Use an smtps:// address"
            )
    except BaseException:
        server.close()
        raise
    return server


def _said(error: Exception) -> str:
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return f"it does not take mail for {', '.join(error.recipients)}"
    if isinstance(error, smtplib.SMTPResponseException):
        reason = (
            error.smtp_error.decode("utf-8", "replace") if isinstance(error.smtp_error, bytes) else error.smtp_error
        )
        return f"{error.smtp_code} {reason}"
    return str(error) or type(error).__name__
