"""What the guarantees cover, as a bar each: what the assessment opens with."""

from dataclasses import dataclass

from analysis.covered import Share
from analysis.measure import SHARE, text_of
from dashboard.service import Service
from dashboard.templates import template
from i18n.spoken import said, tr
from layers.core.scenario import Scenario
from webmap.boot import accent


@dataclass(frozen=True, kw_only=True)
class Bar:
    """One share with its colour by theme; `text` is the share as it is read, `at_once` what of it can be there."""

    share: Share
    text: str
    accent: dict[str, str] | None

    @property
    def at_once(self) -> str:
        """What of the promise can be kept up at once, in words; '' of none."""
        share = self.share.at_once
        if share is None:
            return ""
        return tr(
            "At once, at most {share} {of}", share=said(text_of(share, SHARE)), of=tr(self.share.at_once_of)
        )


def bars(service: Service, scenario: Scenario) -> list[Bar]:
    """Return a bar for each guarantee that is shown, and one for the land that none of them covers."""
    found = []
    for share in service.shares(scenario):
        layer = service.layer(share.guarantee)
        found.append(
            Bar(share=share, text=text_of(share.value, SHARE), accent=accent(layer) if layer else None)
        )
    return found


def covers_html(service: Service, scenario: Scenario) -> str:
    """Return the bars as HTML; of scenarios that are compared, those of the first."""
    return template("shell/covers.html").render(bars=bars(service, scenario))
