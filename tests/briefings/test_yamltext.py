"""YAML as plain text, and back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefings.yamltext import MAX_DEPTH, YamlTextError, read_plain, write_plain


def test_every_value_is_text():
    assert read_plain("a: 1\nb: [2025-08-31, no, null, 1e3]\nc: {d: ~}") == {
        "a": "1", "b": ["2025-08-31", "no", "null", "1e3"], "c": {"d": "~"},
    }  # fmt: skip


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a: !!python/object/apply:os.system [ls]", "got the tag .*os.system in line 1"),
        ("a: !x b", "got the tag !x"),
        ("a: &b c", "without tags, anchors and aliases, got the anchor &b in line 1"),
        ("a: [1]\nb: *a", "got the alias .a in line 2"),
        ("a: 1\na: 2", "keys given once, got the key “a” twice in line 2"),
        ("a\n---\nb", "one document, got a second document in line 2"),
        ("? [a]\n: b", "keys that are text, got a key that is a list"),
        ("a: [", "well-formed YAML, got .* in line"),
        ("a: \x07", "well-formed YAML, got “unacceptable character"),
        ("[" * 50 + "]" * 50, f"nested at most {MAX_DEPTH} deep"),
    ],
)
def test_what_could_do_more_than_hold_text_is_refused(text, message):
    with pytest.raises(YamlTextError, match=message):
        read_plain(text)


def test_an_alias_bomb_is_refused_at_its_first_anchor():
    lines = ["a0: &a0 [x, x]"] + [f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]" for n in range(1, 40)]
    with pytest.raises(YamlTextError, match="the anchor &a0 in line 1"):
        read_plain("\n".join(lines))


def test_an_empty_file_is_an_empty_text():
    assert read_plain("") == ""


TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp")))


@given(st.recursive(TEXTS, lambda inner: st.lists(inner, min_size=1, max_size=3)
                    | st.dictionaries(TEXTS, inner, min_size=1, max_size=3), max_leaves=6))  # fmt: skip
def test_what_is_written_is_read_back(data):
    assert read_plain(write_plain({"data": data})) == {"data": data}


def test_a_value_that_stands_twice_is_written_twice():
    part = {"lon": "1"}
    assert read_plain(write_plain([part, part])) == [part, part]


def test_paragraphs_are_wrapped_where_a_person_reads_them():
    text = write_plain({"notes": "word " * 60 + "end\n\nmore"})
    assert max(map(len, text.splitlines())) <= 110
