from django.apps import AppConfig


class QuarterlyConfig(AppConfig):
    name = "daybook.quarterly"
