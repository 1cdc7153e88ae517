"""An absence whose end is not known yet stays open."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("org", "0001_tables")]
    operations = [
        migrations.AlterField("absence", "last_day", models.DateField(blank=True, null=True)),
    ]
