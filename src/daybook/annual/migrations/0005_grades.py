from typing import ClassVar

from django.db import migrations


class Migration(migrations.Migration):
    dependencies: ClassVar = [("annual", "0004_units")]
    operations: ClassVar = []
