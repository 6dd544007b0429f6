"""What if: controls, the line through time, undo, sharing, comparing - as a person does them."""

import json
from itertools import pairwise
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st
from screen import DESKTOP, PHONE, TABLET, Screen, share_changed
from shipped import KEYS

from tests.examples import examples


def open_card(screen: Screen, layer_id: str) -> None:
    screen.page.locator(f"[data-card='{layer_id}'] summary").first.click()


def until_query(screen: Screen, key: str, value: str | None) -> None:
    screen.until("([key, value]) => new URLSearchParams(location.search).get(key) === value", [key, value])


def data_requests(screen: Screen, since: int) -> list[str]:
    return [urlsplit(url).path.split("/")[-1] for url in screen.log.requests[since:] if "/layers/" in url]


@pytest.mark.journey
@pytest.mark.sharp
def test_a_slider_moves_the_map_and_refetches_only_what_depends_on_it(open_page):
    screen = open_page("/?layers=air_policing", anew=False)
    open_card(screen, "air_policing")
    before, since = screen.map_shot(), len(screen.log.requests)
    thumb = screen.page.locator("#param--air_policing--radius_km")
    thumb.focus()
    for _ in range(4):
        screen.press("ArrowRight")
    until_query(screen, "air_policing.radius_km", "800")
    screen.idle()
    assert share_changed(before, screen.map_shot()) > 0.002
    assert set(data_requests(screen, since)) == {"air_policing.geojson"}
    assert screen.page.input_value("#field--air_policing--radius_km") == "800 km"
    screen.until("document.getElementById('assessment').innerText.includes('800 km')")


def test_a_drag_ends_on_its_last_value_whatever_came_between(open_page):
    screen = open_page("/?layers=air_policing", anew=False)
    open_card(screen, "air_policing")
    box = screen.page.locator("#param--air_policing--radius_km").bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    screen.page.mouse.move(x, y)
    screen.page.mouse.down()
    for step in range(25):
        screen.page.mouse.move(x + 3 * step, y)
    screen.page.mouse.up()
    screen.until("new URLSearchParams(location.search).has('air_policing.radius_km')")
    screen.idle()
    km = screen.query["air_policing.radius_km"]
    drawn = screen.page.evaluate(
        "guarantees.map.live.querySourceFeatures('air_policing', {filter: ['==', ['get', 'kind'], 'reach_ring']})"
        ".map((f) => String(f.properties.radius_km))"
    )
    assert set(drawn) == {km}


def test_field_preset_selection_choice_and_reset_follow_each_other(open_page):
    screen = open_page("/", anew=False)
    open_card(screen, "air_policing")
    field = screen.page.locator("#field--air_policing--radius_km")
    field.fill("950")
    screen.press("Tab")
    until_query(screen, "air_policing.radius_km", "950")
    screen.page.locator("[data-reset='air_policing.radius_km']").click()
    until_query(screen, "air_policing.radius_km", None)
    assert field.input_value() == "600 km"
    screen.page.locator("#preset--air_policing--radius_km").select_option("Gripen C/E: 800 km")
    until_query(screen, "air_policing.radius_km", "800")
    screen.until("document.getElementById('field--air_policing--radius_km').value == '800 km'")
    assert (
        "Assumption of this project: "
        in screen.page.locator("#preset-note--air_policing--radius_km").inner_text()
    )
    screen.page.locator("#param--air_policing--radius_km").press("ArrowRight")
    screen.until("document.getElementById('preset--air_policing--radius_km').value === ''")
    screen.until("document.getElementById('preset-note--air_policing--radius_km').innerText === ''")
    screen.page.locator("[data-set='air_policing.bases']", has_text="none").click()
    until_query(screen, "air_policing.bases", "")
    screen.page.locator("[data-set='air_policing.bases']", has_text="strongest candidates").click()
    until_query(screen, "air_policing.bases", None)
    open_card(screen, "monitoring_mission")
    screen.page.locator("#param--monitoring_mission--lead").select_option("Gulf Cooperation Council")
    until_query(screen, "monitoring_mission.lead", "gcc")


