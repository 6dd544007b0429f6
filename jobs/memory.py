"""Giving memory back to the system after work that took much of it."""

import ctypes
import gc
import sys
import threading
from collections.abc import Callable
from functools import cache

_AFTER_S = 1.0
_timer: threading.Timer | None = None
_lock = threading.Lock()


def release_soon() -> None:
    """Release memory once nobody has asked for that for a second: to collect takes time that a figure would wait."""
    global _timer
    with _lock:
        if _timer is not None:
            _timer.cancel()
        _timer = threading.Timer(_AFTER_S, release)
        _timer.daemon = True
        _timer.start()


def release() -> None:
    """Give back what is no longer used: a figure's parts hold each other, and glibc keeps what was freed."""
    gc.collect()
    _trim()(0)


@cache
def _trim() -> Callable[[int], object]:
    """Return glibc's own function; nothing to do on other systems."""
    if sys.platform == "linux":
        try:
            return ctypes.CDLL(None).malloc_trim  # type: ignore[no-any-return]
        except (OSError, AttributeError):  # musl
            pass
    return lambda pad: None
