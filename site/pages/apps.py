"""App configuration of the ready-made site's pages."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PagesConfig(AppConfig):
    """The concrete page types; the plugins below define none."""

    name = "pages"
    label = "site_pages"
    verbose_name = _("Site pages")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Fill the registries of the floors below."""
        from pages import registrations  # noqa: PLC0415  (needs the loaded app registry)
        from pages.blocks.ahead import share_rows  # noqa: PLC0415
        from pages.campaign_buttons import say_with_all_below  # noqa: PLC0415

        share_rows()
        say_with_all_below()
        registrations.register_all()
