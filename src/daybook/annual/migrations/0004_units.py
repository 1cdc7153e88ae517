from typing import ClassVar

from django.db import migrations


class Migration(migrations.Migration):
    dependencies: ClassVar = [("annual", "0003_reports")]
    operations: ClassVar = []
