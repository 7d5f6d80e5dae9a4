"""Words of the vault that are stored or signed. Never change a value: blobs and links carry it."""

from enum import IntEnum, StrEnum

from django.db.models import TextChoices


class KeyPurpose(TextChoices):
    """The three keys of an installation."""

    KEK = "kek", "KEK"  # seals what is written about people
    IDX = "idx", "IDX"  # makes blind indexes
    SIG = "sig", "SIG"  # signs links


class Domain(StrEnum):
    """What a blind index is for. Equal values of two domains can't be told to be equal."""

    SUPPORTER = "supporter"
    DONOR = "donor"
    SUPPRESSION = "suppression"
    EVENT = "event"
    PAPER = "paper"


class IndexKind(TextChoices):
    """What a blind index is computed from."""

    EMAIL = "email", "email"
    PHONE = "phone", "phone"


class SlipKind(StrEnum):
    """What a blind index of a slip of paper is computed from, where no address stands on it."""

    NAME = "name"


class Purpose(IntEnum):
    """What a signed link is for; the number is in the token. Lifetimes: ``privacy.links``."""

    CONFIRM = 1
    ACT = 2
    TICKET = 3
    OWN_DOOR = 4
    CAMPUS = 5
    HOST = 6
    CHECK_IN = 7
    SEAT = 8
    NOT_ME = 9
    KEEP_ME = 10
    INVITATION = 11
    RECEIPT = 12
    PORTAL = 13
    DOWNLOAD = 14
    UNSUBSCRIBE = 15
    WITHDRAW = 16
    PROVE = 17
    EMBED = 18
    KIOSK = 19
    OPEN_DOOR = 20
    BACK_TO_GIFT = 21
    STAFF_PASSWORD = 22
    PASSKEY = 23


class Note(StrEnum):
    """Names of the keystore's notes about itself."""

    SWEPT = "swept"  # when a sweep announced by which day the next one drops unnamed keys
    RESTORED = "restored"  # when a backup was put back: the sweep drops no unnamed key for 35 days
    RESTORING = "restoring"  # a restore began and has not ended: nothing may be mailed
    SCRUB_DUE = "scrub due"  # salts were deleted whose bytes may still lie in the file
    SCRUBBED = "scrubbed"  # when the last scrub ended
    BACKED_UP = "backed up"  # when the last backup of both databases ended well
    RECOVERY_SHEET = "recovery sheet"  # when somebody last typed the sheet's last words
    LOCKED = "locked"  # since when nothing may be sealed, opened or indexed, and who locked it
    UNLOCK_ASKED = "unlock asked"  # when the first of two asked to unlock, and who
