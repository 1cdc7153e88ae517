"""A line and the new end of its chain in one statement, on PostgreSQL.

Every writer of a bureau waits for the head of its chain. Asked in three statements, the head stays locked
while this process finds its turn between them; here the database locks, hashes and writes by itself.
"""

from __future__ import annotations

import json
from typing import Any

from daybook.ledger.chain import canonical
from daybook.web.prepared import repeated

# `sequence` is the last of the keys in a canonical row, so the database can complete what stands before it.
APPEND = """
WITH head AS MATERIALIZED (
  SELECT sequence + 1 AS sequence, hash FROM ledger_ledgerhead WHERE bureau_code = %(bureau_code)s FOR UPDATE
), line AS (
  INSERT INTO ledger_ledgerline (bureau_code, sequence, instant, actor, action, object_type, object_key,
    before, after, request_id, address, previous_hash, hash)
  SELECT %(bureau_code)s, sequence, %(instant)s, %(actor)s, %(action)s, %(object_type)s, %(object_key)s,
    %(before)s::jsonb, %(after)s::jsonb, %(request_id)s, %(address)s, hash,
    encode(sha256(convert_to(hash || %(canonical)s || sequence || '}', 'UTF8')), 'hex') FROM head
  RETURNING sequence, hash
)
UPDATE ledger_ledgerhead SET sequence = line.sequence, hash = line.hash FROM line
WHERE ledger_ledgerhead.bureau_code = %(bureau_code)s
"""


def append_line(row: dict[str, Any]) -> bool:
    """Append a line, given without its sequence, to its bureau's chain; whether there is a chain yet."""
    told = {
        **row,
        "before": json.dumps(row["before"], ensure_ascii=False),
        "after": json.dumps(row["after"], ensure_ascii=False),
        "canonical": canonical(row)[:-1].decode() + ',"sequence":',
    }
    with repeated() as cursor:
        cursor.execute(APPEND, told)
        return bool(cursor.rowcount)
