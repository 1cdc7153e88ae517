"""What is sent to decide seats: the seats of each unit and the reason, kept as typed after a refusal."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from daybook.rules.result import PoolResult
from daybook.web.refusals import Refused
from daybook.web.sent import number_of

DECIDE = "decide"


@dataclass
class SentSeats:
    """The seats that were typed for the units of a pool and grade; after a refusal with its sentence."""

    pool: PoolResult
    grade: str
    typed: Mapping[str, str] = field(default_factory=dict)
    fault: str = ""
    field: str = ""

    @property
    def seen(self) -> str:
        """The seats that stand, as the form remembers them."""
        return ";".join(f"{each.unit}:{each.seats[self.grade]}" for each in self.pool.units)

    @property
    def decides(self) -> bool:
        """Whether the change was seen and is confirmed."""
        return self.typed.get("act") == DECIDE

    def text(self, unit: str) -> str:
        """What stands in the field of a unit: as typed, else the seats that stand."""
        standing = next(each.seats[self.grade] for each in self.pool.units if each.unit == unit)
        return self.typed.get(f"seats:{unit}", str(standing))

    @property
    def reason(self) -> str:
        """The reason as typed."""
        return self.typed.get("reason", "")

    def seats(self) -> dict[str, int]:
        """The seats typed for each unit. Raises Refused for what is no number, or changes nothing."""
        if self.typed.get("seen") != self.seen:
            raise Refused(_("The seats were changed meanwhile; what stands now is shown. Please look again."))
        found = {each.unit: self._number(each.unit) for each in self.pool.units}
        if not self.reason.strip():
            raise Refused(_("Give the reason: everybody in the bureau reads it."), field="reason")
        if found == {each.unit: each.seats[self.grade] for each in self.pool.units}:
            raise Refused(_("Nothing is moved: these are the seats that stand."), field="seats")
        total = self.pool.quotas[self.grade].total
        if sum(found.values()) > total:
            words = {"sum": sum(found.values()), "total": total}
            raise Refused(
                _("These are %(sum)s seats, and the total is %(total)s: take as many elsewhere.") % words,
                field="seats",
            )
        return found

    def _number(self, unit: str) -> int:
        text = self.text(unit).strip()
        if not (text.isascii() and text.isdecimal()):
            raise Refused(_("Seats are whole numbers from 0."), field=f"seats:{unit}")
        return number_of(text)

    def refused(self, refused: Refused) -> None:
        """Note why nothing was decided."""
        self.fault, self.field = refused.message, refused.field
