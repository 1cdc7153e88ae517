"""What every operation has: the scope it needs, its name, its answers, the refusals it knows."""

from __future__ import annotations

from typing import Any

from daybook.api.enums import Scope
from daybook.api.v1.keeping import Bearer
from daybook.api.v1.schemas import Faults

EVERY = (400, 401, 403, 404, 422, 429)
"""A call that cannot be read, a token that does not hold or not for this, an object that is not for the
token's person (an administrator's least of all), a value that does not fit, too many wrong tokens."""


def operation(scope: Scope | None, summary: str, told: Any, *refusals: int, words: str) -> dict[str, Any]:
    """An operation's settings, as its decorator takes them; `told` by status where there are several answers.

    `words` is what is to be known beside its name. Without a scope every token may be used for it.
    """
    good = told if isinstance(told, dict) else {200: told}
    return {
        "auth": Bearer(scope),
        "summary": summary,
        "description": words,
        "response": good | dict.fromkeys(sorted({*EVERY, *refusals}), Faults),
        "openapi_extra": {"x-scope": scope.value if scope else ""},
    }
