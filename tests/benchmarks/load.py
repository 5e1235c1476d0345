"""Load on the loopback: a bounded number of GETs over kept connections, then it stops by itself.

By ``wrk`` where it is installed, else by a client of our own, which is slower than a fast server:
there the processor time per request tells more than the requests per second.
"""

from __future__ import annotations

import json
import re
import selectors
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

CONNECTIONS = 8
_LENGTH = re.compile(rb"\r\ncontent-length: (\d+)\r\n", re.IGNORECASE)
_TOTAL = re.compile(r"(\d+) requests in ([\d.]+)(m?)s")
_BAD = re.compile(r"Non-2xx or 3xx responses: (\d+)|Socket errors: (.*)")
#: Asks in turn, each with its own ETag when it has one.
_SCRIPT = """
local asks, n = {}, 0
init = function()
  for line in io.lines(%s) do
    local path, etag = line:match("([^\\t]*)\\t(.*)")
    local headers = { ["Host"] = wrk.host .. ":" .. wrk.port, ["Accept-Encoding"] = "gzip" }
    if etag ~= "" then headers["If-None-Match"] = etag end
    asks[#asks + 1] = wrk.format("GET", path, headers)
  end
end
request = function() n = n %% #asks + 1; return asks[n] end
"""


@dataclass(frozen=True, slots=True)
class Ask:
    """One thing to ask for; with an ETag, to be told that nothing changed."""

    path: str
    etag: str = ""

    def wire(self, port: int) -> bytes:
        """Return the request as it is sent."""
        known = f"If-None-Match: {self.etag}\r\n" if self.etag else ""
        return (
            f"GET {self.path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n"
            f"Accept-Encoding: gzip\r\n{known}\r\n"
        ).encode()


def run(port: int, asks: Sequence[Ask], *, seconds: float) -> tuple[int, float]:
    """GET in turn for a while; return how many were answered, in how many seconds.

    Raises ``RuntimeError`` on anything but 200 and 304.
    """
    if wrk := shutil.which("wrk"):
        return _by_wrk(wrk, port, asks, seconds)
    with selectors.DefaultSelector() as selector:
        socks = [socket.create_connection(("127.0.0.1", port)) for _ in range(CONNECTIONS)]
        try:
            return _drive(selector, socks, [ask.wire(port) for ask in asks], seconds)
        finally:
            for sock in socks:
                sock.close()


def _by_wrk(wrk: str, port: int, asks: Sequence[Ask], seconds: float) -> tuple[int, float]:
    with tempfile.TemporaryDirectory() as folder:
        lines, script = Path(folder, "asks"), Path(folder, "asks.lua")
        lines.write_text("".join(f"{ask.path}\t{ask.etag}\n" for ask in asks))
        script.write_text(_SCRIPT % json.dumps(str(lines)))
        command = [wrk, "-t1", f"-c{CONNECTIONS}", f"-d{max(1, round(seconds))}s", "-s", script]
        done = subprocess.run(
            [*map(str, command), f"http://127.0.0.1:{port}"],
            check=True,
            capture_output=True,
            text=True,
        )
    total = _TOTAL.search(done.stdout)
    if total is None or _BAD.search(done.stdout):
        raise RuntimeError(done.stdout)
    return int(total[1]), float(total[2]) / (1000 if total[3] else 1)


def _drive(
    selector: selectors.BaseSelector,
    socks: list[socket.socket],
    asks: list[bytes],
    seconds: float,
) -> tuple[int, float]:
    begun, turn, done = time.perf_counter(), 0, 0
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
            if not _complete(data):
                buffers[ready] = data
                continue
            buffers[ready] = b""
            done += 1
            ready.sendall(asks[turn % len(asks)])
            turn += 1
    return done, now - begun


def _complete(data: bytes) -> bool:
    """Tell whether a whole response has arrived."""
    head, gap, body = data.partition(b"\r\n\r\n")
    if not gap:
        return False
    if head.startswith(b"HTTP/1.1 304"):
        return True
    if not head.startswith(b"HTTP/1.1 200"):
        raise RuntimeError(head[:200].decode(errors="replace"))
    found = _LENGTH.search(head + b"\r\n")
    if not found:
        raise RuntimeError("a response without a length")
    return len(body) >= int(found[1])
