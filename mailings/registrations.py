"""Everything this app tells the floors below."""

from datetime import timedelta

from django.apps import AppConfig

from mailings import inventory, tasks
from mailings.jobs.sending import forget_mailings
from mailings.jobs.series import forget_series
from mailings.leaving import LEAVING
from mailings.models import Recipient
from mailings.pause_letter import PausedLetter
from mailings.returned import RecipientListener
from outbox.hearing import register_listener
from outbox.kinds import register_letter_kind
from privacy import schedule
from privacy.backups import register_after_restore
from privacy.doors import register_public_urls
from supporters.registries import register_leaving_counter


def register_all(config: AppConfig) -> None:
    """Called once, from the app's ``ready()``."""
    inventory.declare_all()
    register_public_urls("s/", "mailings.urls")
    register_leaving_counter(LEAVING)
    register_letter_kind(PausedLetter())
    register_listener(Recipient, RecipientListener())
    register_after_restore(forget_mailings)
    register_after_restore(forget_series)
    schedule.register("mailings.send", tasks.send_mailings, timedelta(minutes=1))
    schedule.register("mailings.tend", tasks.tend_mailings, timedelta(minutes=1))
    schedule.register("mailings.series", tasks.run_series, timedelta(hours=1))
