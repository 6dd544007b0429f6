"""A scenario as a data package: a zip of its layers, with the provenance that opens it again."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from export.formats import Snapshot


def write(snapshot: "Snapshot", _name: str) -> bytes:
    """Return the package of the layers shown; see `export.data.archive.package`."""
    from export.data.archive import package
    from layers import GROUND

    return package(
        {key: frame for key, frame in snapshot.frames.items() if key != GROUND.id},
        snapshot.scenario,
        snapshot.registry,
        snapshot.sources,
        options=dict(snapshot.options.pairs()),
        made=snapshot.made,
    )
