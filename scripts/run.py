"""From a bare checkout to a demo bureau in the browser; every step with its time. Standard library only.

The demo keeps its data in .build/demo (DAYBOOK_HOME names another folder) and is made once.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

ROOT = Path(__file__).resolve().parent.parent
PORT = int(os.environ.get("PORT", "8000"))
ADDRESS = f"http://localhost:{PORT}"
START = 60.0  # seconds the server may take to answer
ENVIRONMENT = {
    **os.environ,
    "DAYBOOK_HOME": os.environ.get("DAYBOOK_HOME") or str(ROOT / ".build" / "demo"),
    "DAYBOOK_DEMO": "yes",
}
PEOPLE = ["普通工作人员 (staff)", "处长 (head)", "局领导 (leader)", "组织人事处 (personnel office)"]


def step(name: str, *command: str) -> None:
    """Run one step, its own progress visible, and say how long it took."""
    print(f"== {name}", flush=True)
    started = time.monotonic()
    done = subprocess.run(command, cwd=ROOT, env=ENVIRONMENT, check=False)
    if done.returncode:
        sys.exit(f"== {name}: failed")
    print(f"   {name}: {time.monotonic() - started:.1f} s", flush=True)


def make_demo() -> None:
    """Make the demo bureau once for each database; a mark in the data folder says that it was finished."""
    mark = Path(ENVIRONMENT["DAYBOOK_HOME"]) / "demo-made"
    database = ENVIRONMENT.get("DAYBOOK_DATABASE_URL", "")
    if mark.exists() and mark.read_text(encoding="utf-8") == database:
        return
    step("database and demo", str(ROOT / ".venv" / "bin" / "daybook"), "demo")
    mark.write_text(database, encoding="utf-8")


def answers() -> bool:
    """Whether the server is ready."""
    try:
        with urlopen(f"{ADDRESS}/readyz", timeout=2):
            return True
    except (URLError, ConnectionError, TimeoutError):
        return False


def wait_for(server: subprocess.Popen[bytes]) -> None:
    """Wait for the first answer; stop where the server ends or never answers."""
    deadline = time.monotonic() + START
    while not answers():
        if server.poll() is not None or time.monotonic() > deadline:
            server.terminate()
            sys.exit("== server: it did not start")
        time.sleep(0.05)


def serve(started: float) -> int:
    """Start the server, print where to go, and stay until it is interrupted."""
    command = [str(ROOT / ".venv" / "bin" / "daybook"), "serve", "--port", str(PORT)]
    begun = time.monotonic()
    server = subprocess.Popen(command, cwd=ROOT, env=ENVIRONMENT)
    try:
        wait_for(server)
        print(f"   server: {time.monotonic() - begun:.1f} s")
        print(f"== ready in {time.monotonic() - started:.1f} s (Ctrl+C ends it)")
        print(f"\n   {ADDRESS}/demo/\n\n   One click signs you in: {' · '.join(PEOPLE)}\n", flush=True)
        return server.wait()
    except KeyboardInterrupt:
        return 0
    finally:
        server.terminate()
        server.wait()


def main() -> int:
    """Set up, bundle, make the demo where it is missing, serve."""
    started = time.monotonic()
    if answers():
        sys.exit(f"== {ADDRESS} is in use; name another port: make run PORT=8001")
    Path(ENVIRONMENT["DAYBOOK_HOME"]).mkdir(parents=True, exist_ok=True)
    step("setup", "make", "--no-print-directory", "setup")
    step("assets", "make", "--no-print-directory", "assets")
    make_demo()
    return serve(started)


if __name__ == "__main__":
    sys.exit(main())
