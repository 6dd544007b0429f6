"""The map for a frame on a page of others: ``GET /embed?<scenario>&switches=…&screen=…``, without panels.

``switches`` names the layers that its readers may show and hide, ``screen`` the size in px of the map to which the zoom
of ``view`` refers, as for figures: a frame of another size shows the same ground. It keeps nothing in the browser, so
it works where a frame may keep nothing, and in a sandbox; where scripts are off, it is a figure of the same scenario.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import parse_qsl, urlencode

from dash import Dash
from flask import Response, request
from markupsafe import Markup

from dashboard.http.map_routes import first_layers
from dashboard.page import as_script, before_paint, script_root
from dashboard.panels.edition import since_data
from dashboard.panels.shell import Shell
from dashboard.service import Service
from dashboard.templates import template
from export.figures.options import SnapshotOptions, read_options
from geodata.sources import Source
from i18n.script_words import words_element
from i18n.spoken import publisher_name, said, spoken_day, tr
from layers.core.address import Problem, clip, from_pairs
from layers.core.citations import cited
from layers.core.edition import edition_of_query
from layers.core.map_label import has_label_data
from layers.core.registry import Registry
from layers.core.scenario import Scenario
from layers.core.spec import Layer
from webmap.boot import boot_data, map_elements
from webmap.style import map_style, on_demand

#: Keys of the address that are the frame's own.
OWN_KEYS = ("switches", "screen")
#: Without scripts: pictures by the widest frame that each is for, in px, and for any wider one.
_STILLS = ((480, "400x500"), (840, "800x640"), (None, "1200x900"))


@dataclass(frozen=True, kw_only=True)
class Embed:
    """What a frame shows, and what its reader may change."""

    scenario: Scenario
    switches: tuple[str, ...] = ()
    #: Width and height in px of the map to which the zoom of the view refers; None: the frame's own.
    screen_px: tuple[float, float] | None = None


def read_embed(pairs: Iterable[tuple[str, str]], registry: Registry) -> tuple[Embed, list[Problem]]:
    """Read the address of a frame; the last of repeated keys wins. Never raises."""
    texts = dict(pairs)
    own = {key: texts.pop(key) for key in OWN_KEYS if key in texts}
    scenario, problems = from_pairs(texts.items(), registry)
    wanted = [part.strip() for part in own.get("switches", "").split(",") if part.strip()]
    problems += [
        Problem(key="switches", found=clip(name), allowed=", ".join(registry.ids))
        for name in dict.fromkeys(wanted)
        if name not in registry.by_id
    ]
    screen_px = None
    if "screen" in own:
        options, wrong = read_options([("screen", own["screen"])])
        problems += wrong
        screen_px = None if wrong else options.screen_px
    switches = tuple(layer_id for layer_id in registry.ids if layer_id in wanted)
    return Embed(scenario=scenario, switches=switches, screen_px=screen_px), problems


@dataclass(frozen=True, kw_only=True)
class EmbedShell(Shell):
    """The page round the map in a frame: legend and switches of what its reader can see, and no more."""

    embed: Embed

    @cached_property
    def layers(self) -> tuple[Layer, ...]:  # type: ignore[override]
        """The layers that are shown, or can be."""
        other = self.scenario.compare
        seen = {*self.scenario.layers, *(other.layers if other else ()), *self.embed.switches}
        return tuple(layer for layer in self.service.registry.layers if layer.id in seen)

    @property
    def switched(self) -> list[Layer]:
        """The layers that have a switch."""
        return [layer for layer in self.layers if layer.id in self.embed.switches]

    @cached_property
    def known(self) -> dict[str, Any]:
        """Which kinds occur, and of when the data are: nobody tells a frame later."""
        other = self.scenario.compare
        return self.service.found(self.scenario, *([other] if other else []))

    @cached_property
    def labels(self) -> dict[str, Any]:
        """What stands on the map for each layer."""
        layers = [self.service.registry[layer_id] for layer_id in self.scenario.layers]
        return {
            layer.id: self.service.label(layer, self.scenario) for layer in layers if has_label_data(layer)
        }

    @cached_property
    def cited(self) -> dict[str, Source]:
        """The sources of what can be seen."""
        frames = {layer.id: self.service.frame(layer, self.scenario) for layer in self.layers}
        return cited(frames, self.service.registry, self.service.store.sources)


def register(app: Dash, service: Service) -> None:
    """Add the route to the app's server."""

    @app.server.get("/embed")
    def embed_page() -> Response:
        query = request.query_string.decode(errors="replace")
        pairs = parse_qsl(query, keep_blank_values=True)
        embed, problems = read_embed(pairs, service.registry)
        scenario = embed.scenario
        shell = EmbedShell(service=service, scenario=scenario, embed=embed)
        edition = edition_of_query(query, service.registry.ids)
        page = template("embed.html").render(
            shell=shell,
            scenario=scenario,
            problems=problems,
            since=since_data(scenario, edition, service.corrections),
            base=script_root(),
            theme=scenario.theme,
            assets=app.get_asset_url(""),
            words=Markup(words_element()),
            full=_full_map(pairs),
            stills=list(_stills(scenario, embed, service.registry)),
            in_words=_in_words(shell),
            first_layers=first_layers(scenario, service),
            hidden_rows=Markup(shell.hidden_rows),
            before_paint=Markup(before_paint()),
            map=Markup(map_elements()),
            boot=Markup(as_script(_boot(shell, [str(problem) for problem in problems]))),
        )
        answer = Response(page, mimetype="text/html")
        answer.headers["Cache-Control"] = "no-cache"
        return answer


