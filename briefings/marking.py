"""What stands above and below a scene: the author's marking, and the notice where something notional is shown.

A marking that says what the notice says follows the same rule as the notice; any other stands on every scene.
"""

import re

from briefings.model import Scene
from briefings.placeholders import Library
from layers.core.constants import NOTICE
from layers.core.notional import shows_notional


def is_notional(scene: Scene, library: Library) -> bool:
    """Return whether a scene's map shows, or its figures come from, anything notional."""
    return shows_notional([library.frames(scene.scenario)])


def is_notice(marking: str) -> bool:
    """Return whether a marking says no more than the notice, whatever its punctuation."""
    return _letters(marking) == _letters(NOTICE)


def marking_on(marking: str, *, notional: bool) -> str:
    """Return what of a briefing's marking stands on a scene that does or does not show anything notional."""
    return "" if is_notice(marking) and not notional else marking


def _letters(text: str) -> str:
    return re.sub(r"\W", "", text).lower()
