"""Who may do what, and what the server refuses before any route is asked."""

from __future__ import annotations

import http.client
import socket
from datetime import UTC, datetime, timedelta

import pytest

from api.options import ServeOptions
from api.sessions import COOKIE, CSRF_HEADER
from paper_reader.types import TokenScope

READING = "/v1/papers/1/reading"


@pytest.fixture(scope="module")
def public(start_server):
    """A server that believes it can be reached from everywhere; it is asked over loopback all the same."""
    return start_server(ServeOptions(host="192.0.2.1", allowed_hosts=("papers.example",)))


def bearer(secret: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {secret}"}


def test_on_this_machine_reading_is_free_and_writing_is_not(served, http) -> None:
    assert http.get(READING).status_code == 200
    refused = http.put(READING, json={"status": "read"})
    assert refused.status_code == 401
    assert refused.headers["WWW-Authenticate"].startswith("Bearer")
    assert http.put(READING, json={"status": "read"}, headers=bearer(served.token(TokenScope.READ))).status_code == 403
    assert http.put(READING, json={"status": None}, headers=bearer(served.token(TokenScope.WRITE))).status_code == 200


def test_elsewhere_everything_takes_a_token(public) -> None:
    with public.client() as client:
        for path in ("/v1/search?q=x", "/v1/topics", READING, "/metrics", "/v1/reading-lists/x.md"):
            assert client.get(path).status_code == 401, path
        assert client.post("/mcp", json={}).status_code == 401
        assert client.get("/healthz").status_code == 200
        assert client.get("/readyz").json()["checks"] == {}
        assert client.get("/v1/topics", headers=bearer(public.token(TokenScope.READ))).status_code == 200
        assert client.post("/v1/session").status_code == 401


def test_a_shared_list_needs_its_link_alone(public) -> None:
    kept = public.library.keep_papers("for all", ["lib:1"])
    link = public.library.share_list(kept.head.slug, shared=True).share_token
    with public.client() as client:
        assert client.get(f"/v1/shared/{link}").status_code == 200
        assert client.get(f"/v1/shared/{'x' * 32}").status_code == 404


@pytest.mark.parametrize("header", ["X-Forwarded-For", "Forwarded", "X-Real-IP", "Via"])
def test_who_comes_through_a_proxy_is_not_this_machine(http, header: str) -> None:
    assert http.get("/v1/topics", headers={header: "203.0.113.9"}).status_code == 401


def test_who_calls_an_allowed_outside_name_is_not_this_machine(start_server) -> None:
    served = start_server(ServeOptions(allowed_hosts=("papers.example",)))
    with served.client() as client:
        assert client.get("/v1/topics", headers={"Host": "papers.example"}).status_code == 401
        assert client.get("/v1/topics", headers={"Host": "other.example"}).status_code == 421


def test_tokens_that_are_wrong_revoked_or_too_old_open_nothing(served, http) -> None:
    revoked = served.library.create_token(TokenScope.WRITE)
    served.library.revoke_token(revoked.token.id)
    soon = served.library.create_token(TokenScope.READ, expires_at=datetime.now(UTC) + timedelta(milliseconds=50))
    while soon.token.is_valid(datetime.now(UTC)):
        pass
    for secret in ("nonsense", revoked.secret, soon.secret, "x" * 5000):
        assert http.get("/v1/topics", headers=bearer(secret)).status_code == 401, "a bad token is no free reading"
    assert http.get("/v1/topics", headers={"Authorization": "Basic dTpw"}).status_code == 401


def test_secrets_are_not_in_the_database(served) -> None:
    secret = served.library.create_token(TokenScope.READ, name="hidden").secret
    files = [path for path in served.library.settings.data_folder.glob("library.db*") if path.is_file()]
    assert files
    assert not [path for path in files if secret.encode() in path.read_bytes()]


def test_a_session_writes_with_its_csrf_token_and_not_without(served) -> None:
    with served.client() as page:
        opened = page.post("/v1/session")
        cookie = opened.headers["Set-Cookie"]
        assert "HttpOnly" in cookie
        assert "SameSite=strict" in cookie
        csrf = opened.json()["csrf_token"]
        assert page.get("/v1/session").json()["via"] == "session"
        assert page.put(READING, json={"status": None}).status_code == 403
        assert page.put(READING, json={"status": None}, headers={CSRF_HEADER: "wrong"}).status_code == 403
        assert page.put(READING, json={"status": None}, headers={CSRF_HEADER: csrf}).status_code == 200
        page.cookies.set(COOKIE, page.cookies[COOKIE][:-2] + "xx")
        assert page.put(READING, json={"status": None}, headers={CSRF_HEADER: csrf}).status_code == 401


def test_a_session_opened_with_a_token_ends_with_it(public) -> None:
    token = public.library.create_token(TokenScope.WRITE)
    with public.client() as page:
        csrf = page.post("/v1/session", headers=bearer(token.secret)).json()["csrf_token"]
        assert page.put(READING, json={"status": None}, headers={CSRF_HEADER: csrf}).status_code == 200
        public.library.revoke_token(token.token.id)
        assert page.put(READING, json={"status": None}, headers={CSRF_HEADER: csrf}).status_code == 401
        assert page.get("/v1/topics").status_code == 401


@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1.evil.example", "localhost@evil.example", "", "a b", "[::1"]
)
def test_strange_names_are_refused(served, host: str) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", served.port, timeout=10)
    connection.putrequest("GET", "/v1/topics", skip_host=True)
    connection.putheader("Host", host)
    connection.endheaders()
    assert connection.getresponse().status in {400, 421}
    connection.close()


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1:1", "[::1]:8000", "LOCALHOST:80"])
def test_own_names_are_taken(http, host: str) -> None:
    assert http.get("/v1/topics", headers={"Host": host}).status_code == 200


def test_other_sites_pages_change_nothing_and_read_nothing(served, writing) -> None:
    assert writing.put(READING, json={"status": None}, headers={"Origin": "https://evil.example"}).status_code == 403
    assert writing.put(READING, json={"status": None}, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403
    assert writing.put(READING, json={"status": None}, headers={"Origin": served.url}).status_code == 200
    allowed = writing.get("/v1/topics", headers={"Origin": "https://evil.example"}).headers
    assert not [name for name in allowed if name.lower().startswith("access-control-")]
    assert writing.options("/v1/topics", headers={"Origin": "https://evil.example"}).status_code == 405


def test_too_large_bodies_are_refused_announced_or_not(writing) -> None:
    large = b'{"text": "' + b"x" * (2 * 1024 * 1024) + b'"}'
    path = f"{READING}/notes"
    assert writing.post(path, content=large).status_code == 413

    def pieces():
        for start in range(0, len(large), 65536):
            yield large[start : start + 65536]

    assert writing.post(path, content=pieces(), headers={"Content-Type": "application/json"}).status_code == 413


def test_a_client_that_asks_too_often_has_to_wait(start_server) -> None:
    served = start_server(ServeOptions(requests_per_minute=1))  # a hundred for this machine
    with served.client() as client:
        statuses = [client.get("/v1/session").status_code for _ in range(25)]
        assert statuses[:20] == [200] * 20
        refused = client.get("/v1/session")
        assert refused.status_code == 429
        assert 1 <= int(refused.headers["Retry-After"]) <= 60
        assert client.get("/healthz").status_code == 200
        assert 'reason="too-many-requests"' in served.app.state.service.metrics.written().decode()


@pytest.mark.parametrize(
    "path", ["/v1/papers/..%2f..%2fetc%2fpasswd", "/docs/../../etc/passwd", "/docs/..%2f..%2fapp.py", "//etc/passwd"]
)
def test_no_file_can_be_read(served, path: str) -> None:
    with socket.create_connection(("127.0.0.1", served.port), timeout=10) as connection:
        connection.sendall(f"GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".encode())
        answer = b"".join(iter(lambda: connection.recv(65536), b""))
    assert answer.split(b" ")[1] in {b"404", b"422"}
    assert b"root:" not in answer
    assert b"import" not in answer
