"""Progress where a person waits: a bar on a terminal, nothing in a pipe."""

from __future__ import annotations

import sys
from types import TracebackType
from typing import Self

from tqdm import tqdm


class Progress:
    """One bar for one stretch of work, on stderr; silent where stderr is no terminal."""

    def __init__(self, words: str = "", total: int | None = None) -> None:
        self._bar = tqdm(
            total=total,
            desc=words,
            unit="",
            unit_scale=True,
            leave=False,
            disable=not words or not sys.stderr.isatty(),
        )

    def step(self, count: int = 1) -> None:
        """Say that so many more are done."""
        self._bar.update(count)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._bar.close()
