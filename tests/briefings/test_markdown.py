"""The markup of briefings: a small subset, and nothing that could run."""

import pytest

from briefings.markdown import Run, bad_links, paragraphs, plain, runs


def test_bold_italics_and_links_become_runs():
    assert runs("a **b *c*** [d **e**](https://x.org/y?z=1)") == (
        Run(text="a "),
        Run(text="b ", bold=True),
        Run(text="c", bold=True, italic=True),
        Run(text=" "),
        Run(text="d ", href="https://x.org/y?z=1"),
        Run(text="e", bold=True, href="https://x.org/y?z=1"),
    )


def test_bold_within_bold_stays_bold_to_its_end():
    assert all(run.bold for run in runs("**a **b** c**"))


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "# No heading", "- no list", "`no code`",
        "    no block", "> no quote", "https://no.link", "<https://no.link>", "&lt;", "| no | table |", "**open",
        "a_b_c", "***", "[no link]", "[no][link]", "1. no",
    ],
)  # fmt: skip
def test_all_else_stays_the_characters_that_it_is(text):
    assert plain(text).strip() == text.strip()
    assert not any(run.bold or run.italic or run.href for run in runs(text))


def test_an_image_is_no_image():
    assert plain("![a](https://x.org/a.png)") == "!a"


def test_a_backslash_takes_the_meaning_from_a_mark():
    assert runs(r"\*a\* \[b](c)") == (Run(text="*a* [b](c)"),)


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)", "JaVaScRiPt:alert(1)", "data:text/html,x", "vbscript:x", "file:///etc/passwd",
        "//x.org", "/data", "mailto:a@b.org", "http:///x", "https://", "ftp://x.org",
    ],
)  # fmt: skip
def test_a_link_that_leads_elsewhere_than_to_the_web_is_reported_and_never_made(address):
    text = f"see [this]({address})"
    assert bad_links(text) == (address,)
    assert runs(text) == (Run(text="see this"),)


def test_a_bad_link_in_a_later_paragraph_is_reported_too():
    assert bad_links("a\n\n[b](javascript:c)") == ("javascript:c",)


def test_web_links_are_good():
    assert bad_links("[a](https://x.org) [b](http://y.org/z)") == ()


def test_empty_lines_part_paragraphs_and_single_breaks_do_not():
    assert [[run.text for run in part] for part in paragraphs("a\nb\n\n **c**\n  \nd\n")] == [
        ["a b"], ["c"], ["d"],
    ]  # fmt: skip


def test_an_empty_text_has_no_runs():
    assert runs("") == paragraphs("") == ()
