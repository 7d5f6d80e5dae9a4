"""Members of the staff with a role, an address, a second step and a language, and who of them is told."""

from django.contrib.auth.models import Group, User
from wagtail.users.models import UserProfile

from outbox.finding_mails import look_and_tell
from tests.authenticator import give_app


def colleague(name, group="Data stewards", *, email=True, language="", comes_in=True):
    user = User.objects.create_user(name, email=f"{name}@example.org" if email else "")
    user.groups.set(Group.objects.filter(name=group))
    if comes_in:
        give_app(user)
    if language:
        UserProfile.objects.create(user=user, preferred_language=language)
    return user


def told(sink):
    """Look, mail, and say to whom."""
    before = len(sink.recipients)
    look_and_tell()
    return sorted(sink.recipients[before:])
