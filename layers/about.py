"""What the program says of itself and of everything it shows; one home for the page and for all that leaves it."""

PROGRAM = "Security guarantees for Ukraine, a map"
VERSION = "0.1.0"
#: Stands on the page, on every figure and in every file.
NOTICE = "Notional: not actual or planned deployments"
