"""Which message an English text was made of."""

from i18n.phrases import Phrases


def test_a_list_of_values_in_brackets_is_not_taken_for_one_of_them():
    phrases = Phrases({"{km} km ({by})": "{km} км ({by})"}, {})
    assert phrases.find("1,000 km (Reuters, 6 Aug 2025)", short=True)
    assert not phrases.find("1,000 km (Reuters, 6 Aug 2025), 1,250 km (CNN, 1 Oct 2025)", short=True)
