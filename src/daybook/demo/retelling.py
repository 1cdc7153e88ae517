"""Telling a matter again with other counts, so that its second year does not read like its first."""

from __future__ import annotations

import re
from random import Random

COUNTED = re.compile(
    r"(?<![\d.+K第])(\d{2,4})(?=(?:人|项|条|处|件|家|份|张|吨|立方米|平方米|毫米|厘米|分钟|户|个|页|卷))"
)


def recounted(text: str, numbers: dict[str, str], random: Random) -> str:
    """The text with its larger counts told a little otherwise, the same way throughout a matter."""

    def other(found: re.Match[str]) -> str:
        said = found[1]
        if said not in numbers:
            numbers[said] = str(max(10, round(int(said) * random.uniform(0.86, 1.12))))
        return numbers[said]

    return COUNTED.sub(other, text)
