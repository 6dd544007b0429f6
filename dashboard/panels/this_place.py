"""What the guarantees mean at one point, as HTML (`templates/shell/this_place.html`)."""

from urllib.parse import urlencode

from analysis.place import Place
from analysis.place_view import place_view
from dashboard.page import script_root
from dashboard.service import Service
from dashboard.templates import template
from i18n.spoken import spoken_number, tr
from layers.core.scenario import Scenario
from webmap.boot import accent


def this_place_html(service: Service, place: Place, scenario: Scenario) -> str:
    """Return what `/place.json` says of a point as HTML, with a link to that."""
    lon, lat = (spoken_number(round(degrees, 2)) for degrees in (place.lon, place.lat))
    query = scenario.to_query(service.registry)
    at = urlencode({"lon": f"{place.lon:g}", "lat": f"{place.lat:g}"})
    return template("shell/this_place.html").render(
        place=place_view(place, scenario, service.frames_kept),
        position=tr("{lat}° N, {lon}° E", lat=lat, lon=lon),
        accents={one.guarantee: accent(service.registry[one.guarantee]) for one in place.answers},
        data_href=f"{script_root()}/place.json?{at}{'&' if query else ''}{query}",
    )
