"""The open pages of this process and the one task that keeps them: it looks, tells, and lets nobody wait.

Everything here runs on the event loop but `_found`, which reads the database in a thread of its own.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import time
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from random import uniform
from typing import NamedTuple

from django.db import DatabaseError, close_old_connections, connections

from daybook.daily.live.admission import Visitor
from daybook.daily.live.batch import Batch, batches, event
from daybook.daily.live.hidden import Hidden, Marks, Place
from daybook.daily.live.page import LivePage
from daybook.daily.live.standing import standing_of
from daybook.daily.live.wake import listen, listen_no_more
from daybook.daily.live.watch import Watch
from daybook.web.sessions import ENDED

POLL = 0.7  # seconds until a look nobody asked for: other processes, imports
SPACING = 0.5  # seconds between two messages to a page
BREATH = 0.1  # seconds between two looks, however often somebody records
CHECK = 10.0  # seconds until it is asked again who may hold a page open
HEARTBEAT = 20.0  # seconds; a proxy cuts a line that stays silent
LIFE = (240.0, 300.0)  # seconds until a page must show anew who it belongs to
AFTER_A_FAULT = 2.0  # seconds until the database is asked again
AT_ONCE = 50  # pages told before others on the loop have their turn
BEAT = b":\n\n"

log = logging.getLogger(__name__)


class Found(NamedTuple):
    """What one look has found."""

    hidden: Sequence[Hidden]
    new: Sequence[Batch]


class Hub:
    """Open pages by bureau, and the watch that runs while there are any."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self.clock = clock
        self.pages: dict[int, set[LivePage]] = {}
        self.newest: dict[int, tuple[int, str]] = {}
        self.marks: dict[int, int] = {}
        self._looked = Marks()
        self._task: asyncio.Task[None] | None = None
        self._reader: ThreadPoolExecutor | None = None
        self._closed = False

    def join(self, visitor: Visitor) -> LivePage:
        """A page of a visitor who was let in; told of everything newer than `newest_of` its bureau."""
        page = LivePage(visitor, until=self.clock() + uniform(*LIFE))  # noqa: S311  # spreads, hides nothing
        self.pages.setdefault(visitor.bureau_id, set()).add(page)
        if self._closed:
            page.end()
        elif self._task is None or self._task.done():
            self._task = asyncio.create_task(self._keep(Watch(visitor.newest_id)))
        return page

    def leave(self, page: LivePage) -> None:
        """Forget a page; with the last one the watch ends by itself."""
        bureau = page.visitor.bureau_id
        of_bureau = self.pages.get(bureau, set())
        of_bureau.discard(page)
        if not of_bureau:
            self.pages.pop(bureau, None)
            self.newest.pop(bureau, None)
            self.marks.pop(bureau, None)

    def newest_of(self, visitor: Visitor) -> str:
        """The key of the newest entry a page may have missed while it was let in."""
        known = (visitor.newest_id, visitor.newest_key)
        return max(known, self.newest.get(visitor.bureau_id, known))[1]

    def mark_of(self, visitor: Visitor) -> int:
        """How far the pages of the bureau were told of what is hidden; not less than when it was let in."""
        return max(visitor.mark, self.marks.get(visitor.bureau_id, 0))

    def end(self) -> None:
        """End every page, and whoever still comes: the server stops."""
        self._closed = True
        self._end_all()

    async def close(self) -> None:
        """End every page and the watch."""
        self.end()
        if self._task is not None:
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._task

    async def _keep(self, watch: Watch) -> None:
        loop, woken, self._looked = asyncio.get_running_loop(), asyncio.Event(), Marks()
        ring = partial(_ring, loop, woken)
        reader = self._reader = ThreadPoolExecutor(1, thread_name_prefix="live")
        end = partial(_call, loop, self._end_session)
        listen(ring)
        ENDED.append(end)
        try:
            await self._watch(watch, woken)
        finally:
            listen_no_more(ring)
            ENDED.remove(end)
            # Whatever ended the watch: the pages come again and begin a new one.
            self._end_all()
            reader.submit(connections.close_all)
            reader.shutdown(wait=False)

    async def _watch(self, watch: Watch, woken: asyncio.Event) -> None:
        told, beat, checked = -SPACING, self.clock(), self.clock()
        while self.pages:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(woken.wait(), POLL)
            await asyncio.sleep(max(told + SPACING - self.clock(), BREATH))
            woken.clear()
            hidden, new = await self._look(watch)
            for each in hidden:
                told = self.clock() if each.words else told
                await self._tell_hidden(each)
            for batch in new:
                told = self.clock()
                await self._tell(batch)
            if self.clock() - checked >= CHECK:
                checked = self.clock()
                await self._check()
            if self.clock() - beat >= HEARTBEAT:
                beat = self.clock()
                await self._give((page, BEAT) for page in self._all())
            self._end_the_old()

    async def _look(self, watch: Watch) -> Found:
        places = {bureau: _place_of(page.visitor for page in pages) for bureau, pages in self.pages.items()}
        loop = asyncio.get_running_loop()
        try:
            return await loop.run_in_executor(self._reader, _found, watch, self._looked, self.clock(), places)
        except DatabaseError:
            log.exception("the live feed could not read the record; it tries again")
            await asyncio.sleep(AFTER_A_FAULT)
            return Found([], [])

    async def _check(self) -> None:
        """Let go of the pages of whoever would not be let in now; they ask, and are told why."""
        pages = self._all()
        loop, visitors = asyncio.get_running_loop(), {page.visitor for page in pages}
        try:
            standing = await loop.run_in_executor(self._reader, _standing, visitors)
        except DatabaseError:
            log.exception("the live feed could not ask who is signed in; it tries again")
            return
        for page in pages:
            if page.visitor not in standing:
                self._let_go(page)

    def _end_session(self, session: str) -> None:
        """The session has ended in this process."""
        for page in self._all():
            if page.visitor.session == session:
                self._let_go(page)

    def _let_go(self, page: LivePage) -> None:
        page.give_last(event("again", {"mark": self.mark_of(page.visitor)}))

    async def _tell_hidden(self, hidden: Hidden) -> None:
        self.marks[hidden.bureau_id] = hidden.mark
        pages = tuple(self.pages.get(hidden.bureau_id, ())) if hidden.words else ()
        told = ((page, hidden.message_for(page.visitor)) for page in pages)
        await self._give((page, message) for page, message in told if message is not None)

    async def _tell(self, batch: Batch) -> None:
        self.newest[batch.bureau_id] = max(batch.newest, self.newest.get(batch.bureau_id, batch.newest))
        pages = tuple(self.pages.get(batch.bureau_id, ()))
        await self._give((page, batch.message_for(page.visitor)) for page in pages)

    async def _give(self, messages: Iterable[tuple[LivePage, bytes]]) -> None:
        for number, (page, message) in enumerate(messages, start=1):
            page.give(message)
            if number % AT_ONCE == 0:
                await asyncio.sleep(0)

    def _all(self) -> tuple[LivePage, ...]:
        return tuple(page for pages in self.pages.values() for page in pages)

    def _end_all(self) -> None:
        for page in self._all():
            page.end()

    def _end_the_old(self) -> None:
        now = self.clock()
        for page in self._all():
            if page.until <= now:
                self._let_go(page)


