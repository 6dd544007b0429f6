"""Make `frontend/css/icons.css` of the drawings in `assets/icons/`; with `--fetch`, bring them from npm first.

    .venv/bin/python tools/build_icons.py
    .venv/bin/python tools/build_icons.py --fetch

An element of class `icon icon-<name>` begins with the drawing, in the colour of its text. It is a mask: nothing that a
screen reader says, and no character that a machine's fonts may lack.
"""

import re
import subprocess
import sys
import tempfile
from pathlib import Path
from urllib.parse import quote

PROJECT = Path(__file__).resolve().parents[1]
ICONS = PROJECT / "assets" / "icons"
STYLES = PROJECT / "frontend" / "css" / "icons.css"
LICENCE = PROJECT / "LICENSES" / "ISC.txt"

PACKAGE = "lucide-static@1.62.0"
NAMES = (
    "arrow-left", "arrow-right", "camera", "chevron-down", "chevron-left", "chevron-right", "chevron-up",
    "circle-question-mark", "contrast", "grip-vertical", "info", "list-plus", "menu", "minus", "move-horizontal",
    "pause", "play", "plus", "redo-2", "ruler", "undo-2", "x",
)  # fmt: skip
_SAFE = " =:/',"  # in an address within double quotes
STROKE = 1.75  # of 24: one and a third px at the size of a button's icon
_RULES = """
.icon::before { content: ""; display: inline-block; width: 18px; height: 18px; flex: none; vertical-align: -.22em;
  background: currentColor; mask: var(--icon) center / contain no-repeat; }
.icon:not(:empty)::before { margin-right: .35em; }
.icon-end::before { display: none; } /* after the text instead */
.icon-end::after { content: ""; display: inline-block; width: 14px; height: 14px; margin-left: .3em;
  vertical-align: -.16em; background: currentColor; mask: var(--icon) center / contain no-repeat; }
@media (forced-colors: active) {
  .icon::before, .icon-end::after { background: ButtonText; forced-color-adjust: none; }
}
"""


def main(arguments: list[str]) -> None:
    """Bring the drawings if asked to, and write the style sheet."""
    if "--fetch" in arguments:
        fetch()
    STYLES.write_text(styles(), encoding="utf-8")
    sys.stdout.write(f"{STYLES.relative_to(PROJECT)}: {STYLES.stat().st_size / 1000:.1f} kB\n")


def fetch() -> None:
    """Bring the drawings from the package, all of one stroke, with their licence."""
    ICONS.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as work:
        npm = ["npm", "install", "--silent", "--ignore-scripts", "--no-save", "--prefix", work, PACKAGE]
        subprocess.run(npm, check=True)
        package = Path(work) / "node_modules" / "lucide-static"
        for name in NAMES:
            drawing = (package / "icons" / f"{name}.svg").read_text(encoding="utf-8")
            inner = re.sub(r"\s+", " ", drawing[drawing.index(">", drawing.index("<svg")) + 1 :]).strip()
            head = (
                '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24" fill="none" stroke="#000" '
                f'stroke-width="{STROKE}" stroke-linecap="round" stroke-linejoin="round">'
            )
            (ICONS / f"{name}.svg").write_text(head + re.sub(r"> <", "><", inner) + "\n", encoding="utf-8")
        LICENCE.write_text((package / "LICENSE").read_text(encoding="utf-8"), encoding="utf-8")


def styles() -> str:
    """Return the style sheet of all drawings in the folder."""
    drawings = {
        path.stem: path.read_text(encoding="utf-8").strip().replace('"', "'")
        for path in sorted(ICONS.glob("*.svg"))
    }
    addresses = "".join(
        f'\n  --icon-{name}: url("data:image/svg+xml,{quote(drawing, safe=_SAFE)}");'
        for name, drawing in drawings.items()
    )
    classes = "".join(f"\n.icon-{name} {{ --icon: var(--icon-{name}); }}" for name in drawings)
    return f"/* Written by tools/build_icons.py. */\n:root {{{addresses}\n}}{classes}{_RULES}"


if __name__ == "__main__":
    main(sys.argv[1:])
