"""A button pressed twice: the same words again at once are one word, not two."""

from __future__ import annotations

from datetime import datetime, timedelta

from daybook.daily.models import LogComment, LogCorrection

DOUBLE_CLICK = timedelta(minutes=1)  # so long the same words again are taken for the same press of a button


def is_pressed_again(last: LogComment | LogCorrection, said: str, at: datetime) -> bool:
    """Whether words say what stands last, a moment after it; of two at once either may come first."""
    return last.content == said and abs(at - last.recorded_at) <= DOUBLE_CLICK
