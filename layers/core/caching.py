"""A bounded cache whose entries are made once, however many threads ask for one at the same time."""

import threading
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from typing import Any

from cachetools import LRUCache


def _one(_: Any) -> int:
    return 1


class Lru:
    """The least recently used entries go when `limit` is passed; safe between threads.

    `weigh` gives the size of an entry in the unit of `limit` (default: each entry counts one). An entry that is larger
    than the limit is not kept.
    """

    def __init__(self, limit: int, weigh: Callable[[Any], int] = _one) -> None:
        self._entries: LRUCache[Hashable, Any] = LRUCache(limit, getsizeof=weigh)
        self._lock = threading.Lock()
        self._making: dict[Hashable, _Making] = {}

    def get(self, key: Hashable) -> Any | None:
        """Return the entry, or None."""
        with self._lock:
            return self._entries.get(key)

    def set(self, key: Hashable, value: Any) -> None:
        """Keep an entry, and let the oldest go if need be."""
        with self._lock:
            self._entries.pop(key, None)
            if self._entries.getsizeof(value) <= self._entries.maxsize:
                self._entries[key] = value

    def once(self, key: Hashable, make: Callable[[], Any]) -> Any:
        """Return the entry, made by the first who asks; the others wait for that one alone."""
        found = self.get(key)
        if found is not None:
            return found
        with self._alone(key):
            found = self.get(key)
            if found is None:
                found = make()
                self.set(key, found)
            return found

    def __len__(self) -> int:
        return len(self._entries)

    @contextmanager
    def _alone(self, key: Hashable) -> Iterator[None]:
        """Hold the lock of one entry; it goes with the last who wants it."""
        with self._lock:
            making = self._making.setdefault(key, _Making())
            making.wanted += 1
        try:
            with making.lock:
                yield
        finally:
            with self._lock:
                making.wanted -= 1
                if not making.wanted:
                    del self._making[key]


class _Making:
    """The lock of an entry, and how many want it. One thread may take it twice: an entry may be made of others."""

    def __init__(self) -> None:
        self.lock = threading.RLock()
        self.wanted = 0
