"""Take the addresses out of package-lock.json: where a mirror serves the packages, they are wrong."""

from __future__ import annotations

import json
import sys
from pathlib import Path


def tidy(path: Path) -> None:
    """Drop `resolved` and `funding` of every package; names, versions and hashes stay."""
    lock = json.loads(path.read_text(encoding="utf-8"))
    for package in lock["packages"].values():
        package.pop("resolved", None)
        package.pop("funding", None)
    path.write_text(json.dumps(lock, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    tidy(Path(sys.argv[1]))
