"""The ready-made site's own few templates and tags for the staff side."""

import resource

from django.apps import AppConfig


class SiteConfig(AppConfig):
    name = "config"
    label = "site_config"

    def ready(self) -> None:
        from config.staff_policy import sign_choosers  # noqa: PLC0415  widgets are not ready before

        sign_choosers()
        leave_no_core()


def leave_no_core() -> None:
    """Have a crash of this process write no image of its memory: keys are in it, and what was just typed."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
