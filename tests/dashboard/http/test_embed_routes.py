"""The page for frames of others: what it holds, and what it does not ask of a browser."""

import html as entities
import json

import pytest
from lxml import html

from dashboard.app import create_app
from dashboard.http.embed_routes import read_embed
from layers.core.constants import NOTICE
from settings import Settings

pytestmark = pytest.mark.slow


def page(client, query: str = "") -> html.HtmlElement:
    answer = client.get(f"/embed?{query}")
    assert answer.status_code == 200
    return html.document_fromstring(answer.text)


def boot_of(found: html.HtmlElement) -> dict:
    return json.loads(found.get_element_by_id("boot").text)


def test_only_what_its_author_chose_has_a_switch(client):
    found = page(client, "switches=air_policing,coalition_forces")
    ids = [one.get("id") for one in found.xpath("//input[@role='switch']")]
    assert ids == ["toggle-coalition_forces", "toggle-air_policing"]  # in the order of the argument
    assert not page(client).xpath("//input[@role='switch']")


def test_it_says_that_it_is_notional_of_when_its_data_are_and_leads_to_the_full_map(client):
    found = page(client, "layers=line_of_occupation&switches=air_policing&edition=2")
    assert found.xpath("//*[@class='notice']")[0].text == NOTICE
    assert found.get_element_by_id("data-date").text.startswith("Data as of")
    link = found.get_element_by_id("embed-full")
    assert (link.get("href"), link.get("target")) == ("/?layers=line_of_occupation&edition=2", "_blank")


def test_what_its_readers_can_never_see_is_neither_drawn_nor_listed(client):
    found = page(client, "layers=line_of_occupation,cities&switches=air_policing")
    boot = boot_of(found)
    seen = {"line_of_occupation", "cities", "air_policing"}
    layers = {layer["id"] for layer in boot["layers"]}
    assert set(boot["styles"]["light"]["sources"]) & layers == seen
    listed = {one.get("data-layer") for one in found.xpath("//*[@id='legend']//*[@data-layer]")}
    assert listed & layers == seen


def test_legend_date_and_labels_of_other_assumptions_come_with_the_page(client):
    boot = boot_of(page(client, "line=2024-07-08&coalition_forces.standoff_km=60"))
    assert "60 km back" in boot["labels"]["coalition_forces"]["text"]
    assert boot["known"]["kinds"]["coalition_forces"]


def test_a_bad_address_is_answered_as_that_of_the_map(client):
    query = "switches=nothing&screen=huge&line=1999&layers=ports"
    problems = boot_of(page(client, query))["problems"]
    assert any("“line=1999” is not understood" in said for said in problems)
    assert any(
        "“switches=nothing” is not understood. Allowed: line_of_occupation" in said for said in problems
    )
    assert any("“screen=huge” is not understood. Allowed: WxH in px" in said for said in problems)
    assert boot_of(page(client, query))["scenario"]["layers"] == ["ports"]


def test_without_scripts_it_is_a_figure_of_the_same_scenario_with_words_for_it(client):
    found = page(
        client, "layers=air_policing&line=2024-07-08&theme=dark&view=31,48,6&screen=800x600&edition=2"
    )
    (picture,) = found.xpath("//noscript//img[@id='embed-still']")
    assert "Air policing" in picture.get("alt")
    assert NOTICE in picture.get("alt")
    for source in [picture.get("src"), *found.xpath("//noscript//source/@srcset")]:
        assert source.startswith("/snapshot.png?layers=air_policing&line=2024-07-08&view=31,48,6&")
        assert {"theme=dark", "screen=800x600"} <= set(source.split("&"))
    drawn = client.get(found.xpath("//noscript//source/@srcset")[0])
    assert (drawn.status_code, drawn.mimetype) == (200, "image/png")


def test_text_of_an_address_is_text_in_the_page(client):
    text = client.get("/embed", query_string={"title": "</script><b>x", "switches": '"><b>'}).text
    assert "<b>" not in text
    assert entities.escape("</script><b>x") in text


def test_nothing_is_kept_in_the_browser_and_fonts_reach_a_frame_that_is_of_no_site(client):
    answer = client.get("/embed")
    assert "Set-Cookie" not in answer.headers
    for path in ("/assets/fonts/guarantees-sans.woff2", "/sprite/light.json", "/layers.ndjson"):
        assert client.get(path).headers["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Origin" not in client.get("/").headers


def test_who_may_show_it_is_told_where_its_code_is_made(store):
    client = create_app(
        store, settings=Settings(embed_ancestors="https://news.example.org")
    ).server.test_client()
    boot = json.loads(html.document_fromstring(client.get("/").text).get_element_by_id("boot").text)
    assert boot["embed_ancestors"] == "https://news.example.org"


def test_the_last_of_repeated_keys_wins_and_a_name_counts_once(registry):
    embed, problems = read_embed(
        [("switches", "ports"), ("switches", "cities, ports,cities"), ("screen", "640x480")], registry
    )
    assert (embed.switches, embed.screen_px, problems) == (("cities", "ports"), (640.0, 480.0), [])
