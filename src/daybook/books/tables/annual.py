"""The tables of the year: closed polls, seats and decisions."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from daybook.annual import models
from daybook.annual.enums import BallotClass, BallotOption, Grade, Pool, QuotaGrade, Stage, Virtue
from daybook.books.tables.kinds import Code, Day, Instant, Letter, Whole, Year
from daybook.books.tables.marks import Yes
from daybook.books.tables.roster import DEPARTMENT, PERSON
from daybook.books.tables.table import Column, Table
from daybook.org.enums import Role

HEADS_UNIT = "HEADS"

YEAR = Column("year", "年度", Year(), key=True)
POLL_YEAR = Column("year", "年度", Year(), key=True, field="poll__year")
BALLOT_CLASS = Column("ballot_class", "票类", Code(BallotClass), key=True)

POLLS = Table(
    name="polls",
    chinese="测评",
    model=models.Poll,
    only={"closed": True},
    note=_("Closed polls only; one that is not named here is made for its ballots."),
    columns=(
        YEAR,
        Column("opened_on", "投票范围日", Day(), note=_("who votes on whom is settled by this day")),
        Column("closes_on", "截止日", Day()),
        Column("opened_at", "开始时间", Instant()),
        Column("closed_at", "结束时间", Instant()),
    ),
)

ELECTORATE = Table(
    name="electorate",
    chinese="投票范围",
    model=models.PollMember,
    bureau="poll__bureau",
    only={"poll__closed": True},
    note=_("Of closed polls: what everybody was on the day the poll opened; nothing is recomputed from it."),
    columns=(
        POLL_YEAR,
        Column("person", "工号", PERSON, key=True),
        Column("role", "角色", Code(Role), required=True),
        Column("department", "处室编码", DEPARTMENT),
        Column("leader", "分管领导工号", PERSON),
        Column("votes", "投票", Yes(), note=_("yes 是: has a vote; no 否: is rated only")),
    ),
)

BALLOTS = Table(
    name="ballots",
    chinese="测评票",
    model=models.Ballot,
    bureau="poll__bureau",
    only={"poll__closed": True},
    voluminous=True,
    note=_("Ballots of closed polls: without voter or time, under random serials."),
    columns=(
        POLL_YEAR,
        BALLOT_CLASS,
        Column("serial", "票号", key=True, note=_("random, one per row")),
        Column("ratee", "被测评人工号", PERSON, required=True),
        *(
            Column(virtue.value, chinese, Letter(BallotOption, position=place), field="options")
            for place, (virtue, chinese) in enumerate(zip(Virtue, "德能勤绩廉", strict=True))
        ),
    ),
)

BALLOT_PARTICIPATION = Table(
    name="ballot_participation",
    chinese="投票情况",
    model=models.BallotParticipation,
    bureau="poll__bureau",
    only={"poll__closed": True},
    voluminous=True,
    note=_("Who voted; never what."),
    columns=(POLL_YEAR, BALLOT_CLASS, Column("voter", "投票人工号", PERSON, key=True)),
)

SEATS = Table(
    name="seats",
    chinese="名额",
    model=models.Seat,
    note=_("Seats as the committee decided them."),
    columns=(
        YEAR,
        Column("grade", "等次", Code(QuotaGrade), key=True),
        Column("pool", "类别", Code(Pool), key=True),
        Column("unit", "单元", key=True, optional=True, note=_("the leader's number, HEADS, or empty")),
        Column("seats", "名额", Whole(0), required=True),
        Column("reason", "理由"),
    ),
)

DECISIONS = Table(
    name="decisions",
    chinese="等次决定",
    model=models.Decision,
    columns=(
        YEAR,
        Column("person", "工号", PERSON, key=True),
        Column("version", "版本", Whole(1), key=True, default="1", note=_("empty is 1")),
        Column("stage", "阶段", Code(Stage), required=True),
        Column("grade", "等次", Code(Grade), required=True),
        Column("reason", "理由"),
        Column("decided_by", "决定人"),
        Column("decided_at", "决定时间", Instant()),
    ),
)

TABLES = (POLLS, ELECTORATE, BALLOTS, BALLOT_PARTICIPATION, SEATS, DECISIONS)
