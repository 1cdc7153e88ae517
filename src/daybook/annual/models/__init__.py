"""年运用: polls, seats, decisions, and the results sealed with them."""

from daybook.annual.models.grades import Decision, SealedResult
from daybook.annual.models.polls import Ballot, BallotParticipation, Poll
from daybook.annual.models.reports import AnnualReport, ReportWriting
from daybook.annual.models.seats import Seat

__all__ = ["AnnualReport", "Ballot", "BallotParticipation", "Decision", "Poll", "ReportWriting", "SealedResult", "Seat"]
