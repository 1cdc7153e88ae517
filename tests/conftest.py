"""Fixtures for every test: a data folder of its own, the database engine, a real server, a real browser.

The engine is chosen by DAYBOOK_DATABASE_URL (SQLite where it is unset). Nothing of the person who runs the
tests is touched: the data folder is a temporary one.
"""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import django
import pytest
from django.contrib.auth.hashers import Argon2PasswordHasher
from hypothesis import settings as hypothesis_settings
from hypothesis.internal.conjecture.providers import HypothesisProvider
from hypothesis.internal.constants_ast import Constants
from pytest_django.plugin import DjangoDbBlocker

from tests.kept import copy_embedded, keep, kept_database

TESTS = Path(__file__).resolve().parent
RULES = TESTS / "rules"  # they know no database
# Whole stories and whole books: what rules and access do has its own tests elsewhere.
UNMEASURED = {"browser", "books", "config", "demo", "oracle", "web"}
# The longest files, the longest first: what begins late must not be what takes long.
LONG = [
    TESTS / name
    for name in (
        "test_access_table.py",
        "demo/test_demo.py",
        "demo/test_command.py",
        "oracle/test_oracle.py",
        "books/test_roundtrip.py",
        "annual/test_pages_cost.py",
    )
]
HOME = Path(tempfile.mkdtemp(prefix="daybook-tests-"))
EMBEDDED = HOME / "test.sqlite3"
atexit.register(shutil.rmtree, HOME, ignore_errors=True)
os.environ["DAYBOOK_HOME"] = str(HOME)
os.environ["DJANGO_SETTINGS_MODULE"] = "daybook.config.settings"
# Playwright keeps an event loop in the test's thread; the tests use the ORM there all the same.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

django.setup()

# The same examples on every machine: a failure found in CI is found again at home. Hypothesis would also try
# words of whatever modules happen to be loaded by then, which differ with what ran before in the process.
hypothesis_settings.register_profile("daybook", deadline=None, derandomize=True)
hypothesis_settings.load_profile("daybook")
HypothesisProvider._local_constants = property(lambda _provider: Constants())  # type: ignore[assignment,method-assign]

# A password is hashed as the server does it, but at a cost that no test has to pay.
Argon2PasswordHasher.time_cost, Argon2PasswordHasher.memory_cost, Argon2PasswordHasher.parallelism = 1, 8, 1

pytest_plugins = ["tests.databases", "tests.live", "tests.factories"]


def pytest_make_parametrize_id(val: object) -> str | None:
    """The bytes of a file are no name of a test: some tell when they were made."""
    return "bytes" if isinstance(val, bytes) else None


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """A test that asks for a browser, itself or through a fixture, is a browser test.

    What is about one engine alone is left out on the other, and so is what runs once because the engine makes
    no difference to it: a skip would look like something missing.
    """
    from django.db import connection

    for item in items:
        if "browser" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.browser)
        if not (item.get_closest_marker("many") or UNMEASURED & set(item.path.relative_to(TESTS).parts)):
            item.add_marker(pytest.mark.measured)
    elsewhere = [item for item in items if _belongs_elsewhere(item, connection.vendor)]
    if elsewhere:
        config.hook.pytest_deselected(items=elsewhere)
        items[:] = [item for item in items if item not in elsewhere]
    items.sort(key=lambda item: LONG.index(item.path) if item.path in LONG else len(LONG))


def _belongs_elsewhere(item: pytest.Item, vendor: str) -> bool:
    if item.get_closest_marker("once") or RULES in item.path.parents:
        return vendor != "sqlite"
    mark = item.get_closest_marker("only_on")
    return mark is not None and vendor not in mark.args


@pytest.fixture(autouse=True)
def empty_index(request: pytest.FixtureRequest, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """The search index is no model's table: what a flushed test left in it, the next would find."""
    yield
    mark = request.node.get_closest_marker("django_db")
    if "transactional_db" in request.fixturenames or (mark and mark.kwargs.get("transaction")):
        from django.db import connection

        with django_db_blocker.unblock(), connection.cursor() as cursor:
            cursor.execute("DELETE FROM daily_search")


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    """Keep SQLite's test database in a file: a server process and a second thread must see it too.

    Making it takes longer than most runs: one that an earlier run made the same way is copied.
    """
    from django.db import connection

    if connection.vendor == "sqlite":
        connection.settings_dict["TEST"]["NAME"] = str(EMBEDDED)
        if (kept := kept_database()).exists():
            copy_embedded(kept, EMBEDDED)


@pytest.fixture(scope="session")
def django_db_keepdb(django_db_modify_db_settings: None) -> bool:
    """Whether a copy lies there."""
    return EMBEDDED.exists()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_keepdb: bool) -> None:
    """Keep what was made for the next run, and nothing that was made another way."""
    from django.db import connection

    if connection.vendor == "sqlite" and not django_db_keepdb:
        keep(EMBEDDED)
