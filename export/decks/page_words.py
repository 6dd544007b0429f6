"""What the scripts of a briefing's web page say; in another language the page holds a translation of each."""

from collections.abc import Mapping

from i18n.language import Language

#: As the scripts write them (`frontend/briefing/`, `frontend/standalone/`).
WORDS = (
    "Layers",
    "Legend",
    "Feature",
    "Close",
    "Present",
    "Documented",
    "Notional: not an actual or planned deployment",
    "Derived by this project",
    "As of ",
    "Line: ",
    "Sources: ",
    "assumptions of this project",
    "Scene",
    "Timeline",
    "Notes",
    "No notes for this scene.",
    "Presentation",
    "Black",
    "Full screen",
    "Previous scene  ←",
    "Next scene  →",
    "Notes  N",
    "Black screen  B",
    "Full screen  F",
    "Leave  Esc",
    "Opening the map …",
    "→ next · ← back · 3 Enter scene 3 · B black · F full screen · N notes · L laser · Esc leave",
)


def words(translate: Language) -> Mapping[str, str]:
    """Return each by its English."""
    return {text: translate(text) for text in WORDS}
