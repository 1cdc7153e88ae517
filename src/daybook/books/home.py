"""Which bureau a book is of, and where that puts its instants, days and elements."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.utils.translation import gettext as _

from daybook.books.faults import HEADER_ROW, Report
from daybook.books.spool import Spool
from daybook.books.tables.kinds import Place, shown
from daybook.books.tables.roster import BUREAU
from daybook.org import policies
from daybook.org.models import Bureau
from daybook.rules.policy import Policy
from daybook.rules.policy_fault import PolicyFault

DEFAULT_ZONE = "Asia/Shanghai"


@dataclass(frozen=True)
class Home:
    """The bureau of a book as it will stand after the import, with its row in the database, if any."""

    bureau: Bureau
    policy: Policy
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
    """The bureau that the book, or the option `--bureau`, names; `None` where that is told as a fault."""
    given = _given(spool, report)
    if given is None:
        return _named(report, code, now)
    if report.fault_count:
        return None
    row, values = given
    if code is not None and code != values["code"]:
        words = {"code": shown(values["code"]), "given": shown(code)}
        report.refuse("bureau", row, "code", _("is %(code)s; expected %(given)s, as --bureau says") % words)
        return None
    standing = Bureau.objects.filter(code=values["code"]).first()
    return _home(report, row, Bureau(pk=standing.pk if standing else None, **values), now)


def _given(spool: Spool, report: Report) -> tuple[int, dict[str, str]] | None:
    names = [column.name for column in BUREAU.columns]
    rows = list(spool.select('SELECT row, code, name, policy, time_zone FROM "bureau" ORDER BY row LIMIT 2'))
    if len(rows) > 1:
        report.refuse("bureau", rows[1][0], "code", _("is a second bureau; expected one row"))
    return (rows[0][0], dict(zip(names, rows[0][1:], strict=True))) if rows else None


def _named(report: Report, code: str | None, now: datetime) -> Home | None:
    """The bureau of a book that has no bureau table: the one named, or the only one there is."""
    if report.fault_count:
        return None
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
    return None


def _home(report: Report, row: int, bureau: Bureau, now: datetime) -> Home | None:
    zone = _zone(report, row, bureau.time_zone)
    policy = _policy(report, row, bureau.policy, now.astimezone(zone).date() if zone else now.date())
    if zone is None or policy is None:
        return None
    return Home(bureau, policy, Place(zone, _element_labels(policy)), now)


def _zone(report: Report, row: int, name: str) -> ZoneInfo | None:
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
        return None


def _policy(report: Report, row: int, policy_id: str, today: date) -> Policy | None:
    known = policies.known_policies()
    if policy_id not in known:
        words = {"id": shown(policy_id), "known": "、".join(known)}
        message = _("there is no policy %(id)s; expected one of: %(known)s") % words
        report.refuse("bureau", row, "policy", message)
        return None
    try:
        return policies.policy(policy_id, today)
    except PolicyFault as fault:
        report.refuse("bureau", row, "policy", _("the policy cannot be used: %(why)s") % {"why": fault})
        return None


def _element_labels(policy: Policy) -> dict[str, str]:
    """The code of each element's Chinese label."""
    codes = {code for form in policy.sheets.values() for code in form.weights}
    return {policy.labels[code].zh: code for code in codes if code in policy.labels}