def test_a_typed_number_counts_when_it_is_done_and_only_within_its_range(open_page):
    screen = open_page("/?layers=monitoring_mission", anew=False)
    open_card(screen, "monitoring_mission")
    field = screen.page.locator("#field--monitoring_mission--depth_km")
    shows = "(text) => document.getElementById('field--monitoring_mission--depth_km').value === text"
    history = screen.page.evaluate("history.length")

    def typed(text: str) -> None:
        field.click()
        screen.press("Control+a")
        screen.page.keyboard.type(text) if text else screen.press("Delete")

    typed("25")
    screen.frames()
    assert "monitoring_mission.depth_km" not in screen.query  # neither 2 nor 25 yet
    typed("999")
    screen.press("Enter")
    note = screen.page.locator(".note", has_text="Monitoring mission, depth: 999 km")
    note.wait_for()
    assert "5 to 50 km" in note.inner_text()
    screen.until(shows, "15 km")
    typed("")
    screen.press("Tab")
    screen.until(shows, "15 km")
    assert screen.query == {"layers": "monitoring_mission"}
    assert screen.page.evaluate("history.length") == history
    typed("25")
    screen.press("Enter")
    until_query(screen, "monitoring_mission.depth_km", "25")
    screen.until("document.querySelector('#param--monitoring_mission--depth_km').value === '25'")  # fmt: skip
    assert not any("depth_km=2&" in url or url.endswith("depth_km=2") for url in screen.log.requests)


def test_data_that_does_not_arrive_is_told_and_ends_the_waiting(open_page):
    screen = open_page("/?layers=ports", anew=False)
    screen.page.evaluate(
        "void guarantees.map.live.getSource('ports').setData(location.origin + '/layers/nowhere.geojson')"
    )
    screen.page.locator(".note", has_text="did not arrive").wait_for()
    assert screen.page.get_attribute("#map", "data-busy") is None
    screen.log.errors.clear()  # meant to happen


def test_the_line_moves_through_time_by_ticks_keys_and_play_and_leaves_a_ghost(open_page):
    screen = open_page("/?layers=line_of_occupation,monitoring_mission", anew=False)
    since = len(screen.log.requests)
    screen.press(",")
    until_query(screen, "line", "2024-07-08")
    screen.idle()
    changed = set(data_requests(screen, since))
    of_the_line = {"line_of_occupation.geojson", "monitoring_mission.geojson", "air_policing.geojson"}
    assert of_the_line <= changed  # what is held within reach of a base is tinted
    assert not {"oblasts.geojson", "cities.geojson", "ports.geojson", "invasion_routes.geojson"} & changed
    assert screen.page.input_value("#line-date") == "2024-07-08"
    screen.press("g")
    until_query(screen, "line_of_occupation.ghost", "2022-11-15")
    screen.until("document.querySelector('#assessment').innerText.includes('Against 15 Nov 2022')")
    screen.until("getComputedStyle(document.querySelector("
                 "\"[data-kind='line_of_occupation/ghost_line']\")).display != 'none'")  # fmt: skip
    legend = "document.querySelector('#legend').textContent.replaceAll('\u00a0', ' ')"
    screen.until(f"{legend}.includes('Occupied since 15 Nov 2022: about 2,000 km²')")
    screen.until("document.querySelector('#assessment').innerText.includes('Liberated since 15 Nov 2022')")
    screen.page.locator(".tick[data-line='2025-08-31']").click()
    until_query(screen, "line", None)
    until_query(screen, "line_of_occupation.ghost", "2024-07-08")
    screen.press("ArrowLeft")
    until_query(screen, "line", "2024-07-08")
    screen.page.locator("#timeline-play").click()
    until_query(screen, "line", "2022-02-23")
    until_query(screen, "line", "2026-08-22")
    until_query(screen, "line_of_occupation.ghost", "2025-08-31")
    screen.until("document.getElementById('timeline-play').classList.contains('icon-play')")


