"""The chain: every act leaves one line, a failed act none, and a changed row is named."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.db import connection, transaction

from daybook.ledger.actions import record, recorded, sealed
from daybook.ledger.chain import digest_matches
from daybook.ledger.models import LedgerHead, LedgerLine
from daybook.ledger.queries import ChainFault, chain_faults, chain_length, chained_bureaus

pytestmark = pytest.mark.django_db(transaction=True)


def act(code: str = "A", key: str = "1") -> None:
    """One recorded act."""
    with recorded():
        record(
            bureau_code=code,
            actor="S01",
            action="test",
            object_type="thing",
            object_key=key,
            after={"n": key},
        )


def faults(code: str = "A") -> list[tuple[int, str]]:
    return [(fault.sequence, fault.reason) for fault in chain_faults(code)]


def change(sql: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql)


def test_acts_make_one_chain_a_bureau() -> None:
    act("B", "1")
    act("A", "1")
    act("A", "2")
    assert chained_bureaus() == ["A", "B"]
    assert (chain_length("A"), chain_length("B")) == (2, 1)
    assert faults("A") == faults("B") == []
    first, second = LedgerLine.objects.filter(bureau_code="A").order_by("sequence")
    assert second.previous_hash == first.hash
    assert LedgerHead.objects.get(pk="A").hash == second.hash


def test_texts_of_any_kind_verify_whoever_hashed_them() -> None:
    """PostgreSQL hashes a single line itself, of several this process each: both must agree."""
    odd = '引号"、反斜\\、换行\n、百分号 %s %、表情😀'
    act(key=odd)
    act(key=odd)
    with recorded():
        act(key=odd)
        act(key=odd)
    assert [line.object_key for line in LedgerLine.objects.order_by("sequence")] == [odd] * 4
    assert [line.sequence for line in LedgerLine.objects.order_by("sequence")] == [1, 2, 3, 4]
    assert faults() == []


def test_nested_acts_are_written_by_the_outermost() -> None:
    with recorded():
        act(key="1")
        act(key="2")
        assert chain_length("A") == 0
    assert [line.object_key for line in LedgerLine.objects.order_by("sequence")] == ["1", "2"]
    assert faults() == []


def test_a_failed_act_leaves_no_line() -> None:
    def fail() -> None:
        with recorded():
            act(key="lost")
            raise ValueError

    with pytest.raises(ValueError):
        fail()
    assert chain_length("A") == 0
    act(key="kept")
    assert faults() == []


def test_a_failed_inner_act_takes_only_its_own_lines() -> None:
    def inner() -> None:
        with recorded():
            act(key="lost")
            raise ValueError

    with recorded():
        act(key="before")
        with pytest.raises(ValueError):
            inner()
        act(key="after")
    assert [line.object_key for line in LedgerLine.objects.order_by("sequence")] == ["before", "after"]
    assert faults() == []


def test_recording_outside_an_act_is_refused() -> None:
    with pytest.raises(RuntimeError):
        record(bureau_code="A", actor="", action="test", object_type="thing", object_key="1")


def test_a_rolled_back_transaction_around_an_act_leaves_nothing() -> None:
    with transaction.atomic():
        act()
        transaction.set_rollback(True)
    assert chain_length("A") == 0
    assert chained_bureaus() == []


@pytest.mark.parametrize(
    ("sql", "expected"),
    [
        ("UPDATE ledger_ledgerline SET actor = 'S99' WHERE sequence = 2", [(2, "hash")]),
        ("UPDATE ledger_ledgerline SET instant = '2020' WHERE sequence = 3", [(3, "hash")]),
        ("""UPDATE ledger_ledgerline SET after = '{"n": "9"}' WHERE sequence = 1""", [(1, "hash")]),
        ("DELETE FROM ledger_ledgerline WHERE sequence = 2", [(2, "gap"), (3, "link")]),
        ("DELETE FROM ledger_ledgerline WHERE sequence = 3", [(2, "head")]),
        ("UPDATE ledger_ledgerhead SET sequence = 9", [(3, "head")]),
        ("DELETE FROM ledger_ledgerhead", [(3, "head")]),
    ],
)
def test_tampering_is_named(sql: str, expected: list[tuple[int, str]]) -> None:
    for key in "123":
        act(key=key)
    change(sql)
    assert faults() == expected


def test_a_line_rewritten_with_a_fitting_hash_breaks_the_next() -> None:
    from daybook.ledger.chain import line_hash
    from daybook.ledger.queries import ROW_FIELDS

    for key in "123":
        act(key=key)
    line = LedgerLine.objects.get(sequence=2)
    line.actor = "S99"
    line.hash = line_hash(line.previous_hash, {name: getattr(line, name) for name in ROW_FIELDS})
    line.save()
    assert list(chain_faults("A")) == [ChainFault("A", 3, "link")]


def test_digests_are_salted_and_say_nothing() -> None:
    one, other = sealed("88.00"), sealed("88.00")
    key = settings.SECRET_KEY.encode()
    assert one != other
    assert digest_matches("88.00", one, key)
    assert digest_matches("88.00", other, key)
    assert not digest_matches("88.01", one, key)
    assert sealed(None) == sealed("") == ""
