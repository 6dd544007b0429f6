"""Drawing the scenes of a deck side by side: this process begins at the first, helpers at the last.

A helper takes a second or two to start; that is why this process draws too, and why few scenes have none. They are
spawned, never forked: the server that asks has threads, whose locks a fork would copy as they stand.
"""

import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from briefings.loader import load
from briefings.model import Scene
from briefings.placeholders import Library, resolved
from briefings.scenes.map import MapScene
from export.decks import scene_map
from export.decks.slide_layout import DeckStyle
from export.figures.projection import Rect
from geodata.store import Store
from i18n.spoken import worded
from layers.core.spec import Layer

MAX_PROCESSES = 4  # each holds about 250 MB

#: Up to so many scenes, this process has drawn them before a helper has started.
_FEW = 4
_POLL_S = 0.1


class DeckError(ValueError):
    """A deck that cannot be made; the text says why and what to do."""


class DeckCancelledError(Exception):
    """Whoever asked for the deck has cancelled it; nothing is left of it."""


@dataclass(frozen=True, kw_only=True)
class SceneJob:
    """One scene to draw: its briefing with that scene alone as YAML, its number, and how it is to look.

    `rect` is where its map stands on the page, px, None without one; it becomes a picture, without a ground of its own
    if `clear`, or a page of a PDF with nothing else on it if `vector`.
    """

    root: Path
    layers: tuple[Layer, ...]
    briefing_yaml: str
    title: str
    number: int
    style: DeckStyle
    rect: Rect | None
    vector: bool = False
    clear: bool = False


@dataclass(frozen=True, kw_only=True)
class SceneDone:
    """A scene drawn: its map as PNG or PDF, the map in words, and the keys of the sources it shows."""

    map: bytes = b""
    description: str = ""
    cited: tuple[str, ...] = ()


Progress = Callable[[int, int, str], None]
Cancelled = Callable[[], bool]


def draw_scene(scene: Scene, library: Library, job: SceneJob) -> SceneDone:
    """Return a resolved scene as its job wants it."""
    if job.rect is None or not isinstance(scene, MapScene):
        return SceneDone()
    look = {"theme": job.style.theme, "lang": job.style.lang}
    if job.vector:
        body, drawn = scene_map.page(scene, library, job.rect, **look)
    else:
        body, drawn = scene_map.picture(scene, library, job.rect, clear=job.clear, **look)
    return SceneDone(map=body, description=drawn.description, cited=drawn.cited)


def draw_job(job: SceneJob) -> SceneDone:
    """Draw a scene in a process that holds nothing but its job."""
    library = _library(job.root, job.layers)
    briefing = load(job.briefing_yaml, library, label=f"scene {job.number}")
    return draw_scene(resolved(briefing.scenes[0], library, job.style.translate), library, job)


@lru_cache(maxsize=1)
def _library(root: Path, layers: tuple[Layer, ...]) -> Library:
    return Library(Store(root), layers=layers)


def processes_for(scenes: int) -> int:
    """Return how many processes draw so many scenes; 1 means none besides this one."""
    if scenes <= _FEW:
        return 1
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return max(1, min(cores, scenes, MAX_PROCESSES))


def draw_scenes(
    jobs: Sequence[SceneJob], scenes: Sequence[Scene], library: Library, *, processes: int, progress: Progress,
    cancelled: Cancelled,
) -> list[SceneDone]:  # fmt: skip
    """Return the resolved scenes as their jobs want them, in order; `progress` hears of each.

    Raises
    ------
    DeckCancelledError
        If `cancelled` says so, which is asked after every scene.
    DeckError
        If a helper ended before its time.
    """
    if processes <= 1:
        return _Drawing(jobs, scenes, library, progress, cancelled).run(None, 0)
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(processes - 1, mp_context=context, initializer=start_helper) as pool:
        try:
            return _Drawing(jobs, scenes, library, progress, cancelled).run(pool, processes - 1)
        except BrokenProcessPool:
            raise DeckError(
                worded(
                    "A process that draws scenes stopped before it had finished, perhaps because memory ran out. "
                    "Close other programs and try again, or draw in one process (--processes 1)."
                )
            ) from None
        finally:
            pool.shutdown(wait=False, cancel_futures=True)


class _Drawing:
    """The scenes of one deck on their way."""

    def __init__(
        self,
        jobs: Sequence[SceneJob],
        scenes: Sequence[Scene],
        library: Library,
        progress: Progress,
        cancelled: Cancelled,
    ) -> None:
        self._jobs, self._scenes, self._library = jobs, scenes, library
        self._progress, self._cancelled = progress, cancelled
        self._left = deque(range(len(jobs)))
        self._given: dict[Future[SceneDone], int] = {}
        self._done: dict[int, SceneDone] = {}

    def run(self, pool: ProcessPoolExecutor | None, helpers: int) -> list[SceneDone]:
        while self._left or self._given:
            if self._cancelled():
                raise DeckCancelledError
            while pool and self._left and len(self._given) < helpers:
                last = self._left.pop()
                self._given[pool.submit(draw_job, self._jobs[last])] = last
            if self._left:
                first = self._left.popleft()
                self._finish(first, draw_scene(self._scenes[first], self._library, self._jobs[first]))
            else:
                wait(self._given, timeout=_POLL_S, return_when=FIRST_COMPLETED)
            for future in [future for future in self._given if future.done()]:
                self._finish(self._given.pop(future), future.result())
        return [self._done[i] for i in range(len(self._jobs))]

    def _finish(self, number: int, done: SceneDone) -> None:
        self._done[number] = done
        self._progress(len(self._done), len(self._jobs), self._jobs[number].title)


def start_helper() -> None:
    """Prepare a helper: the process that asked handles Ctrl+C, and if that is gone, this one ends too."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()
    if parent is not None:
        # Waiting for work, it would never notice: it holds both ends of the pipe itself.
        threading.Thread(target=_end_with, args=(parent,), daemon=True).start()


def _end_with(parent: Any) -> None:
    parent.join()
    os._exit(1)
