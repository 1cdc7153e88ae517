"""Who held which post, asked of the spool one person at a time."""

from __future__ import annotations

from functools import lru_cache

from daybook.books.spool import Spool
from daybook.rules.policy import Policy
from daybook.rules.sheet import Form, form_for, forms_of
from daybook.rules.units import CATEGORY_OF_ROLE

Post = tuple[str, str, str, str]
"""Role, post class, first and last day (empty: open)."""


class Posts:
    """The appointments of the book and the standing ones."""

    def __init__(self, spool: Spool) -> None:
        self._spool = spool
        self._of = lru_cache(maxsize=16)(self._asked)

    def _asked(self, person: str) -> list[Post]:
        return list(
            self._spool.select(
                "SELECT role, coalesce(post_class, ''), valid_from, coalesce(valid_to, '') FROM appointments "
                "WHERE person = ? AND role IS NOT NULL AND valid_from <> '' ORDER BY valid_from DESC",
                person,
            )
        )

    def forms(self, policy: Policy, person: str, first: str, last: str) -> list[Form]:
        """The forms of the posts held within a span, the last first; else of the last one before it.

        Every form of the policy for somebody never appointed.
        """
        begun = [post for post in self._of(person) if post[2] <= last] or list(self._of(person))[-1:]
        within = [post for post in begun if not post[3] or post[3] >= first] or begun[:1]
        forms = [
            form_for(policy, CATEGORY_OF_ROLE.get(role, "staff"), post_class)
            for role, post_class, *_ in within
        ]
        return forms or list(forms_of(policy).values())
