"""The tables around the year's grades: public notices, whom they named, signatures, objections to results."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from daybook.annual import models
from daybook.annual.enums import Grade, SignatureKind
from daybook.books.tables.annual import YEAR
from daybook.books.tables.kinds import Code, Day, Instant, Reference, Whole, Year
from daybook.books.tables.marks import Yes
from daybook.books.tables.roster import PERSON
from daybook.books.tables.table import Column, Table
from daybook.objections.enums import Outcome, YearSubject
from daybook.objections.models import YearObjection

NOTICE = Reference("notices", "公示")

NOTICES = Table(
    name="notices",
    chinese="公示",
    model=models.Notice,
    note=_("Public notices of a year's grades; a corrected list is a notice of its own."),
    columns=(
        Column("key", "编号", key=True, note=_("year and serial, such as 2025-1")),
        Column("year", "年度", Year(), required=True),
        Column("serial", "次序", Whole(1), default="1", note=_("empty is 1")),
        Column("put_up_by", "张贴人工号", PERSON, required=True),
        Column("put_up_at", "张贴时间", Instant(), required=True),
        Column("first_day", "起", Day(), required=True),
        Column("last_day", "止", Day(), required=True),
        Column("reason", "理由", note=_("required from the second list on")),
    ),
)

NOTICED_PEOPLE = Table(
    name="noticed_people",
    chinese="公示名单",
    model=models.NoticedPerson,
    bureau="notice__bureau",
    note=_("Whom a notice named, with grade and post as they were shown."),
    columns=(
        Column("notice", "公示编号", NOTICE, key=True),
        Column("person", "工号", PERSON, key=True),
        Column("grade", "等次", Code(Grade), required=True),
        Column("department", "处室"),
        Column("post", "岗位"),
        Column("is_new", "新增", Yes(), note=_("yes 是: not on the list before")),
    ),
)

SIGNATURES = Table(
    name="signatures",
    chinese="本人意见",
    model=models.Signature,
    note=_("What people did with their final results: signed, objected, or refused before a witness."),
    columns=(
        YEAR,
        Column("person", "工号", PERSON, key=True),
        Column("version", "版本", Whole(1), key=True, note=_("that of the decision")),
        Column("kind", "意见", Code(SignatureKind), required=True),
        Column("text", "说明", note=_("required where the person objects")),
        Column("witness", "见证人", note=_("required where the person refused")),
        Column("recorded_by", "登记人工号", PERSON, note=_("who recorded a refusal")),
        Column("signed_at", "时间", Instant(), required=True),
    ),
)

YEAR_OBJECTIONS = Table(
    name="year_objections",
    chinese="年度异议",
    model=YearObjection,
    note=_(
        "Objections to public notices, and remedies against final results; without an outcome they are open."
    ),
    columns=(
        Column("key", "编号", key=True),
        Column("subject", "对象", Code(YearSubject), required=True),
        Column("year", "年度", Year(), required=True),
        Column("person", "工号", PERSON, required=True),
        Column("whose", "所涉人员工号", PERSON, required=True),
        Column("notice", "公示编号", NOTICE, note=_("of an objection to a notice")),
        Column("version", "决定版本", Whole(1), note=_("of a remedy: that of the decision")),
        Column("earlier", "复核编号", Reference("year_objections", "年度异议"), note=_("of an appeal")),
        Column("text", "内容", required=True),
        Column("filed_at", "提出时间", Instant(), required=True),
        Column("outcome", "结果", Code(Outcome), note=_("empty while it is open")),
        Column("grounds", "理由", note=_("required where it was upheld or dismissed")),
        Column("body", "决定单位", note=_("required where it was upheld or dismissed")),
        Column("decided_by", "办理人工号", PERSON, note=_("who decided, recorded or withdrew it")),
        Column("decided_at", "办理时间", Instant()),
    ),
)

TABLES = (NOTICES, NOTICED_PEOPLE, SIGNATURES, YEAR_OBJECTIONS)
