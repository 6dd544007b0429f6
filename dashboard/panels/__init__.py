"""What stands beside the map: header, cards, legend, the feature page."""
