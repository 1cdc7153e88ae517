"""A throw-away PostgreSQL for the tests: made in a temporary folder, reached by a socket, gone afterwards.

`python -m tests.postgres COMMAND…` runs a command with its address in DAYBOOK_TEST_POSTGRESQL.
"""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ADDRESS = "DAYBOOK_TEST_POSTGRESQL"
# Texts are ordered by a Chinese collation here, so that code leaning on the database's order fails.
INITDB = ["--auth=trust", "--username=daybook", "--encoding=UTF8", "--no-sync"]
COLLATION = ["--locale=C.UTF-8", "--locale-provider=icu", "--icu-locale=zh-Hans-CN"]
OPTIONS = ["-c", "listen_addresses=", "-c", "max_connections=200"]
# Faster; what is measured must not be.
CARELESS = ["fsync=off", "synchronous_commit=off", "full_page_writes=off"]


@contextmanager
def throwaway(*, durable: bool = False) -> Iterator[str]:
    """Start a server and yield its URL; the folder and the server are gone at the end.

    A `durable` one waits for the disk at every commit, as a real one does.
    """
    folder = Path(tempfile.mkdtemp(prefix="daybook-postgresql-"))
    try:
        _give_away(folder)
        data = folder / "data"
        _run("initdb", "--pgdata", str(data), *INITDB, *COLLATION)
        careless = [] if durable else [f"-c {option}" for option in CARELESS]
        options = " ".join([*OPTIONS, *careless, "-k", str(folder)])
        _run("pg_ctl", "--pgdata", str(data), "--wait", "--log", str(folder / "log"), "-o", options, "start")
        try:
            yield f"postgresql://daybook@/postgres?host={folder}"
        finally:
            _run("pg_ctl", "--pgdata", str(data), "--wait", "--mode", "immediate", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def program(name: str) -> str:
    """The path of a server program of PostgreSQL 15 or later; Debian keeps them off the path."""
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name))
    for folder in reversed(folders):
        if int(folder.parent.name) >= 15 and (folder / name).exists():
            return str(folder / name)
    found = shutil.which(name)
    if found is None:
        raise RuntimeError(f"{name} of PostgreSQL 15 or later is needed: `make test` installs it on Debian")
    return found


def _unprivileged() -> pwd.struct_passwd | None:
    # The server refuses to run as root.
    if os.geteuid():
        return None
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise RuntimeError("an unprivileged user (postgres or nobody) is needed to run PostgreSQL")


def _give_away(folder: Path) -> None:
    user = _unprivileged()
    if user:
        os.chown(folder, user.pw_uid, user.pw_gid)


def _run(name: str, *arguments: str) -> None:
    user = _unprivileged()
    identity = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []} if user else {}
    done = subprocess.run(
        [program(name), *arguments],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        check=False,
        cwd="/",
        **identity,  # type: ignore[call-overload]
    )
    if done.returncode:
        raise RuntimeError(f"{name}: {done.stderr.strip()}")


def main(command: list[str]) -> int:
    """Run `command` beside a server; its exit status is ours."""
    with throwaway() as url:
        return subprocess.run(command, env={**os.environ, ADDRESS: url}, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
