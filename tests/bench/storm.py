"""One storm on one server: 30 figures, 250 held connections and two decks, with `/health` asked all the while.

    python -m tests.bench.storm

The server is a process of its own on this machine, and nothing else is asked. Prints how long `/health` took, what
became of the figures and decks, and the server's memory before, at most, and half a minute afterwards.
"""

import http.client
import socket
import statistics
import threading
import time
from collections import Counter
from contextlib import ExitStack
from urllib.error import HTTPError
from urllib.request import urlopen

from tests.bench.server import Server
from tests.deck_client import DeckClient

FIGURES, CONNECTIONS, DECKS = 30, 250, 2
_HEALTH_EVERY_S = 0.1
_SETTLE_S = 30.0
_MOST_S = 240.0


def main() -> None:
    """Raise the storm and print what it did."""
    with Server("ours") as server, ExitStack() as held:
        address = server.base.removeprefix("http://").split(":")
        before_mb = server.memory_mb
        for _ in range(CONNECTIONS):
            one = held.enter_context(socket.create_connection((address[0], int(address[1])), timeout=20))
            one.sendall(b"GET /health HTTP/1.1\r\n")  # half a head each
        results: Counter[str] = Counter()
        workers = [threading.Thread(target=_figure, args=(server.base, n, results)) for n in range(FIGURES)]
        workers += [threading.Thread(target=_deck, args=(server.base, results)) for _ in range(DECKS)]
        for worker in workers:
            worker.start()
        waits_s, peak_mb, end = [], before_mb, time.monotonic() + _MOST_S
        while any(worker.is_alive() for worker in workers) and time.monotonic() < end:
            waits_s.append(_health_s(address))
            peak_mb = max(peak_mb, server.memory_mb)
            time.sleep(_HEALTH_EVERY_S)
        time.sleep(_SETTLE_S)
        print(
            f"/health: {len(waits_s)} times, median {statistics.median(waits_s):.3f} s, at worst {max(waits_s):.2f} s"
        )
        print(f"answers: {dict(sorted(results.items()))}")
        after_mb = server.memory_mb
        print(
            f"memory with children: {before_mb:.0f} MB before, {peak_mb:.0f} at most, {after_mb:.0f} afterwards"
        )


def _health_s(address: list[str]) -> float:
    began = time.perf_counter()
    asked = http.client.HTTPConnection(address[0], int(address[1]), timeout=60)
    asked.request("GET", "/health")
    asked.getresponse().read()
    asked.close()
    return time.perf_counter() - began


def _figure(base: str, number: int, results: Counter[str]) -> None:
    try:
        with urlopen(
            f"{base}/snapshot.png?layout=slide-16x9&view=31,48.6,{5 + number / 100}", timeout=120
        ) as answer:
            results[f"figure {answer.status}"] += 1
    except HTTPError as refused:
        results[f"figure {refused.code}"] += 1


def _deck(base: str, results: Counter[str]) -> None:
    client = DeckClient.of_address(base, lambda load: load())
    client.start(
        briefing="default", kind="pptx", theme="light", notes_pages=False, yaml=None, key=str(id(client))
    )
    said, _ = client.finish(timeout_s=_MOST_S)
    results["deck made" if "Download" in str(said) else f"deck: {said}"] += 1


if __name__ == "__main__":
    main()
