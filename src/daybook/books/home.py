"""Which bureau a book is of, and where that puts its instants, days and elements."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.utils.translation import gettext as _

from daybook.books.faults import HEADER_ROW, Report
from daybook.books.spool import Spool
from daybook.books.tables.kinds import DEFAULT_ZONE, Place, shown
from daybook.books.tables.roster import BUREAU
from daybook.org import policies
from daybook.org.models import Bureau
from daybook.rules.policy import Policy
from daybook.rules.policy_fault import PolicyFault


@dataclass(frozen=True)
class Home:
    """The bureau of a book as it will stand after the import, with its row in the database, if any.

    Without a policy or with a bureau that has no code the book is refused; it is checked all the same, so
    that its other faults are told too.
    """

    bureau: Bureau
    policy: Policy | None
    place: Place
    now: datetime

    @property
    def today(self) -> date:
        """The day it is in the bureau."""
        return self.local_day(self.now)

    @property
    def stands(self) -> bool:
        """Whether the bureau is in the database already."""
        return self.bureau.pk is not None

    def local_day(self, instant: datetime) -> date:
        """The bureau's day of an instant."""
        return instant.astimezone(self.place.zone).date()

    def policy_on(self, day: date) -> Policy:
        """The bureau's policy as it stands on a day."""
        return policies.policy(self.bureau.policy, day)


def home_of(spool: Spool, report: Report, code: str | None, now: datetime) -> Home | None:
    """The bureau that the book, or the option `--bureau`, names; what is wrong with it is told as a fault.

    `None` where a fault leaves open which of the known bureaus is meant.
    """
    given = _given(spool, report)
    if given is None:
        return _named(spool, report, code, now)
    row, values = given
    if not values["code"]:
        return _nowhere(now)
    if code is not None and code != values["code"]:
        words = {"code": shown(values["code"]), "given": shown(code)}
        report.refuse("bureau", row, "code", _("is %(code)s; expected %(given)s, as --bureau says") % words)
    standing = Bureau.objects.filter(code=values["code"]).first()
    return _home(report, row, Bureau(pk=standing.pk if standing else None, **values), now)


def _nowhere(now: datetime) -> Home | None:
    """Where no bureau is known at all, the book can be checked by itself."""
    return None if Bureau.objects.exists() else Home(Bureau(), None, Place(), now)


def _given(spool: Spool, report: Report) -> tuple[int, dict[str, str]] | None:
    names = [column.name for column in BUREAU.columns]
    rows = list(spool.select('SELECT row, code, name, policy, time_zone FROM "bureau" ORDER BY row LIMIT 2'))
    if len(rows) > 1:
        report.refuse("bureau", rows[1][0], "code", _("is a second bureau; expected one row"))
    if not rows:
        return None
    row, *texts = rows[0]
    # A cell that could not be read is told already.
    return row, {name: text or "" for name, text in zip(names, texts, strict=True)}


def _named(spool: Spool, report: Report, code: str | None, now: datetime) -> Home | None:
    """The bureau of a book that has no bureau table: the one named, or the only one there is."""
    if spool.value("SELECT 1 FROM reported WHERE name = 'bureau' LIMIT 1"):
        return _nowhere(now)
    known = list(Bureau.objects.filter(code=code) if code is not None else Bureau.objects.all()[:2])
    if len(known) == 1:
        return _home(report, HEADER_ROW, known[0], now)
    if code is not None:
        message = _("there is no bureau %(code)s; expected a table bureau with one row") % {
            "code": shown(code)
        }
    elif known:
        message = _("the book names no bureau and there are several; expected the option --bureau")
    else:
        message = _("the table is missing; expected one row that names the bureau")
    report.refuse("bureau", HEADER_ROW, "code", message)
    return _nowhere(now)


def _home(report: Report, row: int, bureau: Bureau, now: datetime) -> Home:
    zone = _zone(report, row, bureau.time_zone) if bureau.time_zone else DEFAULT_ZONE
    policy = _policy(report, row, bureau.policy, now.astimezone(zone).date()) if bureau.policy else None
    return Home(bureau, policy, Place(zone, _element_labels(policy) if policy else {}), now)


def _zone(report: Report, row: int, name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        words = {"name": shown(name)}
        report.refuse(
            "bureau",
            row,
            "time_zone",
            _("there is no time zone %(name)s; expected a name such as Asia/Shanghai") % words,
        )
        return DEFAULT_ZONE


def _policy(report: Report, row: int, policy_id: str, today: date) -> Policy | None:
    try:
        known = policies.known_policies()
        if policy_id in known:
            return policies.policy(policy_id, today)
        words = {"id": shown(policy_id), "known": "、".join(known)}
        message = _("there is no policy %(id)s; expected one of: %(known)s") % words
        report.refuse("bureau", row, "policy", message)
    except PolicyFault as fault:
        report.refuse("bureau", row, "policy", _("the policy cannot be used: %(why)s") % {"why": fault})
    return None


def _element_labels(policy: Policy) -> dict[str, str]:
    """The code of each element's Chinese label."""
    codes = {code for form in policy.sheets.values() for code in form.weights}
    return {policy.labels[code].zh: code for code in codes if code in policy.labels}
