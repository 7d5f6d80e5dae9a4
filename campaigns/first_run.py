"""What the people of an organization agree on before others come."""

from django.contrib.auth import get_user_model
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from campaigns.roles import ADMIN_ACCESS
from privacy.first_run import Step
from supporters.first_run import CAN_SETTLE
from supporters.models import Organization


def house_rules_url() -> str:
    """Where staff read the house rules and say to keep to them."""
    return reverse("house_rules")


def _keeps_house_rules() -> bool:
    return Organization.load().house_rules_read is not None


def _users_url() -> str:
    return reverse("wagtailusers_users:add")


def _has_second_person() -> bool:
    """Whether two people at least can sign in: one query."""
    label, right = ADMIN_ACCESS.split(".")
    by_group = Q(groups__permissions__codename=right, groups__permissions__content_type__app_label=label)
    staff = get_user_model()._default_manager.filter(Q(is_superuser=True) | by_group, is_active=True)
    return len(staff.order_by().values("pk").distinct()[:2]) == 2


STEPS = (
    Step(
        "house_rules",
        _("Read the house rules"),
        _("They are on a page of their own that every form leads to. They hold for you as well."),
        CAN_SETTLE,
        _keeps_house_rules,
        order=50,
        url=house_rules_url,
    ),
    Step(
        "second_person",
        _("Let a second person in"),
        _("Somebody has to be able to act when you are ill, or when your password got into other hands."),
        "auth.add_user",
        _has_second_person,
        order=70,
        url=_users_url,
    ),
)
