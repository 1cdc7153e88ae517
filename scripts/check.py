"""Every static check, one line each with its time; the output of those that fail; status 1 if any fails."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
PYTHON = ["src", "tests", "scripts", *(["bench"] if (ROOT / "bench").exists() else [])]
# Where packages come from and where this copy stands is nobody else's business. (Joined from halves, so
# that this file passes its own check.)
ADDRESSES = re.compile(
    "|".join(
        [
            "registry" + r"\.(?:npmjs|yarnpkg|npmmirror)",
            "pypi" + r"\.(?:org|tuna)",
            "files" + r"\.pythonhosted",
            "/ro" + "ot/",
            "/wo" + "rk/",
            "/ho" + r"me/\w+/",
        ]
    )
)


def run(*command: str) -> list[str]:
    """Run one tool of the environment; its output is the fault where it fails."""
    environment = {**os.environ, "DAYBOOK_HOME": str(ROOT / ".build" / "check"), "COLUMNS": "110"}
    environment["DJANGO_SETTINGS_MODULE"] = "daybook.config.settings"
    program = [str(BIN / command[0]), *command[1:]]
    done = subprocess.run(program, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    return [f"{done.stdout}{done.stderr}".strip()] if done.returncode else []


def templates() -> list[str]:
    """Templates that `make fix` would format otherwise."""
    paths = sorted(str(path) for path in ROOT.glob("src/daybook/*/templates/**/*.html"))
    return run("djade", "--target-version", "5.2", "--check", *paths) if paths else []


def addresses() -> list[str]:
    """Committed lines that name a package index or a folder of somebody's machine."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True)
    found = []
    for name in filter(None, listed.stdout.split("\0")):
        path = ROOT / name
        if path.is_file():
            text = path.read_text(encoding="utf-8", errors="replace")
            found += [f"{name}: {match.group()}" for match in ADDRESSES.finditer(text)]
    return found


def vulnerabilities() -> list[str]:
    """Known vulnerabilities of what a bureau installs; passes where the network does not answer."""
    command = [str(BIN / "pip-audit"), "--requirement", "requirements/base.txt", "--require-hashes"]
    command += ["--disable-pip", "--progress-spinner", "off", "--format", "json", "--timeout", "10"]
    try:
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=90, check=False)
        packages = json.loads(done.stdout)["dependencies"]
    except (subprocess.TimeoutExpired, ValueError, KeyError):
        packages = []
    known = [package for package in packages if "vulns" in package]
    if not known or len(known) < len(packages):
        print(f"   (vulnerabilities: only {len(known)} packages could be looked up from here)")
    return [f"{p['name']} {p['version']}: {v['id']}" for p in known for v in p["vulns"]]


CHECKS: list[tuple[str, Callable[[], list[str]]]] = [
    ("types (mypy)", lambda: run("mypy", *PYTHON)),
    ("style (ruff)", lambda: run("ruff", "check", "--output-format", "concise", *PYTHON)),
    ("format (ruff)", lambda: run("ruff", "format", "--check", "--output-format", "concise", *PYTHON)),
    ("layers (import-linter)", lambda: run("lint-imports", "--no-cache")),
    ("templates (djade)", templates),
    ("system (Django)", lambda: run("daybook", "manage", "check")),
    ("migrations", lambda: run("daybook", "manage", "makemigrations", "--check", "--dry-run")),
    ("translations", lambda: run("python", "scripts/catalogues.py", "check")),
    ("rules page", lambda: run("python", "scripts/rules_page.py", "--check")),
    ("interchange page", lambda: run("python", "scripts/interchange_page.py", "--check")),
    ("addresses", addresses),
    ("vulnerabilities (pip-audit)", vulnerabilities),
]


def timed(name: str, check: Callable[[], list[str]]) -> list[str]:
    """Run one check and print how it went."""
    started = time.monotonic()
    faults = check()
    print(f"{'FAULT' if faults else 'ok':<6}{name:<32}{time.monotonic() - started:6.1f} s", flush=True)
    return [f"--- {name}", *faults] if faults else []


def main() -> int:
    """Run the checks two at a time."""
    with ThreadPoolExecutor(2) as pool:
        results = list(pool.map(lambda pair: timed(*pair), CHECKS))
    faults = [line for lines in results for line in lines]
    print(*faults, sep="\n", end="\n" if faults else "")
    return bool(faults)


if __name__ == "__main__":
    sys.exit(main())
