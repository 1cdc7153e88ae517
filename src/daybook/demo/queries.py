"""Whom a visitor of the demonstration may sign in as."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import pgettext_lazy

from daybook.org.models import Account

BUREAU = "DEMO"
# Four people of the story, one for each way of working with the record.
DOORS = (
    (pgettext_lazy("demo door", "Staff member"), "023"),
    (pgettext_lazy("demo door", "Department head"), "021"),
    (pgettext_lazy("demo door", "Bureau leader"), "002"),
    (pgettext_lazy("demo door", "Personnel office"), "012"),
)


@dataclass(frozen=True, slots=True)
class SignIn:
    """One door of the demonstration: what the visitor becomes, and who that is."""

    label: str
    username: str
    name: str
    post: str


def demo_sign_ins() -> list[SignIn]:
    """The doors in their order; none where the demonstration is not made yet."""
    numbers = [number for _label, number in DOORS]
    found = Account.objects.filter(person__bureau__code=BUREAU, person__number__in=numbers, is_active=True)
    accounts = {account.person.number: account for account in found.select_related("person")}
    return [_sign_in(str(label), accounts[number]) for label, number in DOORS if number in accounts]


def account_of(username: str) -> Account | None:
    """The account behind a door; nothing where no door leads to it."""
    if username not in {door.username for door in demo_sign_ins()}:
        return None
    return Account.objects.filter(username=username).first()


def _sign_in(label: str, account: Account) -> SignIn:
    held = account.person.appointments.select_related("department").order_by("-valid_from").first()
    place = held.department.name if held and held.department else ""
    return SignIn(label, account.username, account.person.name, f"{place}{held.post if held else ''}")
