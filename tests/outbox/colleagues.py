"""Members of the staff with a role, an address, a second step and a language."""

from django.contrib.auth.models import Group, User
from wagtail.users.models import UserProfile

from tests.authenticator import give_app


def colleague(name, group="Data stewards", *, email=True, language="", comes_in=True):
    user = User.objects.create_user(name, email=f"{name}@example.org" if email else "")
    user.groups.set(Group.objects.filter(name=group))
    if comes_in:
        give_app(user)
    if language:
        UserProfile.objects.create(user=user, preferred_language=language)
    return user
