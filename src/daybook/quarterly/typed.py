"""A score as somebody types it into a cell."""

from __future__ import annotations

import re
import unicodedata

from daybook.rules.exact import HUNDRED

NUMBER = re.compile(r"(\d{1,4})(?:\.(\d{0,2}))?")


def hundredths_typed(text: str) -> int | None:
    """What was typed in whole hundredths; nothing where it is no number of at most two decimal places.

    Full-width digits and the Chinese full stop are taken for what was meant.
    """
    plain = unicodedata.normalize("NFKC", text).replace("。", ".").strip()
    found = NUMBER.fullmatch(plain)
    if found is None or not found[1].isascii():
        return None
    return int(found[1]) * HUNDRED + int((found[2] or "").ljust(2, "0"))
