"""``manage.py invite_first_admin``: the first account, and the link with which its owner takes it."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from wagtail.admin.localization import get_available_admin_languages

from privacy.actors import Actor
from privacy.roles import Role
from privacy.speaking import SpokenCommand
from staff.models import Invitation
from staff.services import invitation_url, invite, renew_invitation


class Command(SpokenCommand):
    """Prints a secret: whoever opens the link first has the site."""

    about = gettext_lazy(
        "Invite the first administrator and print the link, for mail may not work yet. Again: a fresh link, "
        "the old one leads nowhere. Nothing once it was accepted. Mail to them and the admin are in the "
        "language that this command speaks: --language, else that of the terminal."
    )
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("login", help=_("the name to log in with"))
        parser.add_argument("address", help=_("where mail reaches them"))

    def handle(self, *, login: str, address: str, **options: Any) -> None:
        user = get_user_model()._default_manager.filter(username__iexact=login).first()
        if user is None:
            # Together: what a killed run left would be renewed by the next one as it stands.
            with transaction.atomic():
                invitation = invite(
                    username=login,
                    email=address,
                    roles=[Role.ADMINISTRATORS],
                    actor=Actor.system(),
                    language=language_of_account(),
                )
                # Whoever sets a site up can do everything on this machine anyway.
                invitation.user.is_superuser = True
                invitation.user.save(update_fields=["is_superuser"])
        elif found := Invitation.objects.filter(user=user).first():
            invitation = renew_invitation(invitation=found, actor=Actor.system())
        else:
            self.stdout.write(_("%(login)s has an account already.") % {"login": login})
            return
        self.stdout.write(
            _("Invitation of %(login)s, good for 72 hours and for one use. Open it once the site answers:")
            % {"login": login}
        )
        self.stdout.write(f"\n  {invitation_url(invitation)}\n")


def language_of_account() -> str:
    """The language in use: whoever sits here invites themselves, or somebody they work with.

    That of the site where the admin does not speak it.
    """
    spoken = get_language() or ""
    return spoken if spoken in dict(get_available_admin_languages()) else settings.LANGUAGE_CODE
