"""Connections of a real server on this machine, with short limits: each attack is small, and its own server's."""

import contextlib
import http.client
import select
import socket
import threading
import time
from collections.abc import Callable, Iterator

import pytest

from dashboard.http import limits, server
from dashboard.http.limits import Bounds
from settings import Settings

pytestmark = pytest.mark.slow

QUICK = Bounds(idle_s=0.5, head_s=0.5, body_s=0.5, stalled_s=0.5, body_bytes_per_s=10_000, linger_s=2)
PATIENCE_S = 60  # far more than anything here takes on a busy machine


class Echo:
    """A WSGI application that answers with what it was asked, and counts the bodies it read."""

    def __init__(self) -> None:
        self.bodies: list[int] = []

    def __call__(self, environ, start):
        body = environ["wsgi.input"].read()
        self.bodies.append(len(body))
        size = (
            int(environ["PATH_INFO"].removeprefix("/large/") or 0) if "large" in environ["PATH_INFO"] else 0
        )
        said = f"{environ['wsgi.url_scheme']}://{environ['HTTP_HOST']}{environ['PATH_INFO']} {len(body)}".encode()
        start("200 OK", [("Content-Type", "text/plain")])
        return [b"x" * size or said]


Serve = Callable[..., tuple[int, Echo]]


@pytest.fixture
def serve() -> Iterator[Serve]:
    """Start a server with bounds of one's own; return its port and its application."""
    with contextlib.ExitStack() as stack:

        def start(bounds: Bounds = QUICK, **settings: str) -> tuple[int, Echo]:
            app = Echo()
            made = server.create_server(
                app, host="127.0.0.1", port=0, settings=Settings(**settings), bounds=bounds
            )
            thread = threading.Thread(target=run, args=[made], daemon=True)
            thread.start()

            def stop() -> None:
                made.ended = True
                with contextlib.suppress(OSError):  # it may have ended already, and closed what wakes it
                    made.pull_trigger()
                thread.join(PATIENCE_S)

            stack.callback(stop)
            return int(made.effective_port), app

        yield start


def run(made: server.Server) -> None:
    made.ended = False
    while not made.ended:
        made.asyncore.loop(timeout=0.05, map=made._map, use_poll=made.adj.asyncore_use_poll, count=1)
    made.task_dispatcher.shutdown()
    made.asyncore.close_all(made._map, ignore_all=True)


def connect(port: int) -> socket.socket:
    return socket.create_connection(("127.0.0.1", port), timeout=PATIENCE_S)


def ask(port: int, method: str = "GET", path: str = "/", body=None, headers=(), **more) -> tuple[int, str]:
    asked = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE_S)
    with contextlib.closing(asked):
        asked.request(method, path, body, dict(headers), **more)
        answer = asked.getresponse()
        return answer.status, answer.read().decode()


def until_gone(connection: socket.socket) -> None:
    """Wait until the other side closes; a `TimeoutError` if it does not."""
    with contextlib.suppress(ConnectionError):
        while connection.recv(65536):
            pass


@pytest.mark.skipif(not hasattr(select, "poll"), reason="select holds some 500 connections")
def test_a_thousand_idle_connections_are_held_while_others_are_answered(serve):
    port, _ = serve(Bounds())
    with contextlib.ExitStack() as stack:
        held = [stack.enter_context(connect(port)) for _ in range(1_000)]
        assert (
            ask(port)[0] == 200
        )  # with all of them open; before, it waited until they were silent for two minutes
        for one in (held[0], held[-1]):  # nobody had to go
            one.sendall(b"GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
            assert one.recv(100).startswith(b"HTTP/1.1 200")


def test_one_more_than_are_held_takes_the_place_of_the_longest_unused(serve):
    port, _ = serve(Bounds(connections=20, idle_s=3_600, head_s=3_600))  # none of them is late
    with contextlib.ExitStack() as stack:
        held = []
        for _ in range(40):
            held.append(stack.enter_context(connect(port)))
            held[-1].sendall(b"GET / HTTP/1.1\r\n")  # the attack: half a head each
        assert ask(port)[0] == 200
        until_gone(held[0])


def test_an_idle_connection_goes(serve):
    port, _ = serve()
    with connect(port) as idle:
        until_gone(idle)


def test_a_connection_that_sends_empty_lines_is_idle(serve):
    port, _ = serve()
    with connect(port) as idle, dripping(idle, b"\r\n\r\n"):
        until_gone(idle)


def test_a_head_that_drips_goes_though_it_is_never_silent(serve):
    port, app = serve()
    with connect(port) as slow:
        slow.sendall(b"GET / HTTP/1.1\r\nX: ")
        with dripping(slow, b"a"):
            until_gone(slow)
    assert app.bodies == []


@pytest.mark.parametrize("head", [b"Content-Length: 60000", b"Transfer-Encoding: chunked"])
def test_a_body_that_drips_goes_though_it_is_never_silent(serve, head):
    port, app = serve()
    with connect(port) as slow:
        slow.sendall(b"POST / HTTP/1.1\r\nHost: x\r\n" + head + b"\r\n\r\n")
        with dripping(slow, b"1\r\nx\r\n"):
            until_gone(slow)
    assert app.bodies == []


def test_a_body_that_keeps_the_rate_may_take_longer_than_a_head(serve):
    port, app = serve(Bounds(body_s=1, body_bytes_per_s=1_000, idle_s=0.5, head_s=0.5))
    with connect(port) as steady:
        steady.sendall(b"POST / HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 30000\r\n\r\n")
        for _ in range(15):
            steady.sendall(b"x" * 2_000)
            time.sleep(0.1)  # not a wait for something: this is the rate
        assert steady.recv(100).startswith(b"HTTP/1.1 200")
    assert app.bodies == [30_000]


def test_an_answer_that_nobody_takes_is_dropped_and_holds_no_thread(serve):
    port, _ = serve()
    with contextlib.ExitStack() as stack:
        for _ in range(12):  # more than there are threads
            deaf = stack.enter_context(connect(port))
            deaf.sendall(b"GET /large/20000000 HTTP/1.1\r\nHost: x\r\n\r\n")
        assert ask(port)[0] == 200


@contextlib.contextmanager
def dripping(connection: socket.socket, drop: bytes) -> Iterator[None]:
    """Send a few bytes every tenth of a second until the other side has enough."""
    ended = threading.Event()

    def drip() -> None:
        with contextlib.suppress(OSError):
            while not ended.wait(0.1):
                connection.sendall(drop)

    thread = threading.Thread(target=drip, daemon=True)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join(PATIENCE_S)


# -- bodies ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "most"),
    [("/anything", 64_000), ("/_dash-update-component", 1_000_000), ("/scenario", 64_000_000)],
)
def test_a_body_is_refused_by_its_length_before_it_is_sent(serve, path, most):
    port, app = serve()
    with connect(port) as sender:
        sender.sendall(f"POST {path} HTTP/1.1\r\nHost: x\r\nContent-Length: {most + 1}\r\n\r\n".encode())
        head, _, said = read(sender).partition("\r\n\r\n")
    assert head.startswith("HTTP/1.1 413 ")
    assert said == f"Request Entity Too Large: at most {most:,} bytes may be sent to this address\n"
    assert app.bodies == []


