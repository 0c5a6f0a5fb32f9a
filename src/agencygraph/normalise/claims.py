"""Who owns which characters of a text: finders run in the order of their precedence and claim what they are sure of."""

from __future__ import annotations

from agencygraph.model import Mention


class Claims:
    """The mentions found so far in `text`; a character belongs to one mention only."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.mentions: list[Mention] = []
        self._taken = bytearray(len(text))
        self._ends: dict[int, Mention] = {}

    def free(self, start: int, end: int) -> bool:
        """Whether no character of `text[start:end]` is claimed."""
        return not any(self._taken[start:end])

    def take(self, mention: Mention) -> bool:
        """Claim the mention's characters; False, and nothing changed, where one of them is claimed already."""
        if not self.free(mention.start, mention.end):
            return False
        self.mentions.append(mention)
        self._ends[mention.end] = mention
        self.shut(mention.start, mention.end)
        return True

    def shut(self, start: int, end: int) -> None:
        """Keep `text[start:end]` from later finders without a mention."""
        self._taken[start:end] = b"\x01" * (end - start)

    def ending_at(self, end: int) -> Mention | None:
        """The mention that ends just before `end`."""
        return self._ends.get(end)
