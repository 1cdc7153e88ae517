"""Reading `DAYBOOK_*` from the environment, and the data folder they name."""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured


def text(name: str, default: str = "") -> str:
    """The value of `DAYBOOK_<name>`, stripped; `default` where it is unset or empty."""
    return os.environ.get(f"DAYBOOK_{name}", "").strip() or default


def flag(name: str, *, default: bool = False) -> bool:
    """A yes-or-no setting; anything but a known word is refused."""
    value = text(name, "yes" if default else "no").lower()
    if value not in {"1", "yes", "true", "on", "0", "no", "false", "off"}:
        raise ImproperlyConfigured(f"DAYBOOK_{name}={value!r}: expected yes or no")
    return value in {"1", "yes", "true", "on"}


def words(name: str, default: str = "") -> list[str]:
    """A comma-separated list."""
    return [word.strip() for word in text(name, default).split(",") if word.strip()]


def number(name: str, default: int) -> int:
    """A whole number of at least 1; anything else is refused."""
    value = text(name, str(default))
    if not value.isdecimal() or int(value) < 1:
        raise ImproperlyConfigured(f"DAYBOOK_{name}={value!r}: expected a whole number of at least 1")
    return int(value)


def home() -> Path:
    """The data folder (database, uploads, secret key), made with mode 700 where it is missing."""
    folder = Path(text("HOME", "~/.daybook")).expanduser().resolve()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def secret_key(folder: Path) -> str:
    """The installation's secret: from the environment, else from a file made once at first start."""
    given = text("SECRET_KEY")
    if given:
        return given
    path = folder / "secret_key"
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text(encoding="ascii").strip()
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(secrets.token_urlsafe(48))
    return path.read_text(encoding="ascii").strip()


# Pages ask small questions: starting helpers and compiling takes PostgreSQL longer than answering those.
PLAIN_PLANS = "-c max_parallel_workers_per_gather=0 -c jit=off"


def database(folder: Path) -> dict[str, Any]:
    """The one database, from `DAYBOOK_DATABASE_URL`; by default SQLite in the data folder."""
    url = text("DATABASE_URL", f"sqlite:///{folder / 'daybook.sqlite3'}")
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        return _sqlite(unquote(parts.path))
    if parts.scheme in {"postgres", "postgresql"}:
        return _postgresql(url)
    raise ImproperlyConfigured(f"DAYBOOK_DATABASE_URL={url!r}: expected sqlite:///path or postgresql://…")


def _sqlite(path: str) -> dict[str, Any]:
    # A URL path starts with "/": sqlite:///relative/x and sqlite:////absolute/x, as elsewhere; an
    # absolute path after three slashes (the common slip) is taken as absolute too.
    name = path if path.startswith("//") is False else path[1:]
    return {
        "ENGINE": "daybook.config.db.sqlite",
        "NAME": name,
        # A thread keeps its connection: opening the file costs more than most questions to it.
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            "timeout": 30,
            "transaction_mode": "IMMEDIATE",
            "init_command": (
                "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; "
                # What is deleted or purged is overwritten, not only forgotten.
                "PRAGMA secure_delete=ON; "
                "PRAGMA cache_size=-20000; PRAGMA temp_store=MEMORY;"
            ),
        },
    }


def _postgresql(url: str) -> dict[str, Any]:
    parts = urlsplit(url)
    options: dict[str, Any] = dict(parse_qsl(parts.query))
    # A socket folder is given as ?host=/path.
    host = str(options.pop("host", "") or parts.hostname or "")
    kept = {
        "pool": {"min_size": 1, "max_size": 16},
        # What `web.prepared` sends is prepared at once, and nothing else.
        "prepare_threshold": 0,
        "options": f"{PLAIN_PLANS} {options.get('options', '')}".strip(),  # what the address says comes last
    }
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": host,
        "PORT": str(parts.port or options.pop("port", "")),
        "OPTIONS": {**options, **kept},
    }
