"""How one server is run: where it is bound, how much it takes on."""

from __future__ import annotations

import ipaddress
import socket
from dataclasses import dataclass
from typing import Final

from paper_reader.settings import Settings

LOOPBACK_NAMES: Final = ("localhost", "localhost.localdomain", "ip6-localhost")
LOCAL_GENEROSITY: Final = 100  # times the requests that a stranger may make
MOST_BODY_BYTES: Final = 1024 * 1024
WAITING_FOR_EACH_THREAD: Final = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class ServeOptions:
    """What `create_app` needs to know beside the library. `host` is what the socket is bound to."""

    host: str = "127.0.0.1"
    allowed_hosts: tuple[str, ...] = ()
    requests_per_minute: int = 600
    threads: int = 4
    most_body_bytes: int = MOST_BODY_BYTES

    @staticmethod
    def of(settings: Settings, host: str) -> ServeOptions:
        """The options that the settings give for a server bound to `host`."""
        return ServeOptions(
            host=host,
            allowed_hosts=settings.allowed_hosts,
            requests_per_minute=settings.requests_per_minute,
            threads=settings.request_threads,
        )

    @property
    def is_loopback(self) -> bool:
        """Whether only this machine can reach the socket."""
        return is_loopback(self.host)

    def allows_host(self, name: str) -> bool:
        """Whether a request may call the server by this name (without port).

        A page elsewhere can make its own name point here (DNS rebinding), but never a bare address. So addresses are
        taken, and of names only those of this machine and those that the settings allow.
        """
        return (
            is_address(name)
            or is_loopback(name)
            or name in {self.host.lower(), *self.allowed_hosts}
            or (not self.is_loopback and name == socket.gethostname().lower())
        )


def is_address(host: str) -> bool:
    """Whether this is an address and no name."""
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def is_loopback(host: str) -> bool:
    """Whether this names the machine itself, as an address or by name."""
    if is_address(host):
        return ipaddress.ip_address(host).is_loopback
    return host.lower().rstrip(".") in LOOPBACK_NAMES
