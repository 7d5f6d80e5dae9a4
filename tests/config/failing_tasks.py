"""A task that fails while it holds what somebody typed."""

from django.contrib.auth.models import User
from django.tasks import task

from tests.config.failing_urls import FAILURES


@task
def fail_about(pk: int, kind: str) -> None:
    """What it is about it reads from the row, as every task does."""
    email = User.objects.get(pk=pk).email
    FAILURES[kind][1](email)
