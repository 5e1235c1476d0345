"""Trying one address, bounded in time, and never an address inside the house.

The name is looked up once and the connection goes to the very address that was judged, so that a
name cannot be public when asked and private when reached; each redirect is judged anew.
"""

from __future__ import annotations

import http.client
import ipaddress
import socket
import ssl
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from education.exchange.models import LinkCheck

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
#: Says of an address and a port whether they may be reached.
Reach = Callable[[Address, int], bool]

#: Seconds that one step, and that one whole question, may take.
STEP, WHOLE = 5.0, 10.0
_REDIRECTS = 5
_AGENT = "Countersign link check"
_Result = LinkCheck.Result


@dataclass(frozen=True, slots=True)
class Answer:
    """How an address fared."""

    result: str
    note: str = ""


class _NotReached(Exception):
    """There was no answer; says why."""


class _Forbidden(Exception):
    """This address is not to be tried."""


def is_public(address: Address, port: int) -> bool:
    """Tell whether an address is out on the net, at a port where pages are served."""
    mapped = getattr(address, "ipv4_mapped", None) or address
    return mapped.is_global and not mapped.is_multicast and port in (80, 443)


def probe(url: str, may_reach: Reach = is_public) -> Answer:
    """Ask for an address: its head first, the page itself where heads are not given."""
    at, moved = url, False
    try:
        for _ in range(_REDIRECTS + 1):
            status, to = _asked(at, "HEAD", may_reach)
            if status in (400, 403, 404, 405, 501):
                status, to = _asked(at, "GET", may_reach)
            if status not in (301, 302, 303, 307, 308) or not to:
                return _answer(status, at if moved else "")
            moved = moved or status in (301, 308)
            at = urljoin(at, to)
    except _Forbidden as why:
        return Answer(_Result.REFUSED, str(why)[:500])
    except _NotReached as why:
        return Answer(_Result.UNREACHED, str(why)[:500])
    return Answer(_Result.BROKEN, "It leads from one address to the next without an end.")


def _answer(status: int, moved_to: str) -> Answer:
    if 200 <= status < 300:
        return Answer(_Result.MOVED, f"Now at {moved_to}"[:500]) if moved_to else Answer(_Result.OK)
    if status in (404, 410):
        return Answer(_Result.BROKEN, f"Answered {status}: there is no such page.")
    # Publishers turn machines away: that says nothing about the page.
    return Answer(_Result.UNREACHED, f"Answered {status}: look by hand.")


def _asked(url: str, method: str, may_reach: Reach) -> tuple[int, str]:
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port or (443 if parts.scheme == "https" else 80)
    except ValueError:
        raise _Forbidden("This is no address.") from None
    if parts.scheme not in ("http", "https") or not host:
        raise _Forbidden("Only http and https are tried.")
    path = parts.path or "/"
    where = (path + (f"?{parts.query}" if parts.query else "")).replace(" ", "%20")
    try:
        address = _judged(host, port, may_reach)
        return _over(_connection(parts.scheme, host, port, address), method, where)
    except (OSError, http.client.HTTPException, UnicodeError, ValueError) as error:
        why = str(error) or type(error).__name__
        raise _NotReached(f"No answer: {why}.") from None


def _judged(host: str, port: int, may_reach: Reach) -> str:
    """Look a name up; all that it stands for has to be allowed."""
    found = [str(info[4][0]) for info in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    for text in found:
        if not may_reach(ipaddress.ip_address(text.partition("%")[0]), port):
            raise _Forbidden("This address is inside a private network, or at an unusual port.")
    if not found:
        raise _NotReached("No answer: the name stands for nothing.")
    return found[0]


def _connection(scheme: str, host: str, port: int, address: str) -> http.client.HTTPConnection:
    sock = socket.create_connection((address, port), timeout=STEP)
    try:
        if scheme == "https":
            sock = ssl.create_default_context().wrap_socket(sock, server_hostname=host)
    except BaseException:
        sock.close()
        raise
    connection = http.client.HTTPConnection(host, port, timeout=STEP)
    connection.sock = sock
    return connection


def _over(connection: http.client.HTTPConnection, method: str, where: str) -> tuple[int, str]:
    # An answer that drips byte by byte stays within each step's time: the whole has an end too.
    timer = threading.Timer(WHOLE, _shut, [connection.sock])
    timer.daemon = True
    timer.start()
    try:
        connection.request(method, where, headers={"User-Agent": _AGENT, "Connection": "close"})
        with connection.getresponse() as response:
            return response.status, response.headers.get("Location", "")
    finally:
        timer.cancel()
        connection.close()


def _shut(sock: socket.socket) -> None:
    with suppress(OSError):
        sock.shutdown(socket.SHUT_RDWR)
