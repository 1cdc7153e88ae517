"""The search index, in each engine's own form."""

from django.db import migrations

SQLITE = "CREATE VIRTUAL TABLE daily_search USING fts5(words, tokenize='unicode61')"
POSTGRESQL = """
CREATE TABLE daily_search (entry_id bigint PRIMARY KEY, words tsvector NOT NULL);
CREATE INDEX daily_search_words ON daily_search USING gin (words);
"""


def create_search(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute(SQLITE)
    else:
        for statement in POSTGRESQL.strip().split(";\n"):
            schema_editor.execute(statement.rstrip(";"))


def drop_search(apps, schema_editor):
    schema_editor.execute("DROP TABLE daily_search")


class Migration(migrations.Migration):
    dependencies = [("daily", "0001_tables")]
    operations = [migrations.RunPython(create_search, drop_search)]