def test_ground_occupied_and_liberated_is_filled_each_in_its_colour_and_says_so(open_page):
    screen = open_page("/?layers=line_of_occupation&line=2026-08-22&view=36.9,48.1,9"
                       "&line_of_occupation.ghost=2025-08-31", anew=False)  # fmt: skip
    screen.ready()
    kinds = """() => Object.fromEntries(["occupied_since", "liberated_since"].map((kind) => [
      kind,
      guarantees.map.live.queryRenderedFeatures({ layers: [`line_of_occupation/${kind}/fill`] })[0]?.properties.name,
    ]))"""
    assert screen.page.evaluate(kinds) == {
        "occupied_since": "Occupied since 31 Aug 2025",
        "liberated_since": "Liberated since 31 Aug 2025",
    }


def test_years_under_the_timeline_never_run_into_each_other(open_page):
    for size in (TABLET, DESKTOP):  # a phone has a year under each tick
        screen = open_page("/", size=size)
        boxes = screen.page.evaluate("""() => [...document.querySelectorAll("#timeline .year")]
          .filter((year) => getComputedStyle(year).visibility == "visible")
          .map((year) => { const { left, right } = year.getBoundingClientRect(); return [left, right]; })""")
        assert len(boxes) >= 2
        assert all(one[1] < next_[0] for one, next_ in pairwise(boxes)), (size, boxes)


@pytest.mark.journey
def test_undo_redo_back_forward_and_reset_walk_over_the_choices(open_page):
    screen = open_page("/", anew=False)
    screen.press("1")
    until_query(screen, "layers", ",".join(i for i in screen.visible))
    screen.page.evaluate("guarantees.setParams({'air_policing.radius_km': '800'})")
    until_query(screen, "air_policing.radius_km", "800")
    screen.press("Control+z")
    until_query(screen, "air_policing.radius_km", None)
    assert "monitoring_mission" not in screen.visible
    screen.press("Control+z")
    until_query(screen, "layers", None)
    screen.until("document.getElementById('toggle-monitoring_mission').checked")
    screen.press("Control+Shift+Z")
    screen.press("Control+Shift+Z")
    until_query(screen, "air_policing.radius_km", "800")
    screen.page.go_back()
    until_query(screen, "air_policing.radius_km", None)
    screen.page.go_forward()
    until_query(screen, "air_policing.radius_km", "800")
    assert screen.page.evaluate("guarantees.paramText('air_policing.radius_km')") == "800"
    screen.page.locator("#reset").click()
    until_query(screen, "layers", None)
    assert screen.page.evaluate("guarantees.query()") == ""


def test_undo_and_redo_are_buttons_that_say_whether_there_is_a_step(open_page):
    screen = open_page("/")  # anew: steps of other tests could be undone
    back, again = screen.page.locator("#undo"), screen.page.locator("#redo")
    assert back.is_disabled()
    screen.click_switch("coalition_forces")
    back.click()
    assert "coalition_forces" in screen.visible
    assert back.is_disabled()
    again.click()
    assert "coalition_forces" not in screen.visible
    assert again.is_disabled()


@pytest.mark.journey
def test_share_gives_link_and_file_and_a_file_opens_again(open_page, tmp_path):
    screen = open_page("/?layers=air_policing&air_policing.radius_km=900&line=2024-07-08", anew=False)
    screen.page.locator("#share-open").click()
    link = screen.page.locator("#share-link")
    screen.until("document.getElementById('share-link')?.value.includes('radius_km=900')")
    assert parse_qs(urlsplit(link.input_value()).query)["line"] == ["2024-07-08"]
    assert screen.page.locator("#share-local").is_visible(), "no telephone can open a link to 127.0.0.1"
    assert not screen.page.locator("#share-qr").is_visible()
    with screen.page.expect_download() as saved:
        screen.page.locator("#share-save").click()
    saved.value.save_as(tmp_path / "scenario.json")
    screen.press("Escape")
    screen.page.locator("#reset").click()
    until_query(screen, "line", None)
    screen.page.set_input_files("#scenario-file", tmp_path / "scenario.json")
    until_query(screen, "line", "2024-07-08")
    assert screen.visible == ["air_policing"]
    screen.until("document.getElementById('field--air_policing--radius_km').value == '900 km'")


