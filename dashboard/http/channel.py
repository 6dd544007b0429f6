"""One connection, with a clock of its own: Waitress counts only silence, and a byte now and then is not silence."""

import copy
import socket
import time
from typing import Any

from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser
from waitress.receiver import ChunkedReceiver
from waitress.task import ErrorTask
from waitress.utilities import BadRequest, RequestEntityTooLarge

from dashboard.http import limits


class AddressTooLong(BadRequest):
    """A request whose path and query are longer than any the site has."""

    code = 414
    reason = "URI Too Long"


class Parser(HTTPRequestParser):
    """One request as it comes in: refused as soon as it is too large, and late when it is too slow."""

    def __init__(self, adj: Any) -> None:
        super().__init__(adj)
        self.began_s = time.monotonic()
        self.head_done_s: float | None = None

    def parse_header(self, header_plus: bytes) -> None:
        """Read the head, and settle how large a body this path may have before any of it is kept."""
        super().parse_header(header_plus)
        self.head_done_s = time.monotonic()
        if len(self.request_uri) > limits.MAX_ADDRESS_CHARS:
            self.error = AddressTooLong(f"at most {limits.MAX_ADDRESS_CHARS:,} characters")
            self.completed = True
        self.adj: Any = copy.copy(self.adj)
        self.adj.max_request_body_size = limits.body_bytes(self.path, self.adj.prefix) + 1

    def received(self, data: bytes) -> int:
        """Take what came; return how many bytes of it belong to this request."""
        consumed: int = super().received(data)
        receiver = self.body_rcv
        # Waitress keeps such a line whole however long it grows, and copies it with every read.
        kept = receiver.control_line + receiver.trailer if isinstance(receiver, ChunkedReceiver) else b""
        if len(kept) > limits.MAX_CHUNK_LINE_BYTES and not self.completed:
            self.error = BadRequest("a line of the chunked body is too long")
            self.completed = True
        if isinstance(self.error, RequestEntityTooLarge):
            allowed = limits.body_bytes(self.path, self.adj.prefix)
            self.error = RequestEntityTooLarge(f"at most {allowed:,} bytes may be sent to this address")
        if self.error is not None:
            self.expect_continue = False  # what is refused is not asked for
        return consumed

    def is_late(self, now_s: float) -> bool:
        """Whether an unfinished request has had its time."""
        bounds = self.adj.bounds
        if self.head_done_s is None:
            return now_s - self.began_s > bounds.head_s
        allowed_s = bounds.body_s + self.body_bytes_received / bounds.body_bytes_per_s
        return now_s - self.head_done_s > allowed_s


class Refusal(ErrorTask):
    """The answer to what is no request, or not one that is read: one line."""

    def execute(self) -> None:
        """Write it."""
        error = self.request.error
        text = f"{error.reason}: {' '.join(str(error.body).split())}"[: limits.MAX_LINE_CHARS] + "\n"
        body = text.encode("utf-8", "replace")
        self.status = f"{error.code} {error.reason}"
        self.response_headers += [
            ("Content-Type", "text/plain; charset=utf-8"),
            ("X-Content-Type-Options", "nosniff"),
        ]
        self.channel.refused = True
        self.set_close_on_finish()
        self.content_length = len(body)
        self.write(body)


class Channel(HTTPChannel):
    """A connection that goes when it is idle, late or stalled."""

    parser_class = Parser
    error_task_class = Refusal

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        #: When it was opened, or last got something of an answer. What comes in does not count.
        self.served_s = time.monotonic()
        self.refused = False  # its last request, unread
        self._lingers_until_s: float | None = None
        super().__init__(*args, **kwargs)

    @property
    def is_waiting(self) -> bool:
        """Whether it is the other side's turn: nothing is worked on, and nothing is left to send."""
        return not self.requests and not self.total_outbufs_len

    def is_late(self, now_s: float) -> bool:
        """Whether the other side has had its time."""
        bounds = self.adj.bounds
        if self._lingers_until_s is not None:
            return now_s > self._lingers_until_s
        if self.total_outbufs_len:
            return now_s - self.served_s > bounds.stalled_s
        if self.requests:
            return False  # the delay is ours
        unfinished = self.request
        if unfinished is None:
            return now_s - self.served_s > bounds.idle_s
        return unfinished.is_late(now_s)

    def service(self) -> None:
        """Answer one request."""
        self.served_s = time.monotonic()
        super().service()
        self.served_s = time.monotonic()

    def _flush_some(self, do_close: bool = True) -> bool:
        sent: bool = super()._flush_some(do_close)
        if sent:
            self.served_s = time.monotonic()
        return sent

    # -- after a refusal ------------------------------------------------------------------------------

    def readable(self) -> bool:
        """Whether to read: also what is only read to be dropped."""
        if self._lingers_until_s is not None:
            return not self.will_close
        return bool(super().readable())

    def writable(self) -> bool:
        """Whether there is something to send, or to close."""
        if self._lingers_until_s is not None:
            return bool(self.will_close)
        return bool(super().writable())

    def handle_read(self) -> None:
        """Read, or read and drop."""
        if self._lingers_until_s is None:
            super().handle_read()
            return
        try:
            self.recv(self.adj.recv_bytes)  # closes at the other side's end
        except OSError:
            self.handle_close()

    def handle_write(self) -> None:
        """Send; a refusal is followed by silence, not by a reset that would overtake it."""
        if self.refused and self.close_when_flushed and self._lingers_until_s is None and not self.will_close:
            self._flush_exception(self._flush_some)
            if self.will_close:
                self.handle_close()
            elif not self.total_outbufs_len:
                self._linger()
            return
        super().handle_write()

    def _linger(self) -> None:
        self._lingers_until_s = time.monotonic() + self.adj.bounds.linger_s
        self.close_when_flushed = False
        try:
            self.socket.shutdown(socket.SHUT_WR)
        except OSError:
            self.handle_close()
