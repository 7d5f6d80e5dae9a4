"""Everything this app tells the floors below."""

from datetime import timedelta

from django.apps import AppConfig

from events import inventory, tasks
from events.guarded_letters import register_guarded_letters
from privacy import schedule
from privacy.doors import register_public_urls


def register_all(config: AppConfig) -> None:
    """Called once, from the app's ``ready()``."""
    inventory.declare_all()
    register_guarded_letters()
    register_public_urls("events/", "events.urls")
    register_public_urls("door/", "events.door_urls")
    register_public_urls("sign-up/", "events.own_urls")
    schedule.register("events.shred", tasks.shred_due, timedelta(minutes=10))
