"""What leaves carries the licences of what is in it."""

import re

from export.decks.html import to_html
from export.metadata.licences import notices, texts_for
from layers.core.constants import PROGRAM


def test_own_data_are_under_cc_by_even_where_no_source_says_so():
    assert list(texts_for({})) == ["CC-BY-4.0.txt"]


def test_a_source_brings_the_text_of_its_licence(store):
    assert list(texts_for({"wdbii": store.sources["wdbii"]})) == ["CC-BY-4.0.txt", "LGPL-3.0-or-later.txt"]
    own = texts_for({key: store.sources[key] for key in ("studio", "studio_line")})
    assert "Attribution 4.0 International" in own["CC-BY-4.0.txt"]
    assert store.sources["studio"].licence == store.sources["studio_line"].licence == "CC BY 4.0"


def test_the_notices_name_everybody_whose_work_travels_with_the_page():
    text = " ".join(notices().split())
    for part in ("Permission is hereby granted, free of charge", "Plotly Technologies Inc.", "maplibre-gl",
                 "Creative Commons Attribution 4.0 International Public License", "Walter H. F. Smith",
                 "GNU LESSER GENERAL PUBLIC LICENSE", "GNU GENERAL PUBLIC LICENSE Version 3", "GeoNames",
                 "CC0 1.0 Universal"):  # fmt: skip
        assert part in text, part


def test_the_page_offers_all_licences(client):
    answer = client.get("/licences.txt")
    assert answer.mimetype == "text/plain"
    assert answer.get_data(as_text=True) == notices()


def test_a_web_page_in_one_file_holds_all_notices():
    from decks import BARE, TIMELINE, briefing, library

    page = to_html(briefing(TIMELINE, BARE), library()).decode()
    held = re.search(r'<script type="text/plain" id="licences">(.*?)</script>', page, re.S)
    assert held
    assert PROGRAM in held[1]
    assert len(held[1].strip()) == len(notices().strip())  # letter by letter, but for the signs < and >
