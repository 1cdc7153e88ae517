"""The one exception by which an act is refused: it has changed nothing, and says what to do."""

from __future__ import annotations

from collections.abc import Mapping


class Refused(Exception):  # reads as the sentence it is: an act was refused
    """An act that the procedure does not allow.

    `message` is a whole sentence in the reader's language; `field` names the input it stands by, empty for
    the act as a whole; `rows` holds a sentence for each faulty row (from 0) where many were given at once.
    """

    def __init__(self, message: str, *, field: str = "", rows: Mapping[int, str] | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.field = field
        self.rows = dict(rows or {})
