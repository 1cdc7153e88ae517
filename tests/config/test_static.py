"""Bundled files are asked for by a plain name and served under the hashed one."""

from __future__ import annotations

import re
from urllib.request import Request, urlopen

import pytest
from django.templatetags.static import static

from daybook.config.static import is_immutable, manifest


def test_the_style_sheet_has_a_hashed_address() -> None:
    assert re.fullmatch(r"/static/daybook/dist/daybook-[0-9a-f]{10}\.css", static("daybook/dist/daybook.css"))


def test_every_bundle_of_the_manifest_is_immutable() -> None:
    addresses = [static(f"daybook/dist/{name}") for name in manifest()]
    assert addresses
    assert [address for address in addresses if not is_immutable("", address)] == []


@pytest.mark.parametrize("address", ["/static/daybook/logo.svg", "/static/daybook/dist/daybook.css"])
def test_a_name_without_a_hash_is_not_immutable(address: str) -> None:
    assert not is_immutable("", address)


def test_the_server_sends_bundles_compressed_and_for_ever(server: str) -> None:
    address = server + static("daybook/dist/daybook.css")
    with urlopen(Request(address, headers={"Accept-Encoding": "br"})) as answer:
        assert answer.headers["Content-Encoding"] == "br"
        assert "immutable" in answer.headers["Cache-Control"]
