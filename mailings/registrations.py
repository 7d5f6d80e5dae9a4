"""Everything this app tells the floors below."""

from django.apps import AppConfig

from mailings import inventory


def register_all(config: AppConfig) -> None:
    """Called once, from the app's ``ready()``."""
    inventory.declare_all()