def test_a_body_of_the_most_allowed_is_read(serve):
    port, _ = serve()
    assert ask(port, "POST", "/anything", b"x" * limits.MAX_BODY_BYTES)[1].endswith(" 64000")


def test_a_body_without_a_length_is_refused_while_it_comes(serve):
    port, app = serve()
    chunks = (b"[],[],[]" * 1_000 for _ in range(200))  # 1.6 MB, were it read
    status, said = ask(port, "POST", "/_dash-update-component", chunks, encode_chunked=True,
                       headers={"Transfer-Encoding": "chunked"})  # fmt: skip
    assert (status, said.count("\n")) == (413, 1)
    assert app.bodies == []


def test_who_sends_a_body_too_large_gets_to_read_why(serve):
    port, _ = serve()
    assert ask(port, "POST", "/anything", b"x" * 8_000_000)[0] == 413  # not a reset in the middle of it


def test_what_is_refused_is_not_asked_for(serve):
    port, _ = serve()
    with connect(port) as polite:
        polite.sendall(
            b"POST / HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 99999999\r\n\r\n"
        )
        assert read(polite).startswith("HTTP/1.1 413 ")


@pytest.mark.parametrize(
    ("head", "status"),
    [
        (b"GET /?" + b"a" * 8_000 + b" HTTP/1.1\r\nHost: x\r\n\r\n", 414),
        (b"GET / HTTP/1.1\r\nHost: x\r\nX: " + b"a" * 33_000 + b"\r\n\r\n", 431),
        (b"nonsense\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\nHost: x\r\nX y: 1\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\nHost: x\r\nX: " + b"a" * 500 + b"\n\r\n\r\n", 400),
        (b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n", 400),
        (b"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: gzip\r\n\r\n", 501),
        (b"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n" + b"1;" + b"a" * 9_000, 400),
    ],
    ids=["address", "head", "no request", "header", "bare line feed", "length", "coding", "chunk line"],
)
def test_what_is_no_request_is_refused_in_a_short_line(serve, head, status):
    port, app = serve()
    with connect(port) as sender:
        sender.sendall(head)
        found, _, said = read(sender).partition("\r\n\r\n")
    assert found.startswith(f"HTTP/1.1 {status} ") or found.startswith(f"HTTP/1.0 {status} ")
    assert said.count("\n") == 1
    assert len(said) <= limits.MAX_LINE_CHARS + 1
    assert app.bodies == []


def read(connection: socket.socket) -> str:
    """What the other side says until it closes."""
    said = b""
    with contextlib.suppress(ConnectionError):
        while got := connection.recv(65536):
            said += got
    return said.decode()


# -- proxies -----------------------------------------------------------------------------------------


FORWARDED = {"Host": "inside", "X-Forwarded-Proto": "https", "X-Forwarded-Host": "maps.example.org"}


def test_a_trusted_proxy_says_how_the_site_is_reached(serve):
    port, _ = serve(trusted_proxy="127.0.0.1")
    assert ask(port, headers=FORWARDED)[1].startswith("https://maps.example.org/")


@pytest.mark.parametrize("trusted", ["", "192.0.2.7"])
def test_nobody_else_does(serve, trusted):
    port, _ = serve(trusted_proxy=trusted)
    assert ask(port, headers=FORWARDED)[1].startswith("http://inside/")


# -- files -------------------------------------------------------------------------------------------


def test_where_few_files_may_be_open_fewer_connections_are_held(monkeypatch):
    resource = pytest.importorskip("resource")
    asked = []
    monkeypatch.setattr(resource, "getrlimit", lambda _: (256, 1_200))
    monkeypatch.setattr(resource, "setrlimit", lambda _, limit: asked.append(limit))
    assert server.within_files(Bounds()).connections == 300
    assert asked == [(1_200, 1_200)]


def test_without_poll_as_many_connections_are_held_as_select_can_wait_for(monkeypatch):
    monkeypatch.delattr(select, "poll", raising=False)
    assert server.within_files(Bounds()).connections < 512