BROKEN = {
    "{": "damaged",
    '{"schema_version": 99}': "newer version",
    '{"schema_version": 1, "params": {"air_policing": {"radius_km": NaN}}}': "NaN",
    '{"schema_version": 1, "params": {"air_policing": {"radius_km": 1e308}}}': "200 to 1400 km",
    '{"schema_version": 1, "moon": 1}': "moon",
}


def test_a_broken_file_is_refused_in_words_and_the_map_stays(open_page):
    screen = open_page("/?layers=air_policing", size=PHONE, anew=False)
    address = screen.page.url
    for count, (text, named) in enumerate(BROKEN.items()):
        file = {"name": f"bad{count}.json", "mimeType": "application/json", "buffer": text.encode()}
        screen.page.set_input_files("#scenario-file", file)
        note = screen.page.locator(".note", has_text=f"bad{count}.json")
        note.wait_for()
        assert named in note.inner_text()
        note.locator("button").click()
    assert screen.page.url == address
    assert screen.visible == ["air_policing"]


@pytest.mark.sharp
def test_two_scenarios_stand_side_by_side_each_with_its_own_choices(open_page):
    screen = open_page("/?layers=line_of_occupation,monitoring_mission,coalition_forces", anew=False)
    screen.press("c")
    screen.until("document.getElementById('map').dataset.second == 'live'")
    screen.press("2")
    screen.page.evaluate("guarantees.setParams({'monitoring_mission.depth_km': '50'})")
    screen.until("new URLSearchParams(location.search).get('b').includes('depth_km=50')")
    assert "coalition_forces" in screen.query["layers"]
    assert "coalition_forces" not in screen.query["b"]
    marks = "[...document.querySelectorAll('.side-mark')].map((mark) => mark.textContent).join('')"
    assert screen.page.evaluate(marks) == "BBB"
    screen.page.locator("#legend-toggle").click()  # beside the cards it is folded at first
    hub = screen.page.locator("#legend [data-kind='coalition_forces/hub']")
    assert hub.is_visible()  # A shows it
    force = screen.page.locator("#assessment [data-layer='coalition_forces'] tr", has_text="Force, people")
    force.wait_for()
    assert force.locator("td").all_inner_texts()[:2] == ["20,000", "–"]  # B does not
    depth_of = "(side) => guarantees.of(side).params['monitoring_mission.depth_km'] ?? '15'"
    assert [screen.page.evaluate(depth_of, side) for side in "ab"] == ["15", "50"]
    screen.page.locator("#edit-a").click()
    screen.until("document.getElementById('toggle-coalition_forces').checked")
    divider = screen.page.locator("#compare-divider")
    apart = screen.map_shot()
    divider.focus()
    for _ in range(4):
        screen.press("PageDown")
    assert divider.get_attribute("aria-valuenow") == "10"
    screen.idle()
    assert share_changed(apart, screen.map_shot()) > 0.01
    address = screen.page.url
    screen.page.reload()
    screen.ready()
    screen.until("document.getElementById('map').dataset.second == 'live'")
    assert screen.page.url == address
    screen.press("c")
    screen.press("a")  # which one stays
    until_query(screen, "b", None)


def test_on_a_phone_the_two_stand_one_above_the_other(open_page):
    screen = open_page("/?b=line%3D2022-11-15", size=PHONE, anew=False)
    screen.until("document.getElementById('map').dataset.second == 'live'")
    a, b = (screen.page.locator(f"#map-plot{part}").bounding_box() for part in ("", "-b"))
    assert a["y"] + a["height"] <= b["y"] + 4
    assert screen.page.evaluate("document.scrollingElement.scrollWidth <= innerWidth")


values = st.text(max_size=20) | st.sampled_from(
    ["", "NaN", "1e308", "-5", "600", "<b>x</b>", "2024-07-08", "31,48,5", "air_policing", "%", "a&b=c"]
)
addresses = st.lists(st.tuples(st.sampled_from(KEYS) | st.text(max_size=10), values), max_size=5)


