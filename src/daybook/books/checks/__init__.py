"""Everything that is asked of a book beyond its single cells, in one visible list."""

from __future__ import annotations

from collections.abc import Callable

from daybook.books.checks import (
    answers,
    cited,
    days,
    ended,
    files,
    keys,
    objected,
    people,
    polls,
    sheets,
    spans,
    used,
)
from daybook.books.checks.context import Context

Check = Callable[[Context], None]

CHECKS: tuple[Check, ...] = (
    keys.repeated_keys,
    keys.unknown_references,
    keys.parts_without_sheet,
    keys.unknown_units,
    keys.members_without_freeze,
    days.ends_before_beginnings,
    days.logs_in_the_future,
    days.instants_after_now,
    answers.halves_without_the_other,
    answers.answers_before_questions,
    answers.quarantines_with_two_ends,
    answers.confirmations_of_own_entries,
    answers.changes_of_nothing,
    files.names_that_deceive,
    files.files_of_attachments,
    files.files_that_nothing_names,
    people.overlapping_appointments,
    people.departments_with_two_heads,
    people.departments_with_two_leaders,
    people.administrators_of_two_kinds,
    people.absences_outside_employment,
    sheets.overlapping_sheets,
    sheets.sheets_under_the_policy,
    cited.citations_of_other_days,
    cited.citations_for_no_element,
    cited.acknowledgements_of_nothing_published,
    objected.objections_to_nothing_published,
    objected.sheets_objected_to_twice,
    objected.decisions_without_grounds,
    ended.ends_of_years,
    ended.ends_told_twice,
    ended.remedies_of_others,
    ended.notices_put_up_too_late,
    spans.sheets_beside_computed_spans,
    polls.polls_without_participation,
    polls.polls_that_are_open,
    used.scores_off_the_scale,
    used.cancelled_without_reason,
    used.sheets_that_cannot_be_read,
)
