"""From department goals to the month's plan items: what a person is appraised on."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from daybook.org.fields import FixedPointField
from daybook.org.models import Bureau, Department, Person, one_of
from daybook.plans.enums import ChangeKind, MonthAct, PlanState


class DepartmentGoal(models.Model):
    """处室目标: what a department owes in a year."""

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT, related_name="department_goals")
    key = models.CharField(max_length=100)
    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="goals")
    year = models.IntegerField()
    title = models.CharField(max_length=200)
    measure = models.CharField(max_length=2000, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["bureau", "key"], name="department_goal_key_once"),
        ]


class Outcome(models.Model):
    """What came of a goal or a plan item: its state, progress in per cent, and three answers."""

    state = models.CharField(max_length=10, choices=PlanState, blank=True)
    progress = models.SmallIntegerField(null=True, blank=True)
    execution = models.CharField(max_length=2000, blank=True)
    visible_progress = models.CharField(max_length=2000, blank=True)
    work_status = models.CharField(max_length=2000, blank=True)

    class Meta:
        abstract = True


class AnnualGoal(Outcome):
    """年度目标: what a person owes in a year."""

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT, related_name="annual_goals")
    key = models.CharField(max_length=100)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="annual_goals")
    year = models.IntegerField()
    title = models.CharField(max_length=200)
    measure = models.CharField(max_length=2000, blank=True)
    department_goal = models.ForeignKey(
        DepartmentGoal, on_delete=models.PROTECT, null=True, blank=True, related_name="annual_goals"
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["bureau", "key"], name="annual_goal_key_once"),
            models.CheckConstraint(
                name="annual_goal_progress", condition=Q(progress__isnull=True) | Q(progress__range=(0, 100))
            ),
            one_of("annual_goal_state", "state", PlanState, blank=True),
        ]


class Matter(models.Model):
    """事项: a thread of work over days, months and people."""

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT, related_name="matters")
    key = models.CharField(max_length=100)
    department = models.ForeignKey(
        Department, on_delete=models.PROTECT, null=True, blank=True, related_name="matters"
    )
    title = models.CharField(max_length=200)
    department_goal = models.ForeignKey(
        DepartmentGoal, on_delete=models.PROTECT, null=True, blank=True, related_name="matters"
    )
    first_day = models.DateField(null=True, blank=True)
    last_day = models.DateField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["bureau", "key"], name="matter_key_once"),
        ]


class PlanItem(Outcome):
    """计划事项: one line of a person's plan for a month (`2026-03`)."""

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT, related_name="plan_items")
    key = models.CharField(max_length=100)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="plan_items")
    month = models.CharField(max_length=7)
    title = models.CharField(max_length=200)
    measure = models.CharField(max_length=2000, blank=True)
    weight = FixedPointField(places=4, default=1)
    due_date = models.DateField(null=True, blank=True)
    annual_goal = models.ForeignKey(
        AnnualGoal, on_delete=models.PROTECT, null=True, blank=True, related_name="plan_items"
    )
    matter = models.ForeignKey(
        Matter, on_delete=models.PROTECT, null=True, blank=True, related_name="plan_items"
    )

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["person", "month"], name="plan_item_of_month"),
            models.Index(fields=["bureau", "month"], name="plan_item_of_bureau"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["bureau", "key"], name="plan_item_key_once"),
            models.CheckConstraint(name="plan_item_weight", condition=Q(weight__gt=0)),
            models.CheckConstraint(
                name="plan_item_progress", condition=Q(progress__isnull=True) | Q(progress__range=(0, 100))
            ),
            one_of("plan_item_state", "state", PlanState, blank=True),
        ]


class SealedMonth(models.Model):
    """A person's submitted month (`2026-03`): its plan and record stand still until it is returned.

    It stands here, below the record and the reconciliation, because both must ask for it.
    """

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="sealed_months", db_index=False)
    month = models.CharField(max_length=7)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person", "month"], name="sealed_month_once"),
        ]


class PlanChange(models.Model):
    """计划变更: a change of a month's plan after its deadline; it takes effect with the superior's consent.

    It tells what shall stand (`title` … `matter`) and, once decided, what stood before (`old_…`), so that the
    change stays visible. `item` is empty until a change of kind `add` has made one. Decided by the person
    himself it is withdrawn, or, consented, a change of somebody above whom nobody stands.
    """

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT, related_name="+")
    key = models.CharField(max_length=100)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="plan_changes", db_index=False)
    month = models.CharField(max_length=7)
    kind = models.CharField(max_length=10, choices=ChangeKind)
    item = models.ForeignKey(
        PlanItem, on_delete=models.PROTECT, null=True, blank=True, related_name="changes"
    )
    title = models.CharField(max_length=200, blank=True)
    measure = models.CharField(max_length=2000, blank=True)
    weight = FixedPointField(places=4, default=1)
    due_date = models.DateField(null=True, blank=True)
    annual_goal = models.ForeignKey(
        AnnualGoal, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    old_title = models.CharField(max_length=200, blank=True)
    old_measure = models.CharField(max_length=2000, blank=True)
    old_weight = FixedPointField(places=4, null=True, blank=True)
    old_due_date = models.DateField(null=True, blank=True)
    reason = models.CharField(max_length=500)
    asked_at = models.DateTimeField()
    decided_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    consented = models.BooleanField(default=False)
    answer = models.CharField(max_length=500, blank=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["person", "month"], name="plan_change_of_month"),
            # What waits is asked for by every superior's home page, and is few among all that was decided.
            models.Index(fields=["bureau"], condition=Q(decided_at__isnull=True), name="plan_change_waits"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["bureau", "key"], name="plan_change_key_once"),
            one_of("plan_change_kind", "kind", ChangeKind),
            models.CheckConstraint(name="plan_change_weight", condition=Q(weight__gt=0)),
            models.CheckConstraint(
                name="plan_change_decided",
                condition=Q(decided_at__isnull=True, decided_by__isnull=True, consented=False)
                | Q(decided_at__isnull=False, decided_by__isnull=False),
            ),
        ]


class MonthExtension(models.Model):
    """延期: the last day for an act of a month put off, for one person or, without one, for the bureau.

    It stands here, below the reconciliation, because the plan asks for its own deadline too.
    """

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT, related_name="+")
    key = models.CharField(max_length=100)
    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="month_extensions"
    )
    month = models.CharField(max_length=7)
    act = models.CharField(max_length=10, choices=MonthAct)
    until = models.DateField()
    reason = models.CharField(max_length=500)
    granted_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    granted_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["bureau", "month"], name="month_extension_of_month")]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["bureau", "key"], name="month_extension_key_once"),
            one_of("month_extension_act", "act", MonthAct),
        ]
