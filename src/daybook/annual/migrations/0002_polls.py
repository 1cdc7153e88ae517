from typing import ClassVar

from django.db import migrations


class Migration(migrations.Migration):
    dependencies: ClassVar = [("annual", "0001_tables")]
    operations: ClassVar = []
