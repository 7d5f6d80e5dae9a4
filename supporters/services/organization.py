"""What the organization says of itself beyond editing its settings."""

from privacy.actors import Actor
from privacy.days import utc_today
from supporters.models import Organization


def keep_house_rules(*, actor: Actor) -> bool:
    """Note the day on which the staff said to keep to the house rules; False if they had before.

    Raises ValueError for an actor who is no member of staff.
    """
    if actor.user is None:
        raise ValueError("only staff say it")
    organization = Organization.load()
    unread = Organization.objects.filter(pk=organization.pk, house_rules_read=None)
    return bool(unread.update(house_rules_read=utc_today()))
