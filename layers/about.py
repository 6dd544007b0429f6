"""What the program says of itself and of everything it shows; one home for the page and for all that leaves it."""

PROGRAM = "Security guarantees for Ukraine, a map"
VERSION = "0.2.0"  # pyproject.toml says the same; a test holds it
#: The editions that numbers and statements come in, each with the version it began with. Links and files name theirs.
EDITIONS = {1: "0.1.0", 2: "0.2.0"}
EDITION = max(EDITIONS)
#: Stands on the page, on every figure and in every file.
NOTICE = "Notional: not actual or planned deployments"
