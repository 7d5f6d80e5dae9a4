"""Everything this app tells the floors below."""

from django.apps import AppConfig


def register_all(config: AppConfig) -> None:
    """Called once, from the app's ``ready()``."""
