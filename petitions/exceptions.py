"""What petitions' services raise; views turn each into a page with a clear sentence."""

from privacy.exceptions import CountersignError


class PetitionError(CountersignError):
    """Root of what petitions raise."""


class PetitionClosed(PetitionError):
    """The petition is closed, won, or past its closing day: nothing can be signed or confirmed.

    Raised for signing while it is a draft or paused, too; what was signed before a pause is still confirmed.
    """


class PetitionNotOpenYet(PetitionClosed):
    """The petition's opening day is still ahead."""


class PetitionMoved(PetitionError):
    """The petition does not stand where this deed would take it from: a colleague was first."""


class NotLive(PetitionError):
    """An archived petition was to lead to what is no live petition, with a page, of its own campaign."""


class PetitionMissing(PetitionError):
    """No petition has this id."""


class SignatureGone(PetitionError):
    """The signature was removed, ran out or was never there: its link leads nowhere."""


class SignatureWithdrawn(PetitionError):
    """The signer took the name off again; only signing anew brings it back."""


class NotQuarantined(PetitionError):
    """A release was asked for a signature that is not in quarantine."""


class NeverMailed(PetitionError):
    """The address belongs to the target itself: it is never mailed, so it is never released."""


class TooManyProposals(PetitionError):
    """More campuses were proposed, or recruiters told of, within the hour than anybody could look at."""


class ProposalGone(PetitionError):
    """The proposed campus or the notice of a recruiter was decided on, or its time is over."""


class ProofGone(PetitionError):
    """The address that was to prove a campus was used, forgotten, or its day is over."""


class AlreadyOver(PetitionError):
    """An invalidation was asked for a signature that no longer stands."""


class UpdateGone(PetitionError):
    """The update does not stand where this deed would take it from: a colleague was first."""


class NewsGone(PetitionError):
    """The message to signers was decided on, has ended, or its time is over."""


class TooManyOrganizers(PetitionError):
    """Three live links to this campus are given out."""


class TooManyInvitations(PetitionError):
    """A member of staff has given out as many private links as one may in a day."""


class InvitationsRefused(PetitionError):
    """Some of many invitations cannot be given, so none was: ``refused`` says why, by the campus's key."""

    def __init__(self, refused: dict[int, CountersignError]) -> None:
        super().__init__()
        self.refused = refused


class OrganizerGone(PetitionError):
    """The link has ended, or a colleague ended it first."""


class TooManyUpdates(PetitionError):
    """As many updates of one campus wait for a moderator as may wait at once."""


class TooSoon(PetitionError):
    """The last message of this campus is younger than seven days."""


class PackTaken(PetitionError):
    """Another run makes this delivery's pack, or it is not to be made any more."""


class DeliveryPlanned(PetitionError):
    """A delivery of this petition is planned already: what is new belongs into that one."""


class DeliveryOver(PetitionError):
    """The delivery was handed over, or taken off the list, before: a colleague may have been faster."""


class PackNotMade(PetitionError):
    """Nothing can be handed over before its pack was made, nor while it is being made."""


class PackUnderWay(PetitionError):
    """The pack is being made right now."""


class AlreadyGathered(PetitionError):
    """Signatures were gathered for this delivery, so it cannot be taken off the list any more."""


class NotToBeDelivered(PetitionError):
    """The petition's signers were told that it is not handed over."""


class NoTargetOfItsOwn(PetitionError):
    """The campus is hidden, or addresses those whom the petition addresses: they get the whole of it."""


class GetsACampus(PetitionError):
    """One of those addressed gets, or got, what one campus signed: the whole would tell the others apart."""


class TooFewSigners(PetitionError):
    """Fewer than ten signed at the campus, or elsewhere: by itself, it could tell who they are."""


class ExportGone(PetitionError):
    """The export was decided on, deleted, or its day is over: a colleague may have been faster."""


class OwnExport(PetitionError):
    """Whoever asked for an export cannot be the second person that agrees to it."""


class ExportTaken(PetitionError):
    """Another run makes this export, or it is not to be made any more."""


class TooFewTakers(PetitionError):
    """A message of a campus would go to fewer than ten: who gets it could be guessed."""


class BatchGone(PetitionError):
    """The batch of slips is undone, or its seven days are over."""


class SlipEnteredBefore(PetitionError):
    """This very slip was entered into this batch before, today: whether it counted is not told."""


class TooManySlips(PetitionError):
    """A member of staff has entered as many slips as hands can in an hour."""


class TooManyBatches(PetitionError):
    """A member of staff has begun as many batches of slips as one may in a day."""


class TooManyUndone(PetitionError):
    """A member of staff has undone as many batches of slips as one may in a day."""


class TooManySlipsOut(PetitionError):
    """A member of staff has taken out as many single slips as one may in a day."""


class RunTaken(PetitionError):
    """Another worker has this run of a rule, or it was stopped."""


class RuleGone(PetitionError):
    """The rule against bad signatures was deleted, or its time is over."""


class EmptyRule(PetitionError):
    """A rule without a single condition would hit every signature."""


class TooManySearches(PetitionError):
    """A member of staff has searched names and addresses as often as one may in an hour."""


class TooFewHits(PetitionError):
    """A rule about names or addresses hits fewer than ten: whom it was to find could be told from it."""


class NothingToDo(PetitionError):
    """The rule was not counted yet, hits nobody, or is being worked on: a colleague may have been faster."""


class NumberNeeded(PetitionError):
    """So large a share would be put aside that the number has to be typed, and it was not, or wrongly."""


class UndoOver(PetitionError):
    """What was put aside cannot be put back any more: 30 days have passed, or it was put back before."""


class ReadByOthers(PetitionError):
    """Mail to this address can be read by a school, an employer or a petition's target."""


class KioskGone(PetitionError):
    """The link of this table was ended, or its days are over."""
