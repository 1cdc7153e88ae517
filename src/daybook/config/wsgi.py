"""The pages as a WSGI application, for the server of this project or any other."""

from __future__ import annotations

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "daybook.config.settings")

application = get_wsgi_application()
