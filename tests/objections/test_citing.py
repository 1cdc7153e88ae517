"""Which entries a corrected sheet cites: by their keys, or by the addresses of their pages."""

from __future__ import annotations

import pytest

from daybook.objections.queries.correction import keys_in

pytestmark = pytest.mark.once


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("01k8291x", ["01k8291x"]),
        ("01k8291x 01kp4wkp 01k8291x", ["01k8291x", "01kp4wkp"]),
        ("https://daybook.example/entries/01k8291x", ["01k8291x"]),
        ("01kp4wkp  http://127.0.0.1:8000/entries/01k8291x/?at=2#remarks", ["01kp4wkp", "01k8291x"]),
        ("", []),
    ],
)
def test_an_entry_is_named_by_its_key_or_its_address(text: str, keys: list[str]) -> None:
    assert keys_in(text) == keys
