"""The address is the state: it opens what it says, follows what is done, and names what it does not know."""

import pytest
from screen import DESKTOP, PANELS, Screen, share_changed

ISSUE = (
    "/?layers=monitoring_mission,air_policing&line=2025-08-31&view=31.2,48.6,5.1&theme=dark"
    "&monitoring_mission.depth_km=20"
)


def view_of(screen: Screen) -> tuple[float, float, float]:
    return tuple(float(part) for part in screen.query["view"].split(","))


def until_view_is_not(screen: Screen, old: tuple[float, ...] | None) -> tuple[float, float, float]:
    text = ",".join(f"{part:g}" for part in old) if old else None
    screen.until(
        """(old) => {
          const now = new URLSearchParams(location.search).get("view");
          return now && now !== old;
        }""",
        text,
    )
    screen.idle()
    return view_of(screen)


@pytest.mark.journey
def test_the_address_opens_exactly_what_it_says(open_page):
    screen = open_page(ISSUE)
    switches = screen.page.get_by_role("switch").all()
    on = [switch.get_attribute("id") for switch in switches if switch.is_checked()]
    assert on == ["toggle-monitoring_mission", "toggle-air_policing"]
    assert screen.page.locator("#line-date").input_value() == "2025-08-31"
    assert screen.camera == pytest.approx((31.2, 48.6, 5.1), abs=1e-3)
    assert screen.page.evaluate("document.documentElement.dataset.mantineColorScheme") == "dark"
    card = screen.page.locator("[data-card='monitoring_mission']")
    card.locator("summary").first.click()
    card.locator(".card-body").wait_for()
    fields = card.locator("input:visible").evaluate_all("(all) => all.map((field) => field.value)")
    assert {"20", "20 km"} & {*fields, *card.inner_text().splitlines()}
    asked = [url for url in screen.log.requests if "/layers.ndjson" in url]
    assert [url.partition("?")[2] for url in asked] == [
        "layers=monitoring_mission,air_policing&line=2025-08-31&monitoring_mission.depth_km=20"
    ]
    assert not [url for url in screen.log.requests if "/layers/monitoring_mission" in url]


def test_panning_and_zooming_are_in_the_address_and_survive_a_reload(open_page):
    screen = open_page("/?layers=line_of_occupation&view=31.2,48.6,5.1", anew=False)
    x, y = screen.at(31.2, 48.6)
    screen.page.mouse.move(x, y)
    screen.page.mouse.down()
    screen.page.mouse.move(x - 60, y - 30, steps=4)
    screen.page.mouse.move(x - 120, y - 60, steps=4)
    screen.page.mouse.up()
    dragged = until_view_is_not(screen, (31.2, 48.6, 5.1))
    assert dragged[0] > 32
    assert dragged[1] < 48.2
    assert dragged[2] == pytest.approx(5.1)
    screen.page.locator("#map canvas").first.focus()
    screen.press("ArrowRight")
    walked = until_view_is_not(screen, dragged)
    assert walked[0] > dragged[0]
    screen.page.locator("#zoom-in").click()
    zoomed = until_view_is_not(screen, walked)
    assert zoomed[2] == pytest.approx(walked[2] + 1, abs=0.02)
    assert screen.camera == pytest.approx(zoomed, abs=6e-3)
    screen.page.reload(wait_until="commit")
    screen.ready()
    assert screen.camera == pytest.approx(zoomed, abs=1e-3)
    assert screen.visible == ["line_of_occupation"]


def test_the_wheel_is_in_the_address(open_page):
    screen = open_page("/?layers=line_of_occupation&view=31.2,48.6,5.1", anew=False)
    screen.page.mouse.move(*screen.at(31.2, 48.6))
    screen.page.mouse.wheel(0, -400)
    screen.until("guarantees.map.live.getZoom() > 5.3 && !guarantees.map.live.isMoving()")
    assert until_view_is_not(screen, (31.2, 48.6, 5.1))[2] == pytest.approx(screen.camera[2], abs=0.01)


