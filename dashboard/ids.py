"""Ids of the elements that Dash fills or hears; those of the rest of the page are in its templates."""

PROVIDER = "provider"
SHELL = "shell"
READY = "ready"
ASSUMPTIONS = "assumptions"  # query strings of the scenarios that are compared, A first; of one where none is
KINDS = (
    "kinds"  # {"kinds": {layer: [kinds that occur]}, "dates": [{layer: [ISO date, text]} for each scenario]}
)
SELECTED = "selected"  # {layer, feature_id, query} of the clicked feature
FEATURE = "feature"
ASSESSMENT = "assessment"

# The table of oblasts (`dashboard.dialogs.oblasts`)
OBLAST_SLOT = "oblast-slot"  # data-value: "?" and the query of the scenario, with all that are compared
OBLAST_GRID = "oblast-grid"

# Handing over a deck (`dashboard.dialogs.deck`, `dashboard.dialogs.deck_background`)
DECK_SLOT = "deck-slot"
DECK_OPEN = "deck-open"
DECK_DIALOG = "deck-dialog"
DECK_BRIEFING = "deck-briefing"
DECK_KIND = "deck-kind"
DECK_THEME = "deck-theme"
DECK_NOTES = "deck-notes"
DECK_MAKE = "deck-make"
DECK_CANCEL = "deck-cancel"
DECK_REQUEST = (
    "deck-request"  # {key, kind, briefing or yaml, theme, notes_pages}: what was asked for, once per click
)
DECK_BAR = "deck-bar"
DECK_PROGRESS = "deck-progress"
DECK_RESULT = "deck-result"
