"""The translation files: collect the texts of the interface, compile them, and check that nothing is missing.

Texts are written in English in the code; each part of the package keeps a catalogue with the Chinese for
its own. Compiling needs no program beside Python; collecting and checking need GNU gettext.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Collection
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import polib

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "src" / "daybook"
CATALOGUE = Path("locale") / "zh_Hans" / "LC_MESSAGES" / "django.po"
FORM = ["--add-location", "file", "--no-wrap", "--no-obsolete"]


def catalogues(package: Path = PACKAGE) -> dict[str, Path]:
    """The catalogue of each part of the package, by the part's name; each part keeps its own."""
    parts = sorted(path.parent.name for path in package.glob("*/__init__.py"))
    return {part: package / part / CATALOGUE for part in parts}


def compile_all() -> list[str]:
    """Write a .mo file beside every .po file."""
    for path in catalogues().values():
        if path.exists():
            polib.pofile(str(path)).save_as_mofile(str(path.with_suffix(".mo")))
    return []


def collect(package: Path = PACKAGE, parts: Collection[str] = ()) -> list[str]:
    """Bring the catalogues of `package` (of some parts, if named) up to date with code and templates."""
    wanted = {part: path for part, path in catalogues(package).items() if not parts or part in parts}
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(_make_messages, wanted.values()))
    return []


def check() -> list[str]:
    """Texts without a translation, texts not collected yet, translations nobody uses, unfinished ones."""
    if not shutil.which("xgettext"):
        return ["GNU gettext is needed to check the translations: `make test` installs it on Debian"]
    with tempfile.TemporaryDirectory(prefix="daybook-messages-") as folder:
        package = Path(folder) / "daybook"
        shutil.copytree(PACKAGE, package, ignore=shutil.ignore_patterns("static", "__pycache__"))
        collect(package)
        pairs = zip(catalogues().items(), catalogues(package).values(), strict=True)
        faults = [fault for (part, kept), fresh in pairs for fault in _faults(part, kept, fresh)]
    return [*faults, *_disagreements()]


def _make_messages(path: Path) -> None:
    part = path.parents[3]
    (part / "locale").mkdir(exist_ok=True)
    command = ["makemessages", "--locale", "zh_Hans", "--extension", "html,py,txt", *FORM]
    # Without our settings: a copy of the package is read as well as the package itself. With -P: the
    # calendar.py of a part is not the library's.
    subprocess.run(
        [sys.executable, "-P", "-m", "django", *command],
        cwd=part,
        env=_bare(),
        check=True,
        stdout=subprocess.DEVNULL,
    )
    if path.exists():
        _settle(path)
    _drop_empty(path.parent)


def _bare() -> dict[str, str]:
    return {key: value for key, value in os.environ.items() if not key.startswith("DJANGO")}


def _settle(path: Path) -> None:
    # The time of the last run would make every collection a change.
    catalogue = polib.pofile(str(path), wrapwidth=0)
    kept = {key: value for key, value in catalogue.metadata.items() if key in KEPT}
    catalogue.metadata = {**kept, "Language": "zh_Hans"}
    catalogue.metadata_is_fuzzy = False
    catalogue.header = "Simplified Chinese."
    for guessed in catalogue.fuzzy_entries():
        # A guess from a similar text is worse than none.
        guessed.msgstr, guessed.flags = "", []
        guessed.msgstr_plural = dict.fromkeys(guessed.msgstr_plural, "")
        guessed.previous_msgid = guessed.previous_msgctxt = guessed.previous_msgid_plural = None
    catalogue.save(str(path))
    if not len(catalogue):
        path.unlink()


KEPT = ("MIME-Version", "Content-Type", "Content-Transfer-Encoding", "Language", "Plural-Forms")


def _drop_empty(folder: Path) -> None:
    for empty in (folder, folder.parent, folder.parent.parent):
        if empty.is_dir() and not any(empty.iterdir()):
            empty.rmdir()


def _texts(path: Path) -> dict[tuple[str, str], polib.POEntry]:
    entries = polib.pofile(str(path)) if path.exists() else []
    return {(entry.msgctxt or "", entry.msgid): entry for entry in entries}


def _faults(part: str, kept_at: Path, fresh_at: Path) -> list[str]:
    kept, fresh = _texts(kept_at), _texts(fresh_at)
    unfinished = {text: entry for text, entry in fresh.items() if text in kept and not entry.translated()}
    return [
        *(
            f"{part}: not collected, run `make messages`: {_spelled(text)}"
            for text in sorted(fresh.keys() - kept)
        ),
        *(
            f"{part}: nobody uses it, run `make messages`: {_spelled(text)}"
            for text in sorted(kept.keys() - fresh)
        ),
        *(f"{part}: no translation, or one to be confirmed: {_spelled(text)}" for text in sorted(unfinished)),
    ]


def _disagreements() -> list[str]:
    """Texts that two parts translate differently: only one of the two would be shown."""
    said: dict[tuple[str, str], dict[str, str]] = {}
    for part, path in catalogues().items():
        for text, entry in _texts(path).items():
            said.setdefault(text, {}).setdefault(entry.msgstr, part)
    return [
        f"{' and '.join(words.values())} translate differently: {_spelled(text)}"
        for text, words in sorted(said.items())
        if len(words) > 1
    ]


def _spelled(text: tuple[str, str]) -> str:
    context, words = text
    return f"{words!r} ({context})" if context else repr(words)


def main(verb: str, *parts: str) -> int:
    """Run one verb (`collect` of all parts or of those named); each fault is a line and makes status 1."""
    faults = collect(parts=parts) if verb == "collect" else {"compile": compile_all, "check": check}[verb]()
    print(*faults, sep="\n", end="\n" if faults else "")
    return bool(faults)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
