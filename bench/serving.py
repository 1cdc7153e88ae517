"""Servers to measure: `daybook serve` on an installation, and the floor on a database of its own."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bench.engines import Installation
from bench.measure import daybook

PATIENCE = 60.0  # seconds a server may take to answer


@dataclass(frozen=True, slots=True)
class Server:
    """A running server and its process."""

    port: int
    process: int

    @property
    def megabytes(self) -> float:
        """The resident memory of all its processes."""
        return sum(_resident(each) for each in family(self.process)) / 1024


@contextmanager
def serving(place: Installation, *options: str) -> Iterator[Server]:
    """`daybook serve` on an installation."""
    port = free_port()
    with _running([*daybook("serve", "--port", str(port)), *options], place.environment, port) as server:
        yield server


@contextmanager
def floor(place: Installation, *options: str) -> Iterator[Server]:
    """The plain project on the same kind of database, behind the same server."""
    port = free_port()
    granian = str(Path(sys.executable).parent / "granian")
    command = [granian, "bench.floor.asgi:application", "--interface", "asgi", "--port", str(port), "--no-ws"]
    with _running([*command, "--log-level", "warning", *options], place.environment, port) as server:
        yield server


def lines_of(module: str, place: Installation, *arguments: str) -> list[str]:
    """What a module of the benchmarks prints, run on an installation."""
    command = [sys.executable, "-m", module, *arguments]
    done = subprocess.run(
        command, env={**os.environ, **place.environment}, stdout=subprocess.PIPE, text=True, check=True
    )
    return done.stdout.split()


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


def family(process: int) -> list[int]:
    """A process and its children."""
    children = Path(f"/proc/{process}/task/{process}/children").read_text(encoding="ascii").split()
    return [process, *(each for child in children for each in family(int(child)))]


@contextmanager
def _running(command: Sequence[str], environment: Mapping[str, str], port: int) -> Iterator[Server]:
    process = subprocess.Popen(command, env={**os.environ, **environment}, stdout=subprocess.DEVNULL)
    try:
        _wait_for(port, process)
        yield Server(port, process.pid)
    finally:
        process.terminate()
        process.wait(timeout=PATIENCE)


def _wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and process.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise RuntimeError(f"no server on port {port}")


def _resident(process: int) -> int:
    status = Path(f"/proc/{process}/status").read_text(encoding="ascii")
    return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS"))
