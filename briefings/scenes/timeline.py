"""A map and, below it, what happened when: entries on a line of time, each with its source."""

from typing import Annotated

from pydantic import Field

from briefings.model import TimelineEntry
from briefings.scenes.map import MapScene


class TimelineScene(MapScene):
    """A map with a line of time."""

    kind: str = "timeline"
    timeline: Annotated[
        tuple[TimelineEntry, ...], Field(max_length=12, description="a list of up to 12 entries")
    ] = ()

    def entries(self) -> tuple[TimelineEntry, ...]:
        """Return its entries."""
        return self.timeline
