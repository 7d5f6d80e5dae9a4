"""The consent question under a gift, and its first words. A leaf."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

# One box, never ticked beforehand: yes joins the campaign's list.
NEWS = "donations.news"

FIRST_WORDINGS: Mapping[str, Mapping[str, str]] = {
    NEWS: {
        "en": "Send me news of this campaign by e-mail. I can leave at any time with one press.",
        "es": "Quiero recibir novedades de esta campaña por correo. "
        "Puedo dejarlas cuando quiera con solo pulsar un botón.",
    },
}

# What staff read instead of the key.
NAMES = {NEWS: _("News of a campaign, asked with a gift")}
