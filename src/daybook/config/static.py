"""Addresses of static files: a bundled file is asked for by its plain name and served by its hashed one."""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path

from django.contrib.staticfiles.storage import StaticFilesStorage

BUNDLES = "daybook/dist/"
FOLDER = Path(__file__).resolve().parent.parent / "web" / "static" / BUNDLES
_HASHED = re.compile(r"/daybook/dist/[\w.]+-[0-9A-Za-z]{8,10}\.(?:css|js)$")


@cache
def manifest() -> dict[str, str]:
    """Plain name → hashed name, as the asset build wrote it; empty before the first build."""
    path = FOLDER / "manifest.json"
    if not path.exists():
        return {}
    names: dict[str, str] = json.loads(path.read_text(encoding="utf-8"))
    return names


def is_immutable(path: str, url: str) -> bool:
    """Whether a browser may keep the file for ever: its name changes with its content."""
    return bool(_HASHED.search(url))


class BundleStorage(StaticFilesStorage):
    """Static files whose bundles carry the hash of their content in the name."""

    def url(self, name: str | None) -> str:
        """The address of `daybook/dist/<file>` under its hashed name; any other file as it is."""
        if name and name.startswith(BUNDLES):
            plain = name.removeprefix(BUNDLES)
            name = BUNDLES + manifest().get(plain, plain)
        return super().url(name)
