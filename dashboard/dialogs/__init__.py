"""Export, sharing, and handing a briefing over."""
