"""A small load client: a bounded number of GETs over kept connections, on the loopback only."""

from __future__ import annotations

import re
import selectors
import socket
import time
from collections.abc import Sequence
from dataclasses import dataclass

_LENGTH = re.compile(rb"\r\ncontent-length: (\d+)\r\n", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Result:
    """What a run saw."""

    requests: int
    seconds: float
    body_bytes: int

    @property
    def per_second(self) -> float:
        """Requests per second."""
        return self.requests / self.seconds


def run(port: int, paths: Sequence[str], *, connections: int = 8, seconds: float = 3.0) -> Result:
    """GET the paths in turn for a while; raises ``RuntimeError`` on anything but 200."""
    asks = [
        f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nAccept-Encoding: gzip\r\n\r\n".encode()
        for path in paths
    ]
    with selectors.DefaultSelector() as selector:
        socks = [socket.create_connection(("127.0.0.1", port)) for _ in range(connections)]
        try:
            return _drive(selector, socks, asks, seconds)
        finally:
            for sock in socks:
                sock.close()


def _drive(
    selector: selectors.BaseSelector,
    socks: list[socket.socket],
    asks: list[bytes],
    seconds: float,
) -> Result:
    begun, turn, done, received = time.perf_counter(), 0, 0, 0
    buffers: dict[socket.socket, bytes] = {}
    for sock in socks:
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        selector.register(sock, selectors.EVENT_READ, sock)
        buffers[sock] = b""
        sock.sendall(asks[turn % len(asks)])
        turn += 1
    while (now := time.perf_counter()) - begun < seconds:
        for key, _ in selector.select(timeout=1):
            ready: socket.socket = key.data
            data = buffers[ready] + ready.recv(1 << 18)
            length = _complete(data)
            if length is None:
                buffers[ready] = data
                continue
            buffers[ready] = b""
            done, received = done + 1, received + length
            ready.sendall(asks[turn % len(asks)])
            turn += 1
    return Result(done, now - begun, received)


def _complete(data: bytes) -> int | None:
    """Return the length of the body when a whole response has arrived."""
    head, gap, body = data.partition(b"\r\n\r\n")
    if not gap:
        return None
    if not head.startswith(b"HTTP/1.1 200"):
        raise RuntimeError(head[:200].decode(errors="replace"))
    found = _LENGTH.search(head + b"\r\n")
    if not found:
        raise RuntimeError("a response without a length")
    return int(found[1]) if len(body) >= int(found[1]) else None
