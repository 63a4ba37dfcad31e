"""Mail handed to a small SMTP server over loopback, as the protocol is spoken."""

import socket
import socketserver
import threading
from base64 import b64decode
from datetime import UTC, datetime
from email import message_from_bytes, policy

import pytest

from paper_reader.digests.mail import Mailbox, mailbox_of, make_message, send
from paper_reader.errors import MailFailed, SettingsError
from paper_reader.settings import Settings, load_settings


class SmtpServer(socketserver.ThreadingTCPServer):
    """Takes mail; `refuses` are addressees it does not want, `password` what it wants to hear first."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self, refuses=(), password=None):
        super().__init__(("127.0.0.1", 0), Conversation)
        self.mails, self.refuses, self.password, self.heard = [], refuses, password, []
        threading.Thread(target=self.serve_forever, args=(0.02,), daemon=True).start()

    @property
    def port(self):
        return self.server_address[1]


class Conversation(socketserver.StreamRequestHandler):
    def say(self, text):
        self.wfile.write(text.encode() + b"\r\n")

    def handle(self):
        self.say("220 here")
        to = []
        while line := self.rfile.readline().decode().strip():
            word = line.upper().partition(" ")[0]
            self.server.heard.append(line)
            if word == "EHLO":
                self.say("250-here\r\n250 AUTH PLAIN" if self.server.password else "250 here")
            elif word == "AUTH":
                right = b64decode(line.split()[2]).decode().endswith(f"\0{self.server.password}")
                self.say("235 welcome" if right else "535 no")
            elif word == "RCPT":
                wanted = not any(name in line for name in self.server.refuses)
                to += [line] if wanted else []
                self.say("250 ok" if wanted else "550 nobody here")
            elif word == "DATA":
                self.say("354 go on")
                body = b""
                while not body.endswith(b"\r\n.\r\n"):
                    body += self.rfile.readline()
                self.server.mails.append(message_from_bytes(body[:-3], policy=policy.default))
                self.say("250 taken")
            elif word == "QUIT":
                self.say("221 bye")
                return
            else:
                self.say("250 ok")


@pytest.fixture
def serve_smtp():
    servers = []

    def start(**how):
        servers.append(SmtpServer(**how))
        return servers[-1]

    yield start
    for server in servers:
        server.shutdown()
        server.server_close()


def message(to=("ada@example.org", "bo@example.org")):
    return make_message(
        subject="2 new papers: Grüße", text="Nächste Woche", html="<p>Nächste <b>Woche</b></p>",
        sender="reader@example.org", to=to, sent_at=datetime(2026, 1, 2, tzinfo=UTC),
    )  # fmt: skip


def test_a_digest_arrives_as_text_and_as_a_page(serve_smtp):
    server = serve_smtp(password="s3cret")
    send(message(), mailbox_of(f"smtp://ada:s3cret@127.0.0.1:{server.port}"))
    (mail,) = server.mails
    assert mail["Subject"] == "2 new papers: Grüße"
    assert mail["To"] == "ada@example.org, bo@example.org"
    assert mail.get_body(("plain",)).get_content().strip() == "Nächste Woche"
    assert "<b>Woche</b>" in mail.get_body(("html",)).get_content()


def test_a_wrong_password_is_told_without_showing_it(serve_smtp):
    server = serve_smtp(password="right")
    with pytest.raises(MailFailed, match="user and password") as failed:
        send(message(), mailbox_of(f"smtp://ada:wr0ng@127.0.0.1:{server.port}"))
    assert "wr0ng" not in str(failed.value)
    assert not server.mails


def test_an_addressee_who_is_refused_is_named(serve_smtp):
    server = serve_smtp(refuses=("bo@",))
    with pytest.raises(MailFailed, match=r"bo@example\.org"):
        send(message(), mailbox_of(f"smtp://127.0.0.1:{server.port}"))


def test_nobody_listening_is_a_clear_error():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
    with pytest.raises(MailFailed, match=f"127.0.0.1:{port}"):
        send(message(), mailbox_of(f"smtp://127.0.0.1:{port}"))


def test_the_address_of_a_mail_server():
    assert mailbox_of("smtps://ada%40x:p%3Aw@mail.example.org") == Mailbox(
        host="mail.example.org", port=465, is_tls=True, user="ada@x", password="p:w"
    )
    for wrong in (None, "smtps://", "smtp://host:port"):
        with pytest.raises(SettingsError):
            mailbox_of(wrong)


def test_the_password_is_shown_nowhere():
    url = "smtps://ada:s3cr:e/t@mail.example.org"
    assert "s3cr" not in repr(Settings(smtp_url=url))
    assert "s3cr" not in repr(Mailbox(host="x", port=1, is_tls=True, password="s3cr"))
    with pytest.raises(SettingsError) as refused:
        load_settings(environment={"PAPER_READER_SMTP_URL": "http://ada:s3cr:e/t@mail"})
    assert "s3cr" not in str(refused.value)