def _place_of(visitors: Iterable[Visitor]) -> Place:
    """What is to be looked for in the bureau of these visitors."""
    found = list(visitors)
    languages = frozenset(visitor.language for visitor in found)
    return Place(found[0].bureau_code, languages, min(visitor.mark for visitor in found))


def _found(watch: Watch, marks: Marks, now: float, places: dict[int, Place]) -> Found:
    """In the thread: what was hidden and what is new, in words, for the bureaus with open pages."""
    close_old_connections()
    try:
        languages = {bureau: place.languages for bureau, place in places.items()}
        found = Found(marks.look(places), batches(watch.look(now), languages))
        marks.keep(found.hidden)
        return found
    finally:
        close_old_connections()


def _standing(visitors: set[Visitor]) -> set[Visitor]:
    """In the thread: who of the visitors may still hold a page open."""
    close_old_connections()
    try:
        return standing_of(visitors)
    finally:
        close_old_connections()


def _call(loop: asyncio.AbstractEventLoop, act: Callable[[str], None], session: str) -> None:
    """From whatever thread ended a session; a loop that has stopped has no pages."""
    with contextlib.suppress(RuntimeError):
        loop.call_soon_threadsafe(act, session)


def _ring(loop: asyncio.AbstractEventLoop, woken: asyncio.Event) -> None:
    """From whatever thread recorded something; a loop that has stopped needs no waking."""
    if not woken.is_set():
        with contextlib.suppress(RuntimeError):
            loop.call_soon_threadsafe(woken.set)
