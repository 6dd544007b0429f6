"""What is kept of what an analysis computed: a bounded cache for each set of frames, so that it goes with its data."""

from weakref import WeakKeyDictionary

from layers.core.build import Frames
from layers.core.caching import Lru

_KEPT: WeakKeyDictionary[Frames, Lru] = WeakKeyDictionary()
_SWEPT: WeakKeyDictionary[Frames, Frames] = WeakKeyDictionary()
_ENTRIES = 512
#: A curve of one number, and what lies round it.
_SWEPT_FRAMES = 96


def kept(frames: Frames) -> Lru:
    """Return the cache that belongs to some frames; its keys say what an entry depends on."""
    return _KEPT.setdefault(frames, Lru(_ENTRIES))


def swept(frames: Frames) -> Frames:
    """Return frames over the same data for questions that ask for many: those must not push out what pages show."""
    found = _SWEPT.get(frames)
    if found is None:
        made = Frames(frames.store, frames.registry.declared, kept=_SWEPT_FRAMES)
        found = _SWEPT.setdefault(frames, made)
    return found
