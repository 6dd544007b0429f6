"""The briefing editor: its panel, and the routes that judge what it holds."""