def test_back_goes_to_the_choice_before(open_page):
    screen = open_page("/?layers=line_of_occupation")
    screen.click_switch("air_policing")
    screen.page.locator("#theme-toggle").click()
    screen.until("new URLSearchParams(location.search).get('theme') == 'dark'")
    for theme, layers in (
        (None, ["line_of_occupation", "air_policing"]),
        (None, ["line_of_occupation"]),
    ):
        screen.page.go_back(wait_until="commit")
        screen.until(
            f"(ids) => window.guarantees?.visible().join() == ids && {PANELS}",
            ",".join(layers),
        )
        assert screen.query.get("theme") == theme
    screen.ready()
    assert screen.page.evaluate("document.documentElement.dataset.mantineColorScheme") == "light"
    assert not screen.switch("air_policing").is_checked()


BAD = {
    "layers": ("air_policing,nonsense", "nonsense", "monitoring_mission"),
    "line": ("1999-01-01", "1999-01-01", "2025-08-31"),
    "air_policing.radius_km": ("abc", "abc", "200 to 1400 km"),
    "theme": ("pink", "pink", "light or dark"),
}


@pytest.mark.journey
def test_what_is_not_understood_is_named_and_the_rest_applies(open_page):
    query = "&".join(f"{key}={value}" for key, (value, _, _) in BAD.items())
    screen = open_page(None)
    response = screen.goto(f"/?{query}&monitoring_mission.depth_km=25&bogus=7&view=24,50,5.5")
    assert response.status == 200
    notes = screen.page.locator(".note")
    notes.first.wait_for()
    said = "\n".join(notes.all_inner_texts()).splitlines()
    for key, found, allowed in (
        *((key, found, allowed) for key, (_, found, allowed) in BAD.items()),
        ("bogus", "7", "layers, line, view, theme, lang, title"),
    ):
        of_key = [text for text in said if f"{key}={found}" in text]
        assert len(of_key) == 1, (key, said)
        assert allowed in of_key[0]
    assert screen.visible == ["air_policing"]
    assert screen.camera == pytest.approx((24, 50, 5.5), abs=1e-3)
    assert any("depth_km=25" in url for url in screen.log.requests)
    assert screen.page.locator("#line-date").input_value() == "2025-08-31"


def test_any_address_gives_a_page(open_page):
    screen = open_page(None)
    query = "view=nan,0,5&line=&layers=%00%3Cb%3E&b=%25%25&x=" + "y" * 3000
    assert screen.goto(f"/?{query}", ready=False).status == 200
    screen.page.wait_for_function(PANELS)


def numbers(screen: Screen) -> list[str]:
    return screen.texts("#assessment .of-layer[data-layer='line_of_occupation'] .measure-value")


@pytest.mark.sharp
def test_another_date_fetches_what_follows_the_line_and_changes_map_and_numbers(open_page, service):
    screen = open_page("/?layers=line_of_occupation&view=35.5,48.0,5.6", size=DESKTOP, anew=False)
    screen.until("document.querySelector('#assessment .measure-value')")
    before, old = screen.map_shot(), numbers(screen)
    asked = len(screen.log.requests)
    screen.page.locator("#line-date").select_option("Line: 15 Nov 2022")
    screen.until("new URLSearchParams(location.search).get('line') == '2022-11-15'")
    screen.until("(old) => document.querySelector('#assessment .measure-value').textContent != old", old[0])
    screen.idle()
    fetched = {url.removeprefix(screen.base) for url in screen.log.requests[asked:] if "/layers/" in url}
    # What is made of others is asked for only while it is shown.
    followers = [
        layer.id for layer in service.registry.layers if layer.follows_line and not layer.derives_from
    ]
    assert fetched == {f"/layers/{layer_id}.geojson?line=2022-11-15" for layer_id in followers}
    assert share_changed(before, screen.map_shot()) > 0.005
    assert numbers(screen) != old
