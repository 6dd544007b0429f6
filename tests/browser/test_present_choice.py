"""Which briefing `P` opens: the person's own where that is clear; asked once, by keyboard too, where it is not."""

import json

from screen import Screen

BLOCKED = """for (const name of ["localStorage", "sessionStorage"]) Object.defineProperty(window, name, {
  get() { throw new DOMException("Access is denied for this document.", "SecurityError"); } });"""
CHOICE = "document.activeElement?.closest('#told-choice') ? document.activeElement.textContent : null"


def add_view(screen: Screen) -> None:
    screen.press("a")
    screen.until("document.getElementById('briefing-toast')?.textContent.startsWith('Added as scene')")
    screen.until("!guarantees.drafts.dirty")


def presented(screen: Screen) -> tuple[str, str]:
    """Present, and return what stands on the wall: the scene's title and its number."""
    screen.until("document.documentElement.dataset.arrived !== undefined")
    return (
        screen.page.locator("#told h1").inner_text().replace("\u00a0", " "),
        screen.page.locator("#told-progress").inner_text(),
    )


def leave(screen: Screen) -> None:
    screen.press("Escape")
    screen.until("guarantees.present.briefing === null")
    screen.idle()


def own_briefing(title: str, *scenes: str) -> str:
    """A script that keeps a briefing in the browser, as an earlier visit left it."""
    views = [{"id": scene, "title": scene.title(), "scenario": {"layers": ["ports"]}} for scene in scenes]
    data = {"schema_version": 1, "id": "mine", "title": title, "date": "2026-11-27", "scenes": views}
    kept = json.dumps({"stamp": title, "saved": 1, "briefing": data})
    return f"localStorage.setItem('briefing/1/{title.lower().replace(' ', '')}', {json.dumps(kept)})"


def test_a_scene_added_with_a_is_what_p_shows(open_page):
    screen = open_page("/?layers=maritime_patrols,ports&view=31,44.5,6.2", anew=False)
    add_view(screen)
    screen.press("p")
    assert presented(screen) == ("Black Sea patrols", "11 / 11")
    leave(screen)
    screen.page.reload(wait_until="commit")  # another day: it was presented, so nothing is asked
    screen.ready()
    screen.press("p")
    assert presented(screen)[1] == "1 / 11"
    assert screen.page.evaluate("location.pathname").startswith("/present/own/")
    leave(screen)


def test_who_has_no_briefing_of_their_own_gets_the_shipped_one_at_once(open_page):
    screen = open_page("/", anew=False)
    screen.press("p")
    assert presented(screen)[1] == "1 / 10"
    assert screen.page.evaluate("location.pathname") == "/present/default"
    leave(screen)


def test_where_it_is_unclear_a_dialog_asks_once_and_can_be_asked_for(open_page):
    screen = open_page("/", anew=False)
    page = screen.page
    page.evaluate(own_briefing("My talk", "one", "two"))
    page.locator("#present-open").focus()
    screen.press("Enter")
    screen.until("document.querySelector('#told-choice[open]')")
    dialog = page.get_by_role("dialog", name="Which briefing do you want to present?")
    assert dialog.get_by_role("button").all_inner_texts() == [
        "Mine: My talk (2 scenes)",
        "Shipped: Security guarantees for Ukraine: a layered proposal (10 scenes)",
        "Cancel",
    ]
    assert page.evaluate(CHOICE) == "Mine: My talk (2 scenes)"
    screen.press("ArrowDown")
    assert page.evaluate(CHOICE).startswith("Shipped: ")
    screen.press("ArrowDown")
    assert page.evaluate(CHOICE).startswith("Mine: ")
    screen.press("Escape")
    screen.until("!document.getElementById('told-choice')")
    assert page.evaluate("document.activeElement.id") == "present-open"
    assert page.evaluate("guarantees.present.briefing") is None

    page.locator("body").press("p")
    screen.until("document.querySelector('#told-choice[open]')")
    screen.press("ArrowDown")
    screen.press("Enter")
    assert presented(screen)[1] == "1 / 10"
    leave(screen)
    screen.press("p")  # answered
    assert presented(screen)[1] == "1 / 10"
    leave(screen)

    screen.press("Shift+P")
    screen.until("document.querySelector('#told-choice[open]')")
    assert page.evaluate(CHOICE).startswith("Shipped: ")  # what is remembered has the focus
    screen.press("ArrowUp")
    screen.press("Enter")
    assert presented(screen) == ("One", "1 / 2")
    leave(screen)
    page.reload(wait_until="commit")
    screen.ready()
    screen.press("p")
    assert presented(screen) == ("One", "1 / 2")
    leave(screen)

    page.evaluate(own_briefing("Another", "three"))  # their number is another one: asked again
    screen.press("p")
    screen.until("document.querySelectorAll('#told-choice button').length === 4")
    screen.press("Escape")
    screen.press("b")
    page.locator("#briefing-about summary").click()
    page.locator("[data-brief=which]").click()
    screen.until("document.querySelector('#told-choice[open]')")
    screen.press("Escape")
    screen.until("!document.getElementById('told-choice')")


def test_who_chose_the_shipped_one_and_then_adds_a_scene_is_asked_again(open_page):
    screen = open_page("/?layers=ports", anew=False)
    page = screen.page
    page.evaluate(own_briefing("My talk", "one"))
    page.evaluate("localStorage.setItem('briefing-current/1', 'mytalk')")
    page.evaluate("localStorage.setItem('present-choice/1', JSON.stringify({ pick: 'default', own: 1 }))")
    page.reload(wait_until="commit")
    screen.ready()
    add_view(screen)
    screen.press("p")
    screen.until("document.querySelector('#told-choice[open]')")
    assert page.evaluate(CHOICE) == "Mine: My talk (2 scenes)"
    screen.press("Enter")
    assert presented(screen)[1] == "2 / 2"
    leave(screen)


def test_a_browser_that_keeps_nothing_presents_the_persons_scene_all_the_same(open_page):
    screen = open_page(None)
    page = screen.page
    page.add_init_script(BLOCKED)
    screen.goto("/?layers=maritime_patrols&view=31,44.5,6.2")
    screen.press("a")
    screen.until("document.getElementById('briefing-toast')?.textContent.startsWith('Added as scene 11')")
    screen.press("p")
    assert presented(screen) == ("Black Sea patrols", "11 / 11")
    leave(screen)
    screen.press("p")
    assert presented(screen)[1] == "1 / 11"
    leave(screen)
    page.locator("#close-left").click()  # panels, measuring and figures need no memory either
    screen.press("m")
    screen.press("m")


def test_a_briefing_with_a_fault_says_so_and_offers_the_shipped_one(open_page):
    screen = open_page("/", anew=False)
    page = screen.page
    page.evaluate(own_briefing("My talk", ""))  # a scene without id and title
    page.evaluate("localStorage.setItem('present-choice/1', JSON.stringify({ pick: 'own/mytalk', own: 1 }))")
    screen.press("p")
    screen.until("document.getElementById('briefing-toast').textContent.includes('to correct')")
    page.get_by_role("button", name="Present the shipped one").click()
    assert presented(screen)[1] == "1 / 10"
    leave(screen)
