"""What leaves the project: pictures, print maps, decks, data packages."""
