"""What a call that is not carried out is answered with: a status, and a sentence for each fault."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.http import JsonResponse
from django.utils.translation import gettext as _

Told = tuple[str, str]
"""The field, and a sentence."""


class NotCarriedOut(Exception):
    """A call that is refused with a status of its own."""

    def __init__(self, status: int, message: str, field: str = "") -> None:
        super().__init__(message)
        self.status = status
        self.message = message
        self.field = field


def faulty(status: int, faults: Iterable[Told], headers: Mapping[str, str] | None = None) -> JsonResponse:
    """The answer that tells faults."""
    errors = [{"field": field, "message": message} for field, message in faults]
    answer = JsonResponse({"errors": errors}, status=status, json_dumps_params={"ensure_ascii": False})
    for name, value in (headers or {}).items():
        answer[name] = value
    return answer


def sentences(errors: Sequence[Mapping[str, Any]]) -> list[Told]:
    """A sentence for each value that does not fit, in the order of the call."""
    found: dict[str, str] = {}
    for error in errors:
        # Of the choices that a field leaves, each tells why it is not the one: the first says enough.
        found.setdefault(_field(error["loc"]), _sentence(error))
    return list(found.items())


def _field(place: Sequence[Any]) -> str:
    """The way to a field as the caller wrote it: without where it stood, and what we call the whole."""
    steps = [str(step) for step in place]
    # A parameter of the address that is known comes without the name of the whole.
    named = steps[:1] == ["body"] or (steps[:1] == ["query"] and len(steps) > 2)
    inner = steps[2:] if named else steps[1:]
    return ".".join(step for step in inner if not step.startswith("function-"))


def _sentence(error: Mapping[str, Any]) -> str:
    kind, context = str(error["type"]), error.get("ctx") or {}
    plain = {
        "missing": _("This must be given."),
        "extra_forbidden": _("There is no such field."),
        "string_type": _("This is written as text."),
        "int_type": _("This is a whole number."),
        "int_parsing": _("This is a whole number."),
        "int_from_float": _("This is a whole number."),
        "bool_parsing": _("This is true or false."),
        "list_type": _("This is a list."),
        "value_error": _("A day is written 2026-03-31, and must exist."),
        "string_pattern_mismatch": _("This is not written as expected; see the documentation."),
    }
    return plain.get(kind) or _bounded(kind, context)


def _bounded(kind: str, context: Mapping[str, Any]) -> str:
    limits = {
        "string_too_long": (_("At most %(limit)s characters fit here."), "max_length"),
        "string_too_short": (_("This may not be empty."), "min_length"),
        "greater_than_equal": (_("This is at least %(limit)s."), "ge"),
        "less_than_equal": (_("This is at most %(limit)s."), "le"),
        "too_long": (_("At most %(limit)s of them in one call."), "max_length"),
        "too_short": (_("This may not be empty."), "min_length"),
        "enum": (_("One of these is expected: %(limit)s."), "expected"),
    }
    message, name = limits.get(kind, (_("This value does not fit; see the documentation."), ""))
    return message % {"limit": context.get(name, "")}
