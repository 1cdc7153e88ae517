"""Whom a visitor of the demonstration may sign in as."""

from __future__ import annotations

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


def demo_sign_ins() -> list[tuple[str, str]]:
    """Label of the role and username of each door; empty where the demonstration is not made yet."""
    numbers = [number for _label, number in DOORS]
    found = Account.objects.filter(person__bureau__code=BUREAU, person__number__in=numbers, is_active=True)
    usernames = dict(found.values_list("person__number", "username"))
    return [(str(label), usernames[number]) for label, number in DOORS if number in usernames]


def account_of(username: str) -> Account | None:
    """The account behind a door; nothing where no door leads to it."""
    if username not in {name for _label, name in demo_sign_ins()}:
        return None
    return Account.objects.filter(username=username).first()
