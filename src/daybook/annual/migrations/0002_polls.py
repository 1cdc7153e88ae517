# The ballots of a poll, from opening it to closing it.

import uuid
from typing import Any, ClassVar

import django.db.models.deletion
from django.db import migrations, models

TABLES = ("annual_ballot", "annual_stagedballot")


def keep_without_rowid(apps: Any, schema_editor: Any) -> None:
    """On SQLite a table of ballots has no row numbers: they would count in the order of writing.

    The rows stand in the order of their random keys instead. Nothing points at these tables.
    """
    if schema_editor.connection.vendor != "sqlite":
        return
    for table in TABLES:
        with schema_editor.connection.cursor() as cursor:
            cursor.execute(
                "SELECT type, sql FROM sqlite_master WHERE tbl_name = %s AND sql NOT NULL", [table]
            )
            made = {
                kind: [sql for each, sql in rows if each == kind]
                for rows in [cursor.fetchall()]
                for kind in ("table", "index")
            }
            new = made["table"][0].replace(f'"{table}"', f'"{table}_new"', 1)
            cursor.execute(f"{new} WITHOUT ROWID")
            cursor.execute(f'INSERT INTO "{table}_new" SELECT * FROM "{table}" ORDER BY key')  # noqa: S608  # our names
            cursor.execute(f'DROP TABLE "{table}"')
            cursor.execute(f'ALTER TABLE "{table}_new" RENAME TO "{table}"')
            for sql in made["index"]:
                cursor.execute(sql)


class Migration(migrations.Migration):
    dependencies: ClassVar = [("annual", "0001_tables"), ("org", "0001_tables")]
    operations: ClassVar = [
        migrations.AddField(
            model_name="poll",
            name="closed_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="poll",
            name="closes_on",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="poll",
            name="mix_after",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="poll",
            name="opened_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="poll",
            name="opened_on",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.CreateModel(
            name="PaperBatch",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.IntegerField()),
                (
                    "ballot_class",
                    models.CharField(
                        choices=[
                            ("A", "principal leader"),
                            ("B", "other bureau leaders"),
                            ("C", "heads"),
                            ("D", "staff"),
                        ],
                        max_length=1,
                    ),
                ),
                ("voters", models.JSONField(default=list)),
                (
                    "poll",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="paper_batches",
                        to="annual.poll",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="PaperTyping",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("sheets", models.JSONField(default=list)),
                (
                    "batch",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="typings",
                        to="annual.paperbatch",
                    ),
                ),
                (
                    "typist",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="org.person"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="PollMember",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("principal_leader", "principal leader"),
                            ("bureau_leader", "bureau leader"),
                            ("department_head", "department head"),
                            ("acting_head", "acting head"),
                            ("staff", "staff"),
                        ],
                        max_length=20,
                    ),
                ),
                ("votes", models.BooleanField(default=True)),
                (
                    "department",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="org.department",
                    ),
                ),
                (
                    "leader",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="org.person",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="org.person"
                    ),
                ),
                (
                    "poll",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="members",
                        to="annual.poll",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="StagedBallot",
            fields=[
                ("key", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                (
                    "ballot_class",
                    models.CharField(
                        choices=[
                            ("A", "principal leader"),
                            ("B", "other bureau leaders"),
                            ("C", "heads"),
                            ("D", "staff"),
                        ],
                        max_length=1,
                    ),
                ),
                ("options", models.CharField(max_length=5)),
                ("mixed", models.BooleanField(default=False)),
                (
                    "poll",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="staged",
                        to="annual.poll",
                    ),
                ),
                (
                    "ratee",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="org.person",
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="paperbatch",
            constraint=models.UniqueConstraint(fields=("poll", "number"), name="paper_batch_once"),
        ),
        migrations.AddConstraint(
            model_name="paperbatch",
            constraint=models.CheckConstraint(
                condition=models.Q(("ballot_class__in", ["A", "B", "C", "D"])), name="paper_batch_class"
            ),
        ),
        migrations.AddConstraint(
            model_name="papertyping",
            constraint=models.UniqueConstraint(fields=("batch", "typist"), name="paper_typing_once"),
        ),
        migrations.AddConstraint(
            model_name="pollmember",
            constraint=models.UniqueConstraint(fields=("poll", "person"), name="poll_member_once"),
        ),
        migrations.AddConstraint(
            model_name="pollmember",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "role__in",
                        ["principal_leader", "bureau_leader", "department_head", "acting_head", "staff"],
                    )
                ),
                name="poll_member_role",
            ),
        ),
        migrations.RunPython(keep_without_rowid, migrations.RunPython.noop),
    ]
