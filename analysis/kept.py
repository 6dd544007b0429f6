"""What is kept of what an analysis computed: a bounded cache for each set of frames, so that it goes with its data."""

from weakref import WeakKeyDictionary

from layers.core.build import Frames
from layers.core.caching import Lru

_KEPT: WeakKeyDictionary[Frames, Lru] = WeakKeyDictionary()
_ENTRIES = 512


def kept(frames: Frames) -> Lru:
    """Return the cache that belongs to some frames; its keys say what an entry depends on."""
    return _KEPT.setdefault(frames, Lru(_ENTRIES))
