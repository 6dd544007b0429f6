"""A browser that keeps nothing for the page, as privacy settings may have it: asking for storage throws."""

BLOCKED = """for (const name of ["localStorage", "sessionStorage"])
  Object.defineProperty(window, name, { get() { throw new DOMException("Access is denied", "SecurityError"); } });"""


def test_the_page_works_where_storage_is_blocked(open_page):
    screen = open_page(None, own=True)
    page = screen.page
    page.add_init_script(BLOCKED)
    screen.goto("/")
    assert page.locator("html").get_attribute("data-left") == "open"
    page.locator("#left-toggle").click()
    page.wait_for_function("document.documentElement.dataset.left === 'folded'")
    page.keyboard.press("m")
    page.locator("#measure-card").wait_for()
    page.keyboard.press("Escape")
    page.keyboard.press("e")
    page.locator("#export-dialog[open]").wait_for()
    page.keyboard.press("Escape")
    page.keyboard.press("b")
    page.locator("#briefing-panel").wait_for()
