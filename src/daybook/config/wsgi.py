"""The pages as a WSGI application, for the server of this project or any other."""

from __future__ import annotations

import os

from django.core.wsgi import get_wsgi_application

from daybook.config.garbage import collect_seldom

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "daybook.config.settings")

application = get_wsgi_application()
collect_seldom()
