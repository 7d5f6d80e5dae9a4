"""Staff's views that are more than editing one record: in Wagtail's admin."""

from campaigns.admin_views.institution_import import (
    CAN_IMPORT,
    IMPORTERS,
    ExampleView,
    ImportView,
    ReviewView,
)

__all__ = ["CAN_IMPORT", "IMPORTERS", "ExampleView", "ImportView", "ReviewView"]
