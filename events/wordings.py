"""The consent questions of the form of an open event, and their first words. A leaf."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

# "May we send you news of this campaign?": yes joins the campaign's list.
NEWS = "events.news"
# One box for each partner of an event, never ticked beforehand; each partner has its own words.
PARTNER = "events.partner"

FIRST_WORDINGS: Mapping[str, Mapping[str, str]] = {
    NEWS: {
        "en": "May we send you news of this campaign by e-mail? You can leave at any time with one press.",
        "es": "¿Podemos enviarte novedades de esta campaña por correo? "
        "Puedes dejar de recibirlas cuando quieras con solo pulsar un botón.",
    },
    PARTNER: {
        "en": "%(partner)s may write to me too.",
        "es": "%(partner)s también puede escribirme.",
    },
}

# What staff read instead of the key.
NAMES = {NEWS: _("News of a campaign, asked at an event"), PARTNER: _("Mail from a partner of an event")}
