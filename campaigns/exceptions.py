"""What this app's services and gate raise; views turn each into a page with a clear sentence."""

from django.core.exceptions import PermissionDenied

from privacy.exceptions import CountersignError


class CampaignsError(CountersignError):
    """Root of what campaigns raise."""


class ForeignOrigin(CampaignsError):
    """A form was posted from a page that is not ours (403)."""


class ProofSpent(CampaignsError):
    """A proof of work, or a step page's token, was handed in a second time."""


class UnknownKind(CampaignsError):
    """No installed app has registered an action kind of this name."""


class CannotPress(CampaignsError):
    """It can't be done by one press from our mail (any more): its page says why."""


class DifferentCurrencies(CampaignsError):
    """Amounts of two currencies were added or compared."""


class DeedOnTwoPages(CampaignsError, PermissionDenied):
    """A page presents a deed object that belongs to another page which is no translation of it.

    Also a ``PermissionDenied``, so that Wagtail's admin answers with a message instead of a 500.
    """


class UnknownPlace(CampaignsError):
    """What was written is neither the code nor the name of a country or region we know."""


class ImportedMeanwhile(CampaignsError):
    """Somebody else added one of the same institutions at the same moment. Nothing was written."""


class TooManyDomains(CampaignsError):
    """With the domains to be added an institution would have more than it may. Nothing was written."""


class EmbedOver(CampaignsError):
    """The embedded form, or the site that might show it, stands as asked already: a colleague was first."""


class TooManyOrigins(CampaignsError):
    """A partner has as many sites as one may have."""


class ReportGone(CampaignsError):
    """The report was dealt with before: a colleague may have been faster."""


class TooManyReports(CampaignsError):
    """As many reports came within the hour as are taken."""
