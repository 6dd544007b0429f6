"""Draw the slides of a deck as LibreOffice shows them, to be looked at.

    .venv/bin/python -m tools.deck_pictures deck.pptx folder

LibreOffice is not needed to make decks, only here: apt install libreoffice-impress.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pypdfium2

WIDTH_PX = 1600
_WAIT_S = 180


def office() -> str | None:
    """Return the path of LibreOffice's program, or None if this machine has none."""
    return shutil.which("soffice") or shutil.which("libreoffice")


def to_pdf(deck: Path, folder: Path) -> Path:
    """Have LibreOffice write a deck as PDF into a folder, and return its path; see `converted`."""
    return converted(deck, folder, "pdf")


def converted(file: Path, folder: Path, to: str) -> Path:
    """Have LibreOffice write a file as another kind into a folder, and return its path.

    `to`: the ending, and after a colon LibreOffice's own filter where it is not the usual one.

    Raises
    ------
    RuntimeError
        If there is no LibreOffice, or it makes nothing of the file; says what it said.
    """
    program = office()
    if program is None:
        raise RuntimeError("LibreOffice is not on this machine; apt install libreoffice-impress.")
    with (
        tempfile.TemporaryDirectory() as profile
    ):  # two at once would share one, and one of them would give up
        done = subprocess.run(
            [
                program, f"-env:UserInstallation=file://{profile}", "--headless",
                "--convert-to", to, "--outdir", str(folder), str(file),
            ],
            capture_output=True, text=True, timeout=_WAIT_S, env={**os.environ, "HOME": profile},
        )  # fmt: skip
    path = folder / f"{file.stem}.{to.partition(':')[0]}"
    if not path.exists():
        raise RuntimeError(f"LibreOffice made nothing of {file}: {(done.stderr or done.stdout).strip()}")
    return path


def main(deck: Path, folder: Path) -> None:
    """Write one PNG per slide."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as between:
        document = pypdfium2.PdfDocument(to_pdf(deck, Path(between)))
        for number, page in enumerate(document, start=1):
            path = folder / f"{deck.stem}-{number:02}.png"
            page.render(scale=WIDTH_PX / page.get_width()).to_pil().save(path)
            sys.stdout.write(f"{path}\n")
        document.close()


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit("python -m tools.deck_pictures deck.pptx folder")
    try:
        main(Path(sys.argv[1]), Path(sys.argv[2]))
    except RuntimeError as reason:
        sys.exit(str(reason))
