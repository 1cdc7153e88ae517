"""Bureaus, departments, people and the dated facts about them."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q

from daybook.org.enums import (
    AbsenceKind,
    CircumstanceKind,
    DayKind,
    DelegationKind,
    Gender,
    HalfDay,
    RightKind,
    Role,
    StaffCategory,
)


def span_in_order(name: str, first: str, last: str) -> models.CheckConstraint:
    """The check that a span's last day, where it has one, does not lie before its first."""
    return models.CheckConstraint(
        name=name, condition=Q(**{f"{last}__isnull": True}) | Q(**{f"{last}__gte": F(first)})
    )


def one_of(
    name: str, field: str, choices: type[models.TextChoices], *, blank: bool = False
) -> models.CheckConstraint:
    """The check that a code is one of its list (or empty, where that is allowed)."""
    values = [*choices.values, *([""] if blank else [])]
    return models.CheckConstraint(name=name, condition=Q(**{f"{field}__in": values}))


class Bureau(models.Model):
    """A bureau: the root of everything; nobody sees across bureaus."""

    code = models.CharField(max_length=100, unique=True)
    name = models.CharField(max_length=100)
    policy = models.CharField(max_length=100)
    time_zone = models.CharField(max_length=64, default="Asia/Shanghai")

    def __str__(self) -> str:
        return self.name


class CalendarDay(models.Model):
    """A day that the bureau's own calendar sets otherwise than the national one."""

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT, related_name="calendar_days")
    day = models.DateField()
    kind = models.CharField(max_length=20, choices=DayKind)
    name = models.CharField(max_length=100, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["bureau", "day"], name="calendar_day_once"),
            one_of("calendar_day_kind", "kind", DayKind),
        ]


class Department(models.Model):
    """A department (处室) of a bureau, valid over a span of days (open ends allowed)."""

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT, related_name="departments")
    code = models.CharField(max_length=100)
    name = models.CharField(max_length=100)
    order = models.IntegerField(default=0)
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["order", "code"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["bureau", "code"], name="department_code_once"),
            models.CheckConstraint(
                name="department_span_in_order",
                condition=Q(valid_from__isnull=True)
                | Q(valid_to__isnull=True)
                | Q(valid_to__gte=F("valid_from")),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Person(models.Model):
    """Somebody employed by a bureau; what they are there is in their appointments."""

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT, related_name="people")
    number = models.CharField(max_length=100)
    name = models.CharField(max_length=100)
    gender = models.CharField(max_length=10, choices=Gender, blank=True)
    birth_date = models.DateField(null=True, blank=True)
    staff_category = models.CharField(max_length=30, choices=StaffCategory)
    employed_from = models.DateField(null=True, blank=True)
    employed_to = models.DateField(null=True, blank=True)
    email = models.CharField(max_length=254, blank=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["bureau", "name"], name="person_of_name")]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["bureau", "number"], name="person_number_once"),
            models.CheckConstraint(
                name="person_span_in_order",
                condition=Q(employed_from__isnull=True)
                | Q(employed_to__isnull=True)
                | Q(employed_to__gte=F("employed_from")),
            ),
            one_of("person_gender", "gender", Gender, blank=True),
            one_of("person_staff_category", "staff_category", StaffCategory),
        ]

    def __str__(self) -> str:
        return self.name


class Appointment(models.Model):
    """任职: a person's one role, from a day to a day (inclusive; open end allowed)."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="appointments")
    department = models.ForeignKey(
        Department, on_delete=models.PROTECT, null=True, blank=True, related_name="appointments"
    )
    role = models.CharField(max_length=20, choices=Role)
    post = models.CharField(max_length=100, blank=True)
    post_class = models.CharField(max_length=100, blank=True)
    duties = models.CharField(max_length=2000, blank=True)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    recorded_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person", "valid_from"], name="appointment_start_once"),
            span_in_order("appointment_span_in_order", "valid_from", "valid_to"),
            one_of("appointment_role", "role", Role),
        ]


class Portfolio(models.Model):
    """分管: the leader in charge of a department over a span."""

    leader = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="portfolios")
    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="portfolios")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    recorded_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["department", "valid_from"], name="portfolio_start_once"),
            span_in_order("portfolio_span_in_order", "valid_from", "valid_to"),
        ]


class Absence(models.Model):
    """Days on which no record is owed; `half_day` names the half taken of each day, empty for whole days."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="absences")
    kind = models.CharField(max_length=20, choices=AbsenceKind)
    first_day = models.DateField()
    last_day = models.DateField(null=True, blank=True)
    half_day = models.CharField(max_length=10, choices=HalfDay, blank=True)
    recorded_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person", "first_day"], name="absence_start_once"),
            span_in_order("absence_span_in_order", "first_day", "last_day"),
            one_of("absence_kind", "kind", AbsenceKind),
            one_of("absence_half_day", "half_day", HalfDay, blank=True),
        ]


class Circumstance(models.Model):
    """特殊情形: a sanction (counted from its first day) or a state (standing on a day)."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="circumstances")
    kind = models.CharField(max_length=30, choices=CircumstanceKind)
    first_day = models.DateField()
    last_day = models.DateField(null=True, blank=True)
    document = models.CharField(max_length=200, blank=True)
    recorded_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person", "kind", "first_day"], name="circumstance_start_once"),
            span_in_order("circumstance_span_in_order", "first_day", "last_day"),
            one_of("circumstance_kind", "kind", CircumstanceKind),
        ]


class Conflict(models.Model):
    """回避: a superior who may not act on a person's case over a span."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="conflicts")
    superior = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="conflicts_as_superior")
    first_day = models.DateField()
    last_day = models.DateField(null=True, blank=True)
    reason = models.CharField(max_length=500, blank=True)
    recorded_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person", "superior", "first_day"], name="conflict_start_once"),
            span_in_order("conflict_span_in_order", "first_day", "last_day"),
        ]


class Delegation(models.Model):
    """委托: a deputy who reviews months, or a secretary who enters the log, over a span."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="delegations")
    deputy = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="delegations_as_deputy")
    kind = models.CharField(max_length=20, choices=DelegationKind)
    first_day = models.DateField()
    last_day = models.DateField(null=True, blank=True)
    reason = models.CharField(max_length=500, blank=True)
    recorded_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person", "kind", "first_day"], name="delegation_start_once"),
            span_in_order("delegation_span_in_order", "first_day", "last_day"),
            one_of("delegation_kind", "kind", DelegationKind),
        ]


class Right(models.Model):
    """A right of office held over a span: the personnel office, or one of the three administrators."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="rights")
    kind = models.CharField(max_length=20, choices=RightKind)
    first_day = models.DateField()
    last_day = models.DateField(null=True, blank=True)
    recorded_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person", "kind", "first_day"], name="right_start_once"),
            span_in_order("right_span_in_order", "first_day", "last_day"),
            one_of("right_kind", "kind", RightKind),
        ]


class AccountManager(BaseUserManager["Account"]):
    """Makes accounts; a password of `None` cannot be used to sign in."""

    def create_user(self, username: str, password: str | None = None, **fields: Any) -> Account:
        """Make and save an account; `fields` are those of the model."""
        account = self.model(username=username, **fields)
        account.set_password(password)
        account.save(using=self._db)
        return account


class Account(AbstractBaseUser):
    """Who signs in: one person of one bureau."""

    username = models.CharField(max_length=150, unique=True)
    person = models.OneToOneField(Person, on_delete=models.PROTECT, related_name="account")
    is_active = models.BooleanField(default=True)

    objects = AccountManager()

    USERNAME_FIELD = "username"

    def __str__(self) -> str:
        return self.username
