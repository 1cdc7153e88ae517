"""The asset build knows what the oldest browser does not, and templates name bundles that exist."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path

import pytest

from daybook.config.static import manifest

pytestmark = pytest.mark.once
ROOT = Path(__file__).resolve().parent.parent
FLOOR = 109
TEMPLATES = sorted((ROOT / "src" / "daybook").glob("*/templates/**/*.html"))


def newer(function: str, text: str) -> list[str]:
    """What `scripts/browser_floor.mjs` finds in a text."""
    call = (
        f"import('./scripts/browser_floor.mjs').then((floor) => console.log(JSON.stringify(floor.{function}("
    )
    script = f"{call}{json.dumps(text)}, {FLOOR}))))"
    command = ["sh", "scripts/node.sh", "node", "-e", script]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    found: list[str] = json.loads(done.stdout)
    return [fault.removesuffix(f" needs a browser newer than Chromium {FLOOR}") for fault in found]


@pytest.mark.parametrize(
    ("style", "faults"),
    [
        ("a{color:color-mix(in oklab,var(--a) 10%,red)}", ["function color-mix"]),
        ("a{color:light-dark(red,blue)}", ["function light-dark"]),
        ("a{color:oklch(54% .1 100)}", ["function oklch"]),
        ("p{anchor-name:--x}", ["property anchor-name"]),
        ("@scope (p){a{color:red}}", ["at-rule scope"]),
        ("p:user-valid{color:red}", ["selector user-valid"]),
        (
            "@media (width>=640px){a:has(b){inset:0;color:rgb(1 2 3/.5)}}@container (width>3px){a{gap:1px}}",
            [],
        ),
        ("h1{text-wrap:balance;--x:color-mix}", []),
        ("a::before{content:'light-dark(red,blue)'}", []),
    ],
)
def test_a_style_newer_than_the_floor_is_found(style: str, faults: list[str]) -> None:
    assert newer("newerStyle", style) == faults


@pytest.mark.parametrize(
    ("script", "faults"),
    [
        ("[1].toSorted()", ["method toSorted()"]),
        ("Object.groupBy([],x=>x)", ["method groupBy()"]),
        ("dialog.showPopover()", ["method showPopover()"]),
        ("[1].at(-1);'a'.replaceAll('a','b');structuredClone({});[1].findLast(x=>x)", []),
    ],
)
def test_a_method_newer_than_the_floor_is_found(script: str, faults: list[str]) -> None:
    assert newer("newerScript", script) == faults


def test_templates_name_bundles_that_exist() -> None:
    named = {
        name
        for path in TEMPLATES
        for name in re.findall(r"static ['\"]daybook/dist/([^'\"]+)['\"]", path.read_text("utf-8"))
    }
    assert named - set(manifest()) == set()
    assert named
