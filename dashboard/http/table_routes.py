"""The table of oblasts as a file.

- ``GET /oblasts.csv?<scenario>`` and ``GET /oblasts.xlsx?<scenario>``: of scenarios that are compared all of them, in
  the language of the address.
"""

from datetime import date

from flask import Flask, Response, request

from dashboard.http.map_routes import not_understood, refusal
from dashboard.panels.feature import cited
from dashboard.service import Service
from export.data.oblast_files import MIMETYPES, as_csv, as_xlsx, notes
from export.data.oblast_table import SOURCES, table_of
from i18n.spoken import worded
from layers.core.address import from_query


def register(server: Flask, service: Service) -> None:
    """Add the route to the server."""

    @server.get("/oblasts.<kind>")
    def oblasts(kind: str) -> Response:
        if kind not in MIMETYPES:
            return refusal(404, worded("There is no format “{kind}”.", kind=kind[:20]), list(MIMETYPES))
        query = request.query_string.decode(errors="replace")
        scenario, problems = from_query(query, service.registry)
        if problems:
            return not_understood(problems)
        made = date.today().isoformat()
        sources, _ = cited(service, SOURCES)
        address = f"{request.url_root}{'?' if (own := scenario.to_query(service.registry)) else ''}{own}"
        below = notes(scenario, service.registry, sources, address=address, made=made)
        with service.assessing.turn():
            table = table_of(service.frames_kept, scenario)
        body = as_csv(table, below) if kind == "csv" else as_xlsx(table, below, made=made)
        answer = Response(body, mimetype=MIMETYPES[kind])
        answer.headers["Cache-Control"] = "no-cache"
        name = f"security-guarantees-ukraine-{scenario.line}-oblasts.{kind}"
        answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
        return answer
