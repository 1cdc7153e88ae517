"""年运用: polls, seats, decisions, and the results sealed with them."""

from daybook.annual.models.grades import Decision, GradeWriting, SealedResult
from daybook.annual.models.notices import Notice, NoticedPerson
from daybook.annual.models.polls import (
    Ballot,
    BallotParticipation,
    PaperBatch,
    PaperTyping,
    Poll,
    PollMember,
    StagedBallot,
)
from daybook.annual.models.reports import AnnualReport, ReportWriting
from daybook.annual.models.seats import Seat, SeatDecision
from daybook.annual.models.signatures import Signature
from daybook.annual.models.units import UnitFreeze, UnitMember

__all__ = [
    "AnnualReport",
    "Ballot",
    "BallotParticipation",
    "Decision",
    "GradeWriting",
    "Notice",
    "NoticedPerson",
    "PaperBatch",
    "PaperTyping",
    "Poll",
    "PollMember",
    "ReportWriting",
    "SealedResult",
    "Seat",
    "SeatDecision",
    "Signature",
    "StagedBallot",
    "UnitFreeze",
    "UnitMember",
]
