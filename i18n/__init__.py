"""One gettext catalogue a language (`locale/<code>.po`), for figures, decks and packages."""
