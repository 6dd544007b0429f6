"""The Dash app: page, callbacks, map figure and HTTP routes."""
