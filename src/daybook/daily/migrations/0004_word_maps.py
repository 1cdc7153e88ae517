"""Maps of the search index's words; on SQLite, too, an entry's words tell its block of the index."""

from django.db import migrations, models


def tell_blocks(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute("UPDATE daily_search SET words = '块' || (rowid / 32768) || ' ' || words")


def tell_none(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute("UPDATE daily_search SET words = substr(words, instr(words, ' ') + 1)")


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
