"""Writing files that are only ever there whole."""

import os
from pathlib import Path


def not_written(path: object, problem: OSError) -> str:
    """Return in words that a file or folder cannot be written, and why."""
    return f"Cannot write {path} ({problem.strerror})."


def write_whole(body: bytes, path: Path) -> None:
    """Write a file beside its place, then put it there; nothing is left of one that cannot be written.

    Raises
    ------
    OSError
        If the place cannot be written to.
    """
    part = path.with_name(f"{path.name}.{os.getpid()}.part")
    try:
        part.write_bytes(body)
        part.replace(path)
    except OSError:
        part.unlink(missing_ok=True)
        raise
