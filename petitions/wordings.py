"""The consent questions of the sign form, and their first words. A leaf."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

# "May we send you news of this campaign?": yes joins the campaign's list.
NEWS = "petitions.news"
# "Only what becomes of this": no list, this petition or pledge alone. Its words are read beside both.
UPDATES = "petitions.updates"
# One box for each partner of a petition, never ticked beforehand; each partner has its own words.
PARTNER = "petitions.partner"

FIRST_WORDINGS: Mapping[str, Mapping[str, str]] = {
    NEWS: {
        "en": "May we send you news of this campaign by e-mail? You can leave at any time with one press.",
        "es": "¿Podemos enviarte novedades de esta campaña por correo? "
        "Puedes dejar de recibirlas cuando quieras con solo pulsar un botón.",
    },
    UPDATES: {
        "en": "Only tell me by e-mail what becomes of this.",
        "es": "Solo quiero saber por correo en qué queda esto.",
    },
    PARTNER: {
        "en": "%(partner)s may write to me too.",
        "es": "%(partner)s también puede escribirme.",
    },
}

# What staff read instead of the key.
NAMES = {
    NEWS: _("News of a campaign"),
    UPDATES: _("What becomes of a petition"),
    PARTNER: _("Mail from a partner"),
}
