"""Thin tasks of the ready-made site."""

from django.tasks import task

from pages.due import publish_due


@task
def publish_scheduled() -> None:
    """Publish and take down what has its hour: Wagtail leaves that to its command."""
    publish_due()
