"""Decks are made as the tests of `export` make them."""

import sys
from pathlib import Path

sys.path.append(str(Path(__file__).parents[1] / "export"))
