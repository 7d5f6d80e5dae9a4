"""Members of the staff with a role, an address and a language."""

from django.contrib.auth.models import Group, User
from wagtail.users.models import UserProfile


def colleague(name, group="Data stewards", *, email=True, language=""):
    user = User.objects.create_user(name, email=f"{name}@example.org" if email else "")
    user.groups.set(Group.objects.filter(name=group))
    if language:
        UserProfile.objects.create(user=user, preferred_language=language)
    return user
