"""Words alone: the scene's lines on the whole page, without a map."""

from briefings.model import Scene


class TextScene(Scene):
    """Lines and notes; its scenario is what placeholders are filled from."""

    kind: str = "text"
