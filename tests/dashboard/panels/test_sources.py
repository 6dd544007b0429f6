"""The dialog on sources and method names every source, and apart from them every assumption."""

import pytest
from markupsafe import escape

from dashboard.panels.sources import sources_html
from dashboard.service import Service
from geodata.sources import parted


@pytest.fixture
def service(store):
    return Service(store)


def test_the_sources_page_lists_every_source_with_date_and_licence(service):
    said = sources_html(service)
    sources, assumptions = parted(service.store.sources)
    among_sources, own = said.split("Assumptions of this project")
    for source in sources.values():
        assert str(escape(source.title)) in among_sources
        assert str(escape(source.publisher)) in among_sources
        assert str(escape(source.licence)) in among_sources
    for assumption in assumptions.values():
        assert assumption.title not in among_sources
        for text in (assumption.title, assumption.reason, assumption.affects):
            assert str(escape(text)) in own
