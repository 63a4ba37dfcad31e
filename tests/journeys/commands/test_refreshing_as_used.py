"""Following, refreshing and being told what is new, as typed."""

from __future__ import annotations

import json
import re
import socketserver
import threading
from datetime import UTC, datetime, timedelta

import pytest


@pytest.fixture
def asked(fresh, arxiv, quick, quick_model):
    """An empty library on a small arXiv whose papers are of yesterday, with a quick model."""
    day, answer = datetime.now(UTC) - timedelta(days=1), arxiv.answer

    def of_yesterday(path: str) -> bytes:
        dated = re.sub(rb"2024-01-\d\d", f"{day:%Y-%m-%d}".encode(), answer(path))
        return dated.replace(b"abs/2401.", f"abs/{day:%y%m}.".encode())

    arxiv.answer = of_yesterday
    arxiv.count = 5
    environment = {
        "PAPER_READER_ARXIV_API_URL": arxiv.url,
        "PAPER_READER_ARXIV_INTERVAL_SECONDS": "0",
        "PAPER_READER_MODEL": str(quick_model),
    }
    return type(quick)(fresh.home, fresh.data_dir, environment)  # in this process: these are many calls


def test_from_following_to_what_is_new(asked, arxiv, tmp_path) -> None:
    assert [one["name"] for one in asked.json("follow", "--list")] == ["cs.LG", "stat.ML"]
    assert asked.json("follow", "--search", "knots and braids")[0]["kind"] == "search"
    followed = asked.json("follow")
    assert [(one["name"], one["by_default"]) for one in followed] == [("knots-and-braids", False)]
    plan = asked.json("refresh", "--dry-run")["steps"]
    assert [step["source"] for step in plan] == ["arxiv"]
    assert not arxiv.requests
    first = asked.json("refresh")
    assert (first["outcome"], first["created"], first["indexed"]) == ("done", 5, 5)
    arxiv.count = 7
    assert asked.json("refresh")["created"] == 2
    new = asked.json("new", "-n", "4")
    assert len(new["items"]) == 4
    assert new["left_out"] == 3
    assert "found by your search “knots and braids”" in new["items"][0]["reasons"]
    file = tmp_path / "digest.md"
    asked("digest", "--output", str(file))
    shown = {item["paper"]["title"] for item in new["items"]}
    written = file.read_text(encoding="utf-8")
    assert written.count("Knots and braids") == 3
    assert not any(title in written for title in shown)
    assert asked.json("new")["items"] == []
    assert len(asked.json("new", "--again", "--since", "7d")["items"]) == 7
    runs = asked.json("refresh", "runs")
    assert [(run["kind"], run["created"]) for run in runs] == [("refresh", 2), ("refresh", 5)]
    assert all(run["seconds"] >= 0 for run in runs)
    assert asked.json("unfollow", "knots and braids")["name"] == "knots-and-braids"
    asked("unfollow", "knots and braids", check=2)


def test_a_source_that_refuses_is_told(asked, arxiv) -> None:
    asked("follow", "--search", "knots")
    arxiv.status = 403
    done = asked("refresh", "--json", check=3)
    assert json.loads(done.stdout)["outcome"] == "blocked"
    assert "blocked" in asked("refresh", "runs").stdout


def test_words_that_no_topic_has_are_followed_as_a_search(asked) -> None:
    done = asked("follow", "spiking widgets", check=1)
    assert 'paper-reader follow --search "spiking widgets"' in done.stderr
    asked("follow", "--category", "no such", check=2)
    assert asked.json("follow", "GNNs")[0]["name"] == "graph-neural-networks"
    assert asked.json("refresh", "--topic", "transformers", "--dry-run")["steps"][0]["kind"] == "topic"


class TakesMail(socketserver.StreamRequestHandler):
    """Says yes to everything, and keeps it."""

    def handle(self) -> None:
        self.wfile.write(b"220 here\r\n")
        while line := self.rfile.readline():
            self.server.heard.append(line)
            self.wfile.write(b"354 go on\r\n" if line.upper().startswith(b"DATA") else b"250 ok\r\n")
            if line.upper().startswith(b"DATA"):
                while (line := self.rfile.readline()) != b".\r\n":
                    self.server.heard.append(line)
                self.wfile.write(b"250 taken\r\n")


def test_a_digest_that_could_not_be_sent_is_sent_the_next_time(asked) -> None:
    asked("follow", "--search", "knots")
    asked("refresh")
    asked("digest", "--send", check=2)
    to = {"PAPER_READER_MAIL_TO": "ada@example.org"}
    asked("digest", "--send", check=1, PAPER_READER_SMTP_URL="smtp://127.0.0.1:1", **to)
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), TakesMail) as server:
        server.daemon_threads, server.heard = True, []
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        to["PAPER_READER_SMTP_URL"] = f"smtp://127.0.0.1:{server.server_address[1]}"
        sent = json.loads(asked("digest", "--send", "--json", **to).stdout)
        assert sent["sent_to"] == ["ada@example.org"]
        assert len(sent["items"]) == 5
        before = len(server.heard)
        assert b"Subject: Paper Reader, " in b"".join(server.heard)
        assert json.loads(asked("digest", "--send", "--json", **to).stdout)["sent_to"] == []
        assert len(server.heard) == before, "nothing new, and all the same a mail"
        server.shutdown()


def test_a_schedule_is_shown_before_it_is_made(asked) -> None:
    done = asked.json("schedule", "install", "--with", "systemd", "--at", "daily 06:30", "--dry-run")
    service, timer = done["files"].values()
    assert "OnCalendar=*-*-* 06:30:00\n" in timer
    assert f"PAPER_READER_DATA_DIR={asked.data_dir}" in service
    assert asked.json("schedule", "show", "--with", "systemd") == {"installed": False, "files": {}}
    asked("schedule", "install", "--at", "sometimes", "--with", "systemd", check=2)
