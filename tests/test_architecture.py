"""The shape of the project, held by tests: layers, purity of the rules, sizes, doors, templates, docs."""

from __future__ import annotations

import ast
import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from daybook.config import cli

pytestmark = pytest.mark.once
ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "src" / "daybook"
MODULES = sorted(path for path in PACKAGE.rglob("*.py") if "migrations" not in path.parts)
TEMPLATES = sorted(PACKAGE.glob("*/templates/**/*.*"))
DOCUMENTS = [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")]
LINES_OF_A_FILE = 400
LINES_OF_A_VIEW = 25


def named(paths: list[Path]) -> list[str]:
    return [str(path.relative_to(ROOT)) for path in paths]


def functions(path: Path) -> Iterator[ast.FunctionDef]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    yield from (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))


# One direction ---------------------------------------------------------------------------------------------


@pytest.fixture
def copy_of_the_package(tmp_path: Path) -> Path:
    """The package and its contracts in a folder where a test may break them."""
    shutil.copytree(PACKAGE, tmp_path / "daybook", ignore=shutil.ignore_patterns("static", "__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def broken_contracts(folder: Path) -> list[str]:
    """The names of the contracts that the package in `folder` breaks."""
    done = subprocess.run(
        [str(Path(sys.executable).parent / "lint-imports"), "--no-cache"],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(folder)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert f"{done.returncode}" in "01", done.stderr
    return re.findall(r"^(.+) BROKEN$", done.stdout, re.MULTILINE)


def test_the_package_keeps_its_contracts(copy_of_the_package: Path) -> None:
    assert broken_contracts(copy_of_the_package) == []


def test_an_import_from_daily_to_annual_breaks_the_one_direction(copy_of_the_package: Path) -> None:
    (copy_of_the_package / "daybook" / "daily" / "upward.py").write_text("import daybook.annual.models\n")
    assert broken_contracts(copy_of_the_package) == ["One direction: a lower rhythm never asks upward"]


def test_an_import_of_django_in_the_rules_breaks_their_contract(copy_of_the_package: Path) -> None:
    (copy_of_the_package / "daybook" / "rules" / "impure.py").write_text("import django\n")
    assert broken_contracts(copy_of_the_package) == ["The rules know no framework"]


def test_a_package_without_a_layer_breaks_the_one_direction(copy_of_the_package: Path) -> None:
    (copy_of_the_package / "daybook" / "extra").mkdir()
    (copy_of_the_package / "daybook" / "extra" / "__init__.py").write_text("")
    assert broken_contracts(copy_of_the_package) == ["One direction: a lower rhythm never asks upward"]


# The rules are pure ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", sorted((PACKAGE / "rules").rglob("*.py")), ids=lambda path: path.stem)
def test_rules_import_the_standard_library_only(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    imported = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    imported |= {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    foreign = {
        name
        for name in imported
        if name.split(".")[0] not in sys.stdlib_module_names and not f"{name}.".startswith("daybook.rules.")
    }
    assert foreign == set()


@pytest.mark.parametrize("path", sorted((PACKAGE / "rules").rglob("*.py")), ids=lambda path: path.stem)
def test_rules_read_no_clock_and_no_file(path: Path) -> None:
    calls = re.findall(
        r"\b(?:open\(|print\(|\.today\(|\.now\(|time\.time|os\.environ|random\.|float\()",
        path.read_text(encoding="utf-8"),
    )
    assert calls == []


# Sizes and doors -------------------------------------------------------------------------------------------


def test_files_stay_short() -> None:
    tests = list(ROOT.glob("tests/**/*.py"))
    long = [path for path in [*MODULES, *tests] if path.read_text("utf-8").count("\n") > LINES_OF_A_FILE]
    assert named(long) == []


def views() -> list[Path]:
    return [path for path in MODULES if path.stem == "views" or path.parent.name == "views"]


def test_views_have_no_other_way_to_an_object() -> None:
    assert named([path for path in views() if ".objects" in path.read_text("utf-8")]) == []


def test_views_stay_short() -> None:
    long = [
        f"{path.relative_to(ROOT)}: {view.name}"
        for path in views()
        for view in functions(path)
        if view.end_lineno and view.end_lineno - view.lineno + 1 > LINES_OF_A_VIEW
    ]
    assert long == []


SIGNALS = {"pre_save", "post_save", "pre_delete", "post_delete", "m2m_changed", "pre_init", "post_init"}


def tells_of_signals(path: Path) -> bool:
    """Whether a module takes the signals of saving and deleting, or their module, into use.

    `Field.pre_save` has the name of one and is none.
    """
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        taken = {each.name for each in node.names} if isinstance(node, ast.Import | ast.ImportFrom) else set()
        source = node.module if isinstance(node, ast.ImportFrom) else ""
        if "django.db.models.signals" in {source, *taken} or taken & SIGNALS:
            return True
        if source == "django.db.models" and "signals" in taken:
            return True
        called = ast.unparse(node).split(".") if isinstance(node, ast.Attribute) else []
        if called[-2:-1] == ["signals"] and called[-1] in SIGNALS:
            return True
    return False


@pytest.mark.parametrize(
    ("code", "told"),
    [
        ("from django.db.models.signals import post_save", True),
        ("from django.db.models import signals", True),
        ("import django.db.models.signals", True),
        ("models.signals.pre_delete.connect(f)", True),
        ("field.pre_save(row, add=True)", False),
        ("# nothing is heard of post_save here", False),
        ("from django.db.models import Model", False),
    ],
)
def test_a_signal_is_told_from_what_only_sounds_like_one(tmp_path: Path, code: str, told: bool) -> None:
    (tmp_path / "module.py").write_text(code, "utf-8")
    assert tells_of_signals(tmp_path / "module.py") is told


def test_apps_send_no_signals() -> None:
    assert named([path for path in MODULES if tells_of_signals(path)]) == []


def writes(function: ast.FunctionDef) -> bool:
    """Whether a public function opens an act of the ledger."""
    acts = [item for node in function.body if isinstance(node, ast.With) for item in node.items]
    opens = any(ast.unparse(item.context_expr) == "recorded()" for item in acts)
    return opens and not function.name.startswith("_")


def test_actions_take_keywords_only() -> None:
    paths = [path for path in MODULES if path.stem == "actions" or path.parent.name == "actions"]
    positional = [
        f"{path.relative_to(ROOT)}: {action.name}"
        for path in paths
        for action in functions(path)
        if writes(action) and action.args.args
    ]
    assert positional == []


@pytest.mark.parametrize("name", list(cli.table()))
def test_every_command_is_where_the_table_says(name: str) -> None:
    group = cli.main
    command = group.get_command(None, name)  # type: ignore[arg-type]
    assert command is not None
    assert command.name == name


# Templates -------------------------------------------------------------------------------------------------


def test_every_template_is_used() -> None:
    text = "\n".join(path.read_text("utf-8") for path in [*MODULES, *TEMPLATES])
    unused = []
    for path in TEMPLATES:
        name = re.sub(r"^.*?/templates/", "", str(path))
        # Django and allauth look their own names up.
        own = re.fullmatch(r"(?:account|allauth)/.*|[45]\d\d(?:_csrf)?\.html", name)
        if not own and not re.search(rf"[\"']{re.escape(name)}(?:#[\w-]+)?[\"']", text):
            unused.append(path)
    assert named(unused) == []


def test_templates_hold_no_style_and_no_script() -> None:
    inline = re.compile(r"\sstyle=\"|\son[a-z]+=\"|<style|<script(?![^>]*\bsrc=)(?![^>]*application/json)")
    assert named([path for path in TEMPLATES if inline.search(path.read_text("utf-8"))]) == []


def test_templates_name_no_other_host() -> None:
    foreign = re.compile(r"(?:src|href|action)=\"(?:https?:)?//")
    assert named([path for path in TEMPLATES if foreign.search(path.read_text("utf-8"))]) == []


# Documents -------------------------------------------------------------------------------------------------


def settings_read() -> set[str]:
    """Every DAYBOOK_* name the product reads."""
    text = "\n".join(path.read_text("utf-8") for path in MODULES)
    helpers = re.findall(r"\b(?:env\.)?(?:text|flag|words|number)\(\s*\"([A-Z_]+)\"", text)
    return {f"DAYBOOK_{name}" for name in helpers} | set(
        re.findall(r"environ[^\n]*?\"(DAYBOOK_[A-Z_]+)\"", text)
    )


def test_every_setting_is_documented_and_every_documented_setting_exists() -> None:
    documented = re.findall(
        r"^\| `(DAYBOOK_[A-Z_]+)`", (ROOT / "docs" / "operations.md").read_text("utf-8"), re.MULTILINE
    )
    assert sorted(documented) == sorted(settings_read())


def anchors(path: Path) -> set[str]:
    """The anchors of a document's headings, as the usual viewers make them."""
    headings = re.findall(r"^#+ (.+)$", path.read_text("utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def dead_links(document: Path) -> Iterator[str]:
    text = re.sub(r"```.*?```", "", document.read_text("utf-8"), flags=re.DOTALL)
    for target in re.findall(r"\]\(([^)\s]+)\)", text):
        if re.match(r"[a-z]+:", target):
            continue
        name, _hash, anchor = target.partition("#")
        path = (document.parent / name).resolve() if name else document
        if not path.exists() or (anchor and path.suffix == ".md" and anchor not in anchors(path)):
            yield f"{document.relative_to(ROOT)}: {target}"


def test_documents_have_no_dead_links() -> None:
    assert [link for document in DOCUMENTS for link in dead_links(document)] == []


def test_help_lists_every_target() -> None:
    targets = set(re.findall(r"^([a-z]+):.*## ", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    shown = subprocess.run(["make", "help"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert set(re.findall(r"^make (\w+)", shown, re.MULTILINE)) == targets
    assert {"setup", "run", "test", "check", "fix", "assets", "bench", "drill"} <= targets


def dependencies() -> set[str]:
    """The names of every package that pyproject.toml and package.json ask for."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    wanted = [*project["project"]["dependencies"], *project["dependency-groups"]["dev"]]
    package = json.loads((ROOT / "package.json").read_text("utf-8"))
    names = {re.split(r"[\[<>=!~;]", line)[0] for line in wanted}
    return names | set(package["dependencies"]) | set(package["devDependencies"])


def test_every_dependency_has_its_reason() -> None:
    text = (ROOT / "docs" / "decisions" / "0001-dependencies.md").read_text("utf-8")
    rows = re.findall(r"^\| (`.+?) \|", text, re.MULTILINE)
    assert {name for row in rows for name in re.findall(r"`([^`]+)`", row)} == dependencies()


@pytest.mark.parametrize("name", ["base", "dev", "tools", "node"])
def test_every_locked_package_has_a_hash_and_no_address(name: str) -> None:
    text = (ROOT / "requirements" / f"{name}.txt").read_text("utf-8").replace("\\\n", " ")
    packages = [line for line in text.splitlines() if line.strip()]
    assert packages
    assert [line for line in packages if "==" not in line or "--hash=sha256:" not in line] == []
    assert "://" not in text


def test_every_bundled_package_has_a_hash_and_no_address() -> None:
    text = (ROOT / "package-lock.json").read_text("utf-8")
    packages = {name: row for name, row in json.loads(text)["packages"].items() if name}
    assert [name for name, row in packages.items() if "integrity" not in row] == []
    assert "://" not in text
