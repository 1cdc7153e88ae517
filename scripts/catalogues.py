"""The translation files: collect the texts of the interface, compile them, and check that nothing is missing.

Texts are written in English in the code; the catalogue gives the Chinese for each. Compiling needs no
program beside Python; collecting and checking need GNU gettext.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import polib

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "src" / "daybook"
LOCALE = Path("web") / "locale"
LANGUAGE = "zh_Hans"


def compile_all() -> list[str]:
    """Write a .mo file beside every .po file."""
    for path in sorted(PACKAGE.glob("**/locale/*/LC_MESSAGES/*.po")):
        polib.pofile(str(path)).save_as_mofile(str(path.with_suffix(".mo")))
    return []


def collect(package: Path = PACKAGE) -> list[str]:
    """Bring the catalogue of `package` up to date with its code and templates."""
    (package / LOCALE).mkdir(parents=True, exist_ok=True)
    domains = ["django", *(["djangojs"] if list(package.glob("web/assets/js/*.js")) else [])]
    for domain in domains:
        _make_messages(package, domain)
        path = package / LOCALE / LANGUAGE / "LC_MESSAGES" / f"{domain}.po"
        if path.exists():
            _settle(path)
    return []


def check() -> list[str]:
    """Texts without a translation, texts not collected yet, translations nobody uses, unfinished ones."""
    if not shutil.which("xgettext"):
        return ["GNU gettext is needed to check the translations: `make test` installs it on Debian"]
    with tempfile.TemporaryDirectory(prefix="daybook-messages-") as folder:
        package = Path(folder) / "daybook"
        shutil.copytree(PACKAGE, package, ignore=shutil.ignore_patterns("static", "__pycache__"))
        collect(package)
        return [fault for domain in ("django", "djangojs") for fault in _faults(package, domain)]


def _make_messages(package: Path, domain: str) -> None:
    kinds = "js" if domain == "djangojs" else "html,py,txt"
    options = ["--domain", domain, "--locale", LANGUAGE, "--extension", kinds, "--ignore", "dist/*"]
    form = ["--add-location", "file", "--no-wrap", "--no-obsolete"]
    # The package is found beside the catalogue that is written: it may be a copy.
    settings = {"DJANGO_SETTINGS_MODULE": "daybook.config.settings", "PYTHONPATH": str(package.parent)}
    subprocess.run(
        [sys.executable, "-m", "django", "makemessages", *options, *form],
        cwd=package,
        env={**os.environ, **settings},
        check=True,
        stdout=subprocess.DEVNULL,
    )


def _settle(path: Path) -> None:
    # The time of the last run would make every collection a change.
    catalogue = polib.pofile(str(path), wrapwidth=0)
    catalogue.metadata.pop("POT-Creation-Date", None)
    catalogue.save(str(path))


def _faults(package: Path, domain: str) -> list[str]:
    name = LOCALE / LANGUAGE / "LC_MESSAGES" / f"{domain}.po"
    if not (package / name).exists():
        return []
    fresh = polib.pofile(str(package / name))
    kept = (
        {entry.msgid for entry in polib.pofile(str(PACKAGE / name))}
        if (PACKAGE / name).exists()
        else set[str]()
    )
    used = {entry.msgid for entry in fresh}
    return [
        *(f"{domain}.po: not collected, run `make messages`: {text!r}" for text in sorted(used - kept)),
        *(f"{domain}.po: nobody uses it, run `make messages`: {text!r}" for text in sorted(kept - used)),
        *(f"{domain}.po: no translation: {entry.msgid!r}" for entry in fresh.untranslated_entries()),
        *(f"{domain}.po: to be confirmed (fuzzy): {entry.msgid!r}" for entry in fresh.fuzzy_entries()),
    ]


def main(verb: str) -> int:
    """Run one verb; every fault is a line, and a fault is status 1."""
    faults = {"compile": compile_all, "collect": collect, "check": check}[verb]()
    print(*faults, sep="\n", end="\n" if faults else "")
    return bool(faults)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
