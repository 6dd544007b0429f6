"""The server: Waitress with connections that have a clock (`channel`), and room for a thousand of them."""

import select
import time
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from waitress.adjustments import Adjustments
from waitress.server import MultiSocketServer, TcpWSGIServer
from waitress.task import ThreadedTaskDispatcher

from dashboard.http import limits
from dashboard.http.channel import Channel
from dashboard.http.limits import Bounds
from dashboard.turns import SERVER_THREADS
from settings import Settings

#: Connections above the bound that are still taken, while the longest unused ones are on their way out.
_RESERVE = 64
#: Waitress takes one at a time, and looks at every other in between: a thousand would take more than a second.
_ACCEPTED_AT_ONCE = 32
#: A connection may hold its socket, its request and its answer, both in files when they are long.
_FILES_EACH = 3
_FILES_ELSE = 300
#: What `select` can wait for where there is no `poll` (Windows).
_SELECT_MOST = 500


class Server(TcpWSGIServer):
    """A listening socket."""

    channel_class = Channel

    def maintenance(self, now: float) -> None:
        """Let go what is late."""
        now_s = time.monotonic()
        for channel in list(self.active_channels.values()):
            if channel.is_late(now_s):
                channel.will_close = True

    def handle_accept(self) -> None:
        """Take the connections that wait; where there are too many, the longest unused one goes for each."""
        for _ in range(_ACCEPTED_AT_ONCE):
            held = len(self.active_channels)
            if held >= self.adj.bounds.connections:
                unused = [
                    one for one in self.active_channels.values() if one.is_waiting and not one.will_close
                ]
                if unused:
                    min(unused, key=lambda one: one.served_s).will_close = True
            super().handle_accept()
            if len(self.active_channels) == held:  # nobody waits any more
                return


def create_server(
    application: Callable[..., Any],
    *,
    host: str,
    port: int,
    settings: Settings | None = None,
    bounds: Bounds | None = None,
) -> Server | MultiSocketServer:
    """Return a server that listens; `run` serves until it is stopped.

    `settings` name the proxy that is trusted and the path the site lies under (default: none).
    """
    settings = settings or Settings()
    bounds = within_files(bounds or Bounds())
    trusted = (
        {"trusted_proxy": settings.trusted_proxy,
         "trusted_proxy_headers": "x-forwarded-for x-forwarded-host x-forwarded-proto x-forwarded-port"}
        if settings.trusted_proxy else {}
    )  # fmt: skip
    adj = Adjustments(
        host=host,
        port=port,
        threads=SERVER_THREADS,
        server_name="localhost",
        connection_limit=bounds.connections + _RESERVE,
        cleanup_interval=1,
        asyncore_use_poll=hasattr(select, "poll"),
        max_request_header_size=limits.MAX_HEAD_BYTES,
        max_request_body_size=limits.MAX_UPLOAD_BYTES,
        inbuf_overflow=64_000,
        outbuf_overflow=256_000,
        outbuf_high_watermark=256 << 20,  # a reader however slow holds a file, not a thread
        log_socket_errors=False,
        **trusted,
    )
    adj.bounds = bounds
    adj.prefix = settings.prefix
    dispatcher = ThreadedTaskDispatcher()
    dispatcher.set_thread_count(adj.threads)
    sockets: dict[int, Any] = {}
    servers = [
        Server(application, sockets, dispatcher=dispatcher, adj=adj, sockinfo=sockinfo)
        for sockinfo in adj.listen
    ]
    if len(servers) == 1:
        return servers[0]
    listening = [(one.effective_host, one.effective_port) for one in servers]
    return MultiSocketServer(sockets, adj, listening, dispatcher, servers[0].log_info)


def within_files(bounds: Bounds) -> Bounds:
    """Return the bounds with as many connections as this process may open files for, having asked for more."""
    if not hasattr(select, "poll"):
        return replace(bounds, connections=min(bounds.connections, _SELECT_MOST - _RESERVE))
    import resource  # not there on Windows

    wanted = bounds.connections * _FILES_EACH + _FILES_ELSE
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        allowed = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
        try:
            resource.setrlimit(resource.RLIMIT_NOFILE, (allowed, hard))
            soft = allowed
        except (OSError, ValueError):  # a system may allow less than it says
            pass
        most = max(16, (soft - _FILES_ELSE) // _FILES_EACH)
        return replace(bounds, connections=min(bounds.connections, most))
    return bounds
