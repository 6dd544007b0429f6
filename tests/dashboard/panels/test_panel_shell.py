"""The page comes with header, cards, switches, legend and footer as the address says, before any script has run."""

from dataclasses import dataclass

import pytest
from lxml import html
from shipped import LAYERS

from layers.core.constants import NOTICE


@dataclass(frozen=True)
class Site:
    client: object

    def page(self, query: str = "") -> html.HtmlElement:
        return html.document_fromstring(self.client.get(f"/?{query}").text)


@pytest.fixture(scope="module")
def site(client):
    return Site(client)


def test_every_layer_has_a_named_switch_that_says_whether_it_is_shown(site):
    page = site.page("layers=air_policing,cities")
    switches = page.xpath("//input[@role='switch'][starts-with(@id, 'toggle-')]")
    assert {one.get("id") for one in switches} == {f"toggle-{layer.id}" for layer in LAYERS}
    assert {one.get("id") for one in switches if one.checked} == {"toggle-air_policing", "toggle-cities"}
    assert all(one.get("aria-label") and page.xpath(f"//label[@for='{one.get('id')}']") for one in switches)


def test_the_parts_are_landmarks_with_names_in_the_order_of_the_keyboard(site):
    page = site.page()
    parts = [one.get("id") for one in page.xpath("//body/*[@id]")]
    order = [
        "skip-to-map",
        "header",
        "sheet-head",
        "guarantee-panel",
        "map-buttons",
        "map",
        "legend",
        "feature-panel",
        "edition-note",
        "footer",
    ]
    assert [id_ for id_ in parts if id_ in order] == order
    assert [len(page.xpath(f"//{tag}[@id]")) for tag in ("header", "nav", "main")] == [1, 1, 1]
    assert page.xpath("//h1")[0].text == "Security guarantees for Ukraine: a layered proposal"
    assert page.xpath("//*[@id='footer']/*[@class='notice']")[0].text == NOTICE


def test_date_title_and_theme_of_the_address_are_in_the_page(site):
    page = site.page("line=2024-07-08&title=%3Cb%3EMine&theme=dark")
    assert page.get("data-mantine-color-scheme") == "dark"
    assert page.get_element_by_id("scenario-title").text_content() == "<b>Mine"
    assert page.get_element_by_id("line-date").value == "2024-07-08"
    assert page.get_element_by_id("timeline-date").text == "8 Jul 2024"
    assert page.xpath("//*[@class='tick'][@aria-current]/@data-line") == ["2024-07-08"]


def test_the_legend_hides_what_is_not_shown_before_a_script_has_run(site):
    hidden = site.page("layers=cities").get_element_by_id("visibility").text
    assert '[data-layer="air_policing"]' in hidden
    assert '[data-layer="cities"]' not in hidden
    both = site.page("layers=cities&b=layers%3Dair_policing").get_element_by_id("visibility").text
    assert '[data-layer="air_policing"]' not in both


def test_the_map_as_proposed_says_at_once_of_when_its_data_are(site):
    assert site.page().get_element_by_id("data-date").text.startswith("Data as of ")
    assert not site.page("line=2022-11-15").get_element_by_id("data-date").text  # has to be built first


def test_the_data_of_the_first_view_are_asked_for_in_one_address(site):
    (address,) = site.page("layers=cities,ports&line=2024-07-08").xpath("//link[@id='first-layers']/@href")
    assert address == "/layers.ndjson?layers=cities,ports&line=2024-07-08"
    lines = site.client.get(address).data.split(b"\n")
    alone = [site.client.get(f"/layers/{id_}.geojson").data for id_ in ("ground", "cities", "ports")]
    assert [len(line) for line in lines] == [len(one) for one in alone]


def test_dash_has_one_root_within_the_right_panel_and_only_the_scripts_it_needs(site):
    page = site.page()
    assert page.xpath("//aside[@id='feature-panel']/div[@id='react-entry-point']")
    first, later = (
        page.xpath(f"//template[@id='{id_}']//script/@src") for id_ in ("dash-scripts", "later-scripts")
    )
    assert [
        part
        for part in ("core_components", "mantine", "table", "ag_grid", "polyfill")
        if part in "".join(first)
    ] == []
    assert ["mantine" in one for one in later] == [True]
    assert ["ag_grid" in one for one in page.xpath("//template[@id='table-scripts']//script/@src")] == [True]
