"""Link check: off unless asked for, bounded, and never inside the house."""

from __future__ import annotations

import ipaddress
import socket
import threading
from collections.abc import Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from django.utils import timezone

from education.audit.history import acting
from education.evidence.models import Source
from education.exchange.models import LinkCheck
from education.exchange.sources import links, probe
from education.exchange.sources.links import check_links
from education.exchange.sources.probe import Address, is_public
from education.people.models import User
from tests.builders import edit, make_source


class _Pages(BaseHTTPRequestHandler):
    """A small world: what each path answers."""

    asked: list[str] = []

    def do_HEAD(self) -> None:
        self._answer()

    def do_GET(self) -> None:
        self._answer()

    def _answer(self) -> None:
        self.asked.append(f"{self.command} {self.path}")
        status, to = {
            "/fine": (200, ""),
            "/gone": (404, ""),
            "/moved": (301, "/fine"),
            "/for-now": (302, "/fine"),
            "/round": (302, "/round"),
            "/away": (302, "http://169.254.169.254/latest"),
            "/file": (302, "file:///etc/passwd"),
            "/no-heads": (405 if self.command == "HEAD" else 200, ""),
            "/busy": (503, ""),
        }.get(self.path, (404, ""))
        self.send_response(status)
        if to:
            self.send_header("Location", to)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: Any) -> None:
        pass


@pytest.fixture
def world() -> Iterator[str]:
    """A server on this machine; its address."""
    _Pages.asked.clear()
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Pages)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


def loopback(address: Address, port: int) -> bool:
    """Tests alone reach this machine, because they say so."""
    return address.is_loopback


@pytest.mark.parametrize(
    ("path", "result", "note"),
    [
        ("/fine", "ok", ""),
        ("/for-now", "ok", ""),
        ("/no-heads", "ok", ""),
        ("/moved", "moved", "Now at "),
        ("/gone", "broken", "Answered 404"),
        ("/round", "broken", "without an end"),
        ("/busy", "unreached", "Answered 503"),
        ("/away", "refused", "private network"),
        ("/file", "refused", "Only http and https"),
    ],
)
def test_an_address_fares_as_it_answers(world: str, path: str, result: str, note: str) -> None:
    answer = probe.probe(world + path, loopback)
    assert (answer.result, note in answer.note) == (result, True)


def test_heads_are_asked_for_first(world: str) -> None:
    probe.probe(world + "/no-heads", loopback)
    assert _Pages.asked == ["HEAD /no-heads", "GET /no-heads"]


def test_the_guard_is_closed_unless_told_otherwise(world: str) -> None:
    assert probe.probe(world + "/fine").result == "refused"
    assert _Pages.asked == []


@pytest.mark.parametrize(
    "address",
    ["127.0.0.1", "10.1.2.3", "192.168.1.1", "172.16.0.1", "169.254.169.254", "0.0.0.0",  # noqa: S104
     "100.64.0.1", "224.0.0.1", "::1", "fe80::1", "fd00::1", "::ffff:127.0.0.1", "::"],
)  # fmt: skip
def test_no_private_address_is_public(address: str) -> None:
    assert not is_public(ipaddress.ip_address(address), 443)


def test_the_net_is_public_at_the_ports_of_pages_only() -> None:
    net = ipaddress.ip_address("93.184.215.14")
    assert [port for port in (22, 80, 443, 6379, 8080) if is_public(net, port)] == [80, 443]


@pytest.mark.parametrize(
    "url",
    ["ftp://example.org/x", "http:///x", "https://[::1", "http://localhost:99999/", "http://\x00/",
     "javascript:alert(1)", "http://127.1/", "http://2130706433/"],
)  # fmt: skip
def test_odd_addresses_are_not_tried(url: str) -> None:
    assert probe.probe(url).result in ("refused", "unreached")


def test_a_server_that_says_nothing_is_left_in_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(probe, "STEP", 0.2)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"http://127.0.0.1:{silent.getsockname()[1]}/"
        assert probe.probe(url, loopback).result == "unreached"


def test_a_server_that_drips_is_left_in_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(probe, "WHOLE", 0.3)
    stop = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as server:

        def drip() -> None:
            peer, _ = server.accept()
            with peer:
                while not stop.wait(0.02):
                    try:
                        peer.send(b"x")
                    except OSError:
                        return

        thread = threading.Thread(target=drip)
        thread.start()
        url = f"http://127.0.0.1:{server.getsockname()[1]}/"
        assert probe.probe(url, loopback).result == "unreached"
        stop.set()
        thread.join()


@pytest.fixture
def sources(alice: User, world: str) -> dict[str, Source]:
    return {p: make_source(alice, title=p, url=f"{world}/{p}") for p in ("fine", "gone")}


def test_nothing_is_tried_by_default(sources: dict[str, Source]) -> None:
    assert list(check_links(loopback)) == []
    assert _Pages.asked == []
    assert not LinkCheck.objects.exists()


def test_the_job_notes_how_each_fared_and_waits_some_days(
    sources: dict[str, Source], settings: Any
) -> None:
    settings.LINK_CHECK_DAYS = 30
    assert [line.rpartition(": ")[2] for line in check_links(loopback)] == ["works", "not there"]
    assert list(check_links(loopback)) == []
    old = timezone.now() - timedelta(days=31)
    LinkCheck.objects.filter(source=sources["gone"]).update(checked_at=old)
    assert len(list(check_links(loopback))) == 1


def test_a_new_address_is_tried_at_once(
    sources: dict[str, Source], settings: Any, alice: User, world: str
) -> None:
    settings.LINK_CHECK_DAYS = 30
    list(check_links(loopback))
    edit(sources["gone"], by=alice, url=f"{world}/moved")
    assert len(list(check_links(loopback))) == 1
    assert LinkCheck.objects.get(source=sources["gone"]).result == "moved"


def test_a_run_tries_a_few_and_goes_on_next_time(
    sources: dict[str, Source], settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.LINK_CHECK_DAYS = 30
    monkeypatch.setattr(links, "A_RUN", 1)
    assert [len(list(check_links(loopback))) for _ in range(3)] == [1, 1, 0]


def test_a_source_that_was_tried_can_still_be_deleted(
    sources: dict[str, Source], settings: Any, alice: User
) -> None:
    settings.LINK_CHECK_DAYS = 30
    list(check_links(loopback))
    with acting(alice):
        sources["gone"].delete()
    assert LinkCheck.objects.count() == 1
