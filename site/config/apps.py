"""The ready-made site's own few templates and tags for the staff side."""

from django.apps import AppConfig


class SiteConfig(AppConfig):
    name = "config"
    label = "site_config"

    def ready(self) -> None:
        from config.staff_policy import sign_choosers  # noqa: PLC0415  widgets are not ready before

        sign_choosers()
