"""Thin tasks of the ready-made site."""

from django.core.management import call_command
from django.tasks import task


@task
def publish_scheduled() -> None:
    """Publish and take down what has its hour: Wagtail leaves that to its command."""
    call_command("publish_scheduled", verbosity=0)
