"""The deeds that end or change a signature or a petition: a question on GET, done on POST."""

from typing import Any, ClassVar

from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from petitions import services
from petitions.admin_views.common import (
    CAN_ACT,
    own_petition,
    own_signature,
    petition_trail,
)
from petitions.exceptions import (
    AlreadyGathered,
    AlreadyOver,
    BatchGone,
    DeliveryOver,
    DeliveryPlanned,
    EmptyRule,
    ExportGone,
    GetsACampus,
    KioskGone,
    NeverMailed,
    NewsGone,
    NoTargetOfItsOwn,
    NothingToDo,
    NotLive,
    NotQuarantined,
    NotToBeDelivered,
    NumberNeeded,
    OrganizerGone,
    OwnExport,
    PackNotMade,
    PackUnderWay,
    PetitionClosed,
    PetitionError,
    PetitionMoved,
    ProposalGone,
    RuleGone,
    SignatureGone,
    TooFewHits,
    TooFewSigners,
    TooFewTakers,
    TooManyBatches,
    TooManyInvitations,
    TooManySearches,
    TooManySlipsOut,
    TooManyUndone,
    TooSoon,
    UndoOver,
    UpdateGone,
)
from petitions.models import Petition, Signature
from privacy.actors import Actor
from privacy.audiences import Audience, audience
from privacy.exceptions import CountersignError
from privacy.staff_views import QuestionView

# Where nothing better is known, which is better than an error page.
OTHERWISE = _("Nothing was done. Look at the page again: a colleague may have been faster.")
# Why something was not done: a sentence for staff, which names nobody. The first that fits is said.
SENTENCES: dict[type[PetitionError], Any] = {
    NotQuarantined: _("This signature is not in quarantine any more: a colleague may have been faster."),
    NeverMailed: _(
        "This address is the target's own. It is never mailed, so the signature stays in quarantine."
    ),
    AlreadyOver: _("This signature had ended before."),
    ProposalGone: _("This was decided on before: a colleague may have been faster."),
    UpdateGone: _("This was decided on before: a colleague may have been faster."),
    NewsGone: _("This was decided on before: a colleague may have been faster."),
    OrganizerGone: _("This link has ended before."),
    KioskGone: _("This link has ended before."),
    BatchGone: _("This batch is undone, or its seven days are over."),
    TooManyBatches: _("You have begun 20 batches of slips today. Go on tomorrow, or in one that is open."),
    TooManyUndone: _(
        "You have undone 3 batches of slips today. Go on tomorrow; a single slip is taken out in the list."
    ),
    TooManySlipsOut: _("You have taken out 20 slips today. Go on tomorrow, or undo the whole batch."),
    TooManyInvitations: _("You have given out 100 private links today. Go on tomorrow."),
    TooSoon: _("Another message of this campus was let out within the last seven days. Let this one wait."),
    OwnExport: _("You asked for it yourself: another data steward has to agree."),
    ExportGone: _("It is not here any more: it was decided on or deleted, or a day has passed."),
    TooFewTakers: _("It would go to fewer than ten people, who could be guessed. Nothing was sent."),
    PetitionClosed: _("It cannot be signed now, so nothing was done."),
    PetitionMoved: _(
        "Nothing was changed: the petition stands elsewhere by now. A colleague may have been faster."
    ),
    NotLive: _("What you chose is not live any more. Choose again."),
    DeliveryPlanned: _("A delivery is planned already: what is new belongs into that one."),
    DeliveryOver: _("This delivery is handed over or off the list: a colleague may have been faster."),
    PackNotMade: _("First have its pack made: it says what is handed over."),
    PackUnderWay: _("The pack is being made: wait until it is ready."),
    AlreadyGathered: _("Its pack was asked for, so it cannot be taken off the list any more."),
    NotToBeDelivered: _("Signers were told that this petition is not handed over."),
    NoTargetOfItsOwn: _(
        "This campus addresses nobody of its own, or is hidden: what was signed there is handed over with "
        "the whole petition."
    ),
    GetsACampus: _(
        "One of those addressed gets what was signed at one campus. With the whole as well they could tell "
        "who signed elsewhere: choose others."
    ),
    TooFewSigners: _(
        "Fewer than ten signed there, or fewer than ten elsewhere. They are not handed over by themselves, "
        "so that nobody can guess who they are; they are in what is handed over of the whole petition."
    ),
    EmptyRule: _("Fill in one condition at least: without any, every signature would be hit."),
    RuleGone: _("This rule was deleted."),
    TooManySearches: _(
        "You have searched names and addresses 20 times within this hour. Go on in the next hour."
    ),
    TooFewHits: _(
        "It hits fewer than ten. So that nobody can be looked for by name, how many is not told, and they "
        "are not put aside together: choose them in the list."
    ),
    NothingToDo: _("There was nothing to do: it hits nobody, or a colleague may have been faster."),
    NumberNeeded: _("Type the number of signatures that would be put aside, as it stands there."),
    UndoOver: _("It cannot be put back any more: 30 days have passed, or it was put back before."),
    SignatureGone: _("What was typed is gone: the time of this signature is over."),
}


class DeedView(QuestionView):
    """A deed with a petition, or with something of it; one without a petition names its own ways back."""

    back_label: ClassVar[Any] = _("Back to the signatures")

    @cached_property
    def petition(self) -> Petition:
        return own_petition(self.request.user, self.kwargs["petition"])

    def why_not(self, refusal: CountersignError) -> str:
        if not isinstance(refusal, PetitionError):
            raise refusal
        return why_not(refusal)

    def subject(self) -> str:
        return self.petition.name

    def back_url(self) -> str:
        return reverse("petition:signatures", args=[self.petition.public_id])

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*petition_trail(self.petition), {"url": "", "label": self.page_title}]


def why_not(refusal: PetitionError) -> str:
    """A sentence for staff, which names nobody."""
    return str(next((text for kind, text in SENTENCES.items() if isinstance(refusal, kind)), OTHERWISE))


class SignatureDeedView(DeedView):
    """A deed with one signature."""

    permission = CAN_ACT

    @cached_property
    def signature(self) -> Signature:
        return own_signature(self.request.user, self.kwargs["petition"], self.kwargs["signature"])

    @cached_property
    def petition(self) -> Petition:
        return self.signature.petition


@audience(Audience.STAFF)
class ReleaseView(SignatureDeedView):
    page_title = _("Release from quarantine")
    question = _(
        "If it counted before, it counts again. Otherwise it waits for confirmation, and the mail with the "
        "button is sent now."
    )
    button = _("Release")
    done = _("The signature was released.")

    def act(self, actor: Actor) -> None:
        services.release_signature(signature=self.signature, actor=actor)


@audience(Audience.STAFF)
class InvalidateView(SignatureDeedView):
    page_title = _("Invalidate")
    question = _("The signature leaves the count for good, and all that was typed with it is destroyed.")
    button = _("Invalidate")
    done = _("The signature was invalidated.")
    is_danger = True

    def act(self, actor: Actor) -> None:
        services.invalidate_signature(signature=self.signature, actor=actor)
