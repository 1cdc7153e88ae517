"""Maps of the search index's words; on SQLite, too, an entry's words tell its block of the index."""

from typing import Any

from django.db import migrations, models


AT_ONCE = 10_000  # entries: SQLite keeps in memory what a statement writes into such a table


def tell_blocks(apps, schema_editor):
    rewrite(schema_editor, "'块' || (rowid / 32768) || ' ' || words")


def tell_none(apps, schema_editor):
    rewrite(schema_editor, "substr(words, instr(words, ' ') + 1)")


def rewrite(schema_editor: Any, words: str) -> None:
    if schema_editor.connection.vendor != "sqlite":
        return
    with schema_editor.connection.cursor() as cursor:
        cursor.execute("SELECT max(id) FROM daily_logentry")
        end = (cursor.fetchone()[0] or 0) + 1
        for first in range(0, end, AT_ONCE):
            cursor.execute(
                f"UPDATE daily_search SET words = {words} WHERE rowid >= %s AND rowid < %s",
                [first, first + AT_ONCE],
            )


class Migration(migrations.Migration):

    dependencies = [
        ('daily', '0003_around_entries'),
    ]

    operations = [
        migrations.RunPython(tell_blocks, tell_none),
        migrations.CreateModel(
            name='MappedBlock',
            fields=[
                ('block', models.IntegerField(primary_key=True, serialize=False)),
                ('build', models.CharField(blank=True, max_length=32)),
            ],
        ),
        migrations.CreateModel(
            name='WordMap',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('word', models.CharField(max_length=500)),
                ('block', models.IntegerField()),
                ('bits', models.BinaryField()),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('word', 'block'), name='word_map_once')],
            },
        ),
    ]
