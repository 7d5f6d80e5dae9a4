"""Registration with Wagtail's admin; nothing else stands here."""

from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.viewsets.base import ViewSet
from wagtail.admin.viewsets.model import ModelViewSetGroup
from wagtail.log_actions import LogActionRegistry

from mailings.services.noting import LOGGED, Deed
from mailings.services.test_sends import TESTED
from mailings.viewsets import MailingsViewSetGroup
from mailings.words_viewsets import WordsViewSet


@hooks.register("register_admin_viewset")
def register_mailings() -> list[ViewSet | ModelViewSetGroup]:
    return [MailingsViewSetGroup(), WordsViewSet("mail_words")]


@hooks.register("register_log_actions")
def name_deeds(actions: LogActionRegistry) -> None:
    """What a mailing's history says of who did what to it."""
    actions.register_action(TESTED, _("Test sent"), _("Test sent"))
    for deed in Deed:
        actions.register_action(f"{LOGGED}{deed.value}", deed.label, deed.label)


@hooks.register("insert_global_admin_css")
def admin_css() -> SafeString:
    return format_html('<link rel="stylesheet" href="{}">', static("mailings/admin.css"))
