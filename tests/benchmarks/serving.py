"""Servers and databases of a benchmark: made for it, on the loopback, and gone afterwards."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

from tests.benchmarks.load import Ask, run

ROOT = Path(__file__).resolve().parents[2]
CORES = sorted(os.sched_getaffinity(0))
SCRATCH = "countersign_benchmark"
NGINX = """
daemon off; worker_processes 1; pid {folder}/nginx.pid; error_log {folder}/nginx.log;
events {{ worker_connections 64; }}
http {{
  access_log off; keepalive_requests 10000000; default_type text/html; gzip_static always;
  client_body_temp_path {folder}/t1; proxy_temp_path {folder}/t2; fastcgi_temp_path {folder}/t3;
  uwsgi_temp_path {folder}/t4; scgi_temp_path {folder}/t5;
  server {{ listen 127.0.0.1:{port}; root {folder}/same; }}
}}
"""


@contextmanager
def database(folder: str) -> Iterator[str]:
    """Give the address of a database that is new, and gone afterwards.

    SQLite in the folder; with ``DATABASE_URL`` another database on its PostgreSQL server.
    """
    given = os.environ.get("DATABASE_URL", "")
    if not given.startswith("postgres"):
        yield f"sqlite:///{folder}/db.sqlite3"
        return
    parts = urlsplit(given)
    run_sql = ["psql", "-q", "-v", "ON_ERROR_STOP=1", given, "-c"]
    drop = f"DROP DATABASE IF EXISTS {SCRATCH} WITH (FORCE)"
    subprocess.run([*run_sql, drop], check=True)
    subprocess.run([*run_sql, f"CREATE DATABASE {SCRATCH}"], check=True)
    try:
        yield urlunsplit(parts._replace(path=f"/{SCRATCH}"))
    finally:
        subprocess.run([*run_sql, drop], check=True)


@dataclass(frozen=True, slots=True)
class Server:
    """A server that runs."""

    port: int
    pid: int

    def measure(self, asks: Sequence[Ask], seconds: float) -> tuple[float, float]:
        """Return requests per second, and seconds of processor time per request."""
        before = self._processor_seconds()
        requests, taken = run(self.port, asks, seconds=seconds)
        spent = self._processor_seconds() - before
        return requests / taken, spent / requests

    def _processor_seconds(self) -> float:
        """Return what the server's worker processes have used of the processor (Linux)."""
        ticks = 0
        for stat in Path("/proc").glob("[0-9]*/stat"):
            with suppress(OSError):
                fields = stat.read_text().rpartition(")")[2].split()
                if int(fields[1]) == self.pid:
                    ticks += int(fields[11]) + int(fields[12])
        return ticks / os.sysconf("SC_CLK_TCK")


def free_port() -> int:
    """Return a port of the loopback that nobody listens on."""
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        port: int = sock.getsockname()[1]
        return port


@contextmanager
def served(application: str) -> Iterator[Server]:
    """Serve a WSGI application by granian with one worker on the first core."""
    port = free_port()
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--workers", "1"]
    command += ["--no-ws", "--host", "127.0.0.1", "--port", str(port), application]
    with _running(command, port) as server:
        yield server


@contextmanager
def served_by_nginx(folder: str) -> Iterator[Server | None]:
    """Serve the files of ``folder``/same, packed already, with one worker on the first core.

    None where nginx is not installed.
    """
    if not (nginx := shutil.which("nginx")):
        yield None
        return
    port = free_port()
    config = Path(folder, "nginx.conf")
    config.write_text(NGINX.format(folder=folder, port=port))
    Path(folder).chmod(0o755)  # Its workers are somebody else.
    with _running([nginx, "-e", f"{folder}/nginx.log", "-c", str(config)], port) as server:
        yield server


@contextmanager
def _running(command: list[str], port: int) -> Iterator[Server]:
    server = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, preexec_fn=_first_core)
    try:
        for _ in range(100):
            with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
                break
            time.sleep(0.2)
        yield Server(port, server.pid)
    finally:
        server.terminate()
        try:
            server.wait(timeout=10)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()


def _first_core() -> None:
    os.sched_setaffinity(0, CORES[:1])