def _boot(shell: EmbedShell, problems: list[str]) -> dict[str, Any]:
    service, scenario = shell.service, shell.scenario
    ids = tuple(layer.id for layer in shell.layers)
    boot = boot_data(service.registry, service.store.sources, scenario, [])
    return boot | {
        # What nobody can show is neither fetched nor drawn.
        "styles": {theme: map_style(theme, ids) for theme in boot["styles"]},
        "on_demand": {theme: on_demand(theme, ids) for theme in boot["on_demand"]},
        "problems": problems,
        "known": shell.known,
        "labels": shell.labels,
        "extents": service.extents(scenario),
        "embed": {
            "screen_px": shell.embed.screen_px,
            "summaries": {layer.id: said(layer.summary) for layer in shell.layers if layer.map_label},
            "sources": {
                key: {
                    "title": said(source.title),
                    "publisher": publisher_name(source.publisher),
                    "date": spoken_day(str(source.date)),
                    "url": source.url,
                    "assumed": source.is_assumption,
                }
                for key, source in shell.cited.items()
            },
        },
    }


def _full_map(pairs: list[tuple[str, str]]) -> str:
    """Return the address of the whole map with the same scenario, as it was written."""
    rest = urlencode([pair for pair in pairs if pair[0] not in OWN_KEYS], safe=",")
    return f"{script_root()}/{'?' + rest if rest else ''}"


def _stills(
    scenario: Scenario, embed: Embed, registry: Registry
) -> Iterable[tuple[int | None, str, int, int]]:
    """Return the figures for a frame without scripts: the widest frame that each is for, address, width and height."""
    pairs = [pair for pair in parse_qsl(scenario.to_query(registry)) if pair[0] != "theme"]
    screen = embed.screen_px
    for widest, layout in _STILLS:
        own = [("layout", layout), ("scale", "1"), ("inset", "no"), ("graticule", "no")]
        if scenario.theme:
            own.append(("theme", scenario.theme))
        if screen and scenario.view:
            own.append(("screen", f"{screen[0]:.0f}x{screen[1]:.0f}"))
        width, height = map(int, layout.split("x"))
        yield widest, f"{script_root()}/snapshot.png?{urlencode(pairs + own, safe=',')}", width, height


def _in_words(shell: EmbedShell) -> str:
    """Return what the picture shows, for who cannot see it."""
    titles = "; ".join(said(layer.title) for layer in shell.layers if layer.id in shell.scenario.layers)
    map_of = tr("Map of Ukraine with: {layers}.", layers=titles or tr("no layer"))
    return f"{said(shell.scenario.title)}. {map_of} {tr(shell.notice)}. {shell.data_date}."


assert set(OWN_KEYS) - {"switches"} <= set(SnapshotOptions.model_fields)  # `screen` means the same in figures
