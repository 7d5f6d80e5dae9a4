"""Registration with Wagtail's admin; nothing else stands here."""

from wagtail import hooks
from wagtail.contrib.settings.registry import register_setting

from supporters.models import Organization
from supporters.viewsets import SupportersViewSetGroup

register_setting(Organization, icon="home")


@hooks.register("register_admin_viewset")
def register_supporters() -> SupportersViewSetGroup:
    return SupportersViewSetGroup()
