"""What a benchmark yields, and how a whole process is measured."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Measure:
    """One figure beside its floor: `ratio` = measured ÷ floor, held when it is on the right side of `target`.

    `at_most` says which side that is. Seconds, megabytes or rows a second, as the name says.
    """

    name: str
    engine: str
    measured: float
    floor: float
    target: float
    at_most: bool = True

    @property
    def ratio(self) -> float:
        """Measured ÷ floor."""
        return self.measured / self.floor

    @property
    def holds(self) -> bool:
        """Whether the target is met."""
        return self.ratio <= self.target if self.at_most else self.ratio >= self.target

    def row(self) -> dict[str, Any]:
        """The object that stands in results.json."""
        figures = {key: value for key, value in asdict(self).items() if key != "at_most"}
        rounded = {
            key: round(value, 4) if isinstance(value, float) else value for key, value in figures.items()
        }
        return {**rounded, "ratio": round(self.ratio, 4), "holds": self.holds}


@dataclass(frozen=True, slots=True)
class Run:
    """A finished process: wall seconds and its largest resident memory in megabytes."""

    seconds: float
    megabytes: float


def run(command: Sequence[str], environment: Mapping[str, str], output: Path | None = None) -> Run:
    """Run a command to its end; a failure stops the benchmark with what the command said."""
    with (output or Path(os.devnull)).open("wb") as sink:
        started = time.perf_counter()
        process = subprocess.Popen(
            command, env={**os.environ, **environment}, stdout=sink, stderr=subprocess.PIPE
        )
        errors = process.stderr.read() if process.stderr else b""
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - started
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(f"{' '.join(command)}: exit {process.returncode}\n{errors.decode()[-2000:]}")
    return Run(seconds, usage.ru_maxrss * 1024 / MEGABYTE)


def daybook(*arguments: str) -> list[str]:
    """The `daybook` command of this environment."""
    return [str(Path(sys.executable).parent / "daybook"), *arguments]
