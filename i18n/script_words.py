"""What the page's scripts say, in the language that is spoken now; English needs none, since it is the key."""

import json
from functools import cache
from pathlib import Path

from i18n.language import ENGLISH
from i18n.spoken import code, current

_BUILT = Path(__file__).parent.parent / "assets" / "dist" / "words.json"


@cache
def script_messages() -> tuple[tuple[str, str], ...]:
    """Return every message of the scripts with its plural, or '', as the build found them (`frontend/build.mjs`)."""
    found = json.loads(_BUILT.read_text(encoding="utf-8"))
    return tuple((one, "") if isinstance(one, str) else (one[0], one[1]) for one in found)


def words() -> dict[str, str | list[str]]:
    """Return what the scripts say by its English; of a plural the forms of the language."""
    return current().words(one for one, _ in script_messages())


def words_element() -> str:
    """Return the element that the scripts read it from (`frontend/state/words.js`); '' in English."""
    if code() == ENGLISH:
        return ""
    text = json.dumps(words(), ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
    return f'<script id="words" type="application/json">{text}</script>'
