"""The memory of rendered pages is bounded and forgets what was not asked for longest."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from education.patients.cache import Memory, pack


def test_least_recently_asked_for_goes_first() -> None:
    memory = Memory[bytes](30, len)
    for key in "abc":
        memory.put(key, key.encode() * 10)
    memory.get("a")
    memory.put("d", b"d" * 10)
    assert memory.get("b") is None
    assert [memory.get(key) for key in "acd"] == [b"a" * 10, b"c" * 10, b"d" * 10]
    assert memory.held == 30


def test_value_put_twice_is_counted_once() -> None:
    memory = Memory[bytes](30, len)
    memory.put("a", b"aa")
    memory.put("a", b"aaa")
    assert memory.held == 3


def test_value_larger_than_the_memory_is_given_but_not_kept() -> None:
    memory = Memory[bytes](3, len)
    assert memory.put("a", b"aaaa") == b"aaaa"
    assert memory.get("a") is None
    assert memory.held == 0


def test_many_threads_leave_the_count_right() -> None:
    memory = Memory[bytes](1000, len)

    def work(n: int) -> None:
        memory.put(n % 50, b"x" * (n % 40))
        memory.get(n % 7)

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(work, range(4000)))
    kept = [memory.get(n) for n in range(50)]
    assert memory.held == sum(len(v) for v in kept if v is not None) <= 1000


def test_packed_page_comes_back_and_its_etag_follows_text_and_bytes() -> None:
    page = pack("<p>é</p>", "f" * 64)
    assert page.plain() == "<p>é</p>".encode()
    assert page.etag.startswith(f'W/"{"f" * 64}-')
    assert pack("<p>e</p>", "f" * 64).etag != page.etag
    assert pack("<p>é</p>", "f" * 64) == page
