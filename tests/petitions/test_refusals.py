"""Every refusal has a sentence for staff: none is an error page."""

from petitions import exceptions
from petitions.admin_views.deeds import OTHERWISE, SENTENCES, why_not
from petitions.exceptions import PetitionError

# What no deed of staff raises: between jobs, or said by the form or page that asked.
SAID_ELSEWHERE = {
    "ExportTaken",
    "InvitationsRefused",
    "PackTaken",
    "PetitionMissing",
    "ProofGone",
    "ReadByOthers",
    "RunTaken",
    "SignatureWithdrawn",
    "SlipEnteredBefore",
    "TooManyOrganizers",
    "TooManyProposals",
    "TooManySlips",
    "TooManyUpdates",
}


def kinds_of(kind):
    for one in kind.__subclasses__():
        yield one
        yield from kinds_of(one)


def test_each_kind_of_refusal_has_a_sentence_of_its_own():
    ours = [one for one in kinds_of(PetitionError) if one.__module__ == exceptions.__name__]
    without = {one.__name__ for one in ours if not issubclass(one, tuple(SENTENCES))}

    assert without == SAID_ELSEWHERE
    assert {why_not(one.__new__(one)) for one in ours if one.__name__ in without} == {str(OTHERWISE)}
