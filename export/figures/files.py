"""A scenario as a picture, a drawing or a page: the figure, with the provenance that opens it again."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from export.formats import Snapshot


def write(snapshot: "Snapshot", name: str) -> bytes:
    """Return a figure as the bytes of a ``png``, ``svg`` or ``pdf`` file."""
    from export.figures import figure as figures
    from export.metadata import embed

    scenario, options = snapshot.scenario, snapshot.options
    figure = figures.draw(
        snapshot.frames,
        scenario,
        options,
        registry=snapshot.registry,
        sources=snapshot.sources,
        others=snapshot.others,
        assessments=[snapshot.assess(one) for one in scenario.compared]
        if snapshot.others and snapshot.assess
        else (),
        ratio=options.scale if name == "png" else 1.0,
    )
    chosen = {"format": name, **dict(options.pairs())}
    provenance = embed.provenance_of(scenario, snapshot.registry, figure.cited, chosen, made=snapshot.made)
    file = figures.save(figure, name, title=scenario.title, provenance=provenance)
    # A figure's parts hold each other, so its pixels would stay until Python looks for such rings.
    figure.canvas.close()
    return file