def test_random_addresses_leave_no_error_in_the_page(open_page):
    screen = open_page("/", size=PHONE, anew=False)
    seen: list[list[tuple[str, str]]] = []

    @given(addresses)
    @examples(80, 500)
    def gather(pairs):
        seen.append(pairs)

    gather()
    failed = screen.page.evaluate(
        """async (all) => {
          const failed = [];
          for (const pairs of all) {
            const answer = await fetch("/scenario?" + new URLSearchParams(pairs));
            if (!answer.ok) { failed.push([answer.status, pairs]); continue; }
            const { scenario, problems } = await answer.json();
            guarantees.restore({ side: "a", ...scenario }, { keep: true });
            if (problems.some((text) => !text.includes("Allowed:"))) failed.push(["problem without help", pairs]);
            if (new URLSearchParams(guarantees.query()).has("undefined")) failed.push(["undefined", pairs]);
          }
          guarantees.reset();
          return failed;
        }""",
        seen,
    )
    assert len(seen) >= 80
    assert failed == []
    screen.idle()
    assert screen.page.evaluate("document.getElementById('map').dataset.state") == "live"


def test_whole_pages_of_hostile_addresses_open_and_say_what_is_wrong(open_page):
    hostile = {
        "line": "2020-02-30", "view": "999,999,99", "theme": "pink", "layers": "moon,cities",
        "air_policing.radius_km": "1e308", "title": "</script><script>alert(1)</script>", "b": "line=NaN",
    }  # fmt: skip
    screen = open_page(None)
    screen.goto("/?" + "&".join(f"{key}={json.dumps(value)[1:-1]}" for key, value in hostile.items()))
    notes = screen.page.locator(".note")
    for named in ("2020-02-30", "999,999,99", "pink", "moon", "1e308", "b: line"):
        screen.until("(text) => document.querySelector('.note')?.innerText.includes(text)", named)
    assert "200 to 1400 km" in notes.inner_text()
    assert screen.visible == ["cities"]


def test_on_a_phone_the_note_on_a_bad_address_can_be_read_from_its_title_on(open_page):
    screen = open_page(
        "/?line=2020-02-30&view=999,999,99&theme=pink&layers=moon&air_policing.radius_km=1e308", size=PHONE
    )
    title = screen.page.locator(".note-title")
    title.wait_for()
    screen.until(
        """() => {
          const [note, title, text] = ["", "-title", "-text"]
            .map((part) => document.querySelector(`.note${part}`).getBoundingClientRect());
          return title.top >= note.top && text.bottom <= note.bottom && note.bottom < innerHeight;
        }"""
    )


def test_a_file_carries_both_scenarios_and_one_without_a_second_ends_comparing(open_page, tmp_path):
    screen = open_page("/?line=2024-07-08&b=layers%3Dair_policing%26air_policing.radius_km%3D900", anew=False)
    both = screen.page.evaluate("guarantees.snapshot()")
    saved = screen.page.evaluate("async () => (await fetch('/scenario.json?' + guarantees.query())).text()")
    files = {"both": saved, "one": json.dumps(json.loads(saved) | {"compare": None})}
    for name, text in files.items():
        (tmp_path / f"{name}.json").write_text(text, encoding="utf-8")
    open_file = lambda name: screen.page.set_input_files("#scenario-file", tmp_path / f"{name}.json")  # noqa: E731
    now = "JSON.stringify(guarantees.snapshot()) === JSON.stringify(was)"
    open_file("one")
    until_query(screen, "b", None)
    screen.until("!document.documentElement.hasAttribute('data-compare')")
    assert screen.query["line"] == "2024-07-08"
    screen.press("Control+z")  # the second is back
    screen.until(f"(was) => {now}", both)
    screen.page.locator("#reset").click()
    until_query(screen, "line", None)
    open_file("both")
    screen.until(f"(was) => {now}", both)
    # An entry of the browser's history that another page made: the server reads its address.
    screen.page.evaluate(
        "history.pushState(null, '', '/?b=line%3D2022-11-15'); history.pushState(null, '', '/')"
    )
    screen.page.go_back()
    screen.until("guarantees.of('b')?.line === '2022-11-15' && guarantees.state.side === 'a'")
    assert screen.page.evaluate("guarantees.of('a').line") == "2025-08-31"
