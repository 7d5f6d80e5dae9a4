"""Everything that privacy/ refuses, as one tree. No message ever holds a value, only names and ids."""

from uuid import UUID


class CountersignError(Exception):
    """Root of every exception of ours."""


class BadKeys(CountersignError):
    """A key given to us is not 32 bytes of base64, has no good version, or is used twice."""


class WrongKey(CountersignError):
    """A configured key is not the one this installation was sealed with, or is missing."""


class KeystoreMissing(CountersignError):
    """The keystore cannot be read, or is empty while the main database holds sealed rows."""


class VaultLocked(CountersignError):
    """Staff locked the vault: nothing is sealed, opened or indexed until two of them have unlocked it."""


class KeyTaken(CountersignError):
    """The lock took the file of the KEK away, and who asks to unlock is answered by a process without it."""


class SealedError(CountersignError):
    """A sealed row cannot be opened. Parent of the reasons why."""


class NothingSealed(SealedError):
    """The row holds no blob: nothing was ever sealed in it, or its erasure is complete."""


class Erased(SealedError):
    """The row's key was destroyed on purpose. What it held is gone, here and in every copy."""


class LostKey(SealedError):
    """The row's key is missing without a mark of erasure: a restore or a fault, not a wish."""


class BrokenSeal(SealedError):
    """The blob was altered, cut, or moved here from another row."""


class NewerShape(SealedError):
    """The blob was written by a newer version of the code than the one that reads it."""


class ResealConflict(SealedError):
    """Other writers changed the row each time that we tried to."""


class BadAddress(CountersignError):
    """The text is not a mail address we can write to."""


class BadPhone(CountersignError):
    """The text is not a phone number of any country we could tell."""


class LinkError(CountersignError):
    """A signed link cannot be followed. Parent of the reasons why."""


class LinkBroken(LinkError):
    """The token is altered, cut, made for another purpose, or not ours: answer 404."""


class LinkExpired(LinkError):
    """The token is ours, but its time is over: answer 410 with a way on.

    ``ref`` and ``extra`` say what it was for; the signature has been verified.
    """

    def __init__(self, ref: UUID | None = None, extra: UUID | None = None) -> None:
        super().__init__("This link has run out.")
        self.ref = ref
        self.extra = extra


class LinkUsed(LinkExpired):
    """The token was good for one use, and has had it: answer 410 as well."""


class UnknownScope(CountersignError):
    """A scope was asked for that no installed app has registered."""


class FileBroken(CountersignError):
    """A chunk of a sealed file is missing, altered, or not where it belongs."""


class FileUnfinished(CountersignError):
    """Whoever wrote this file stopped halfway; it expires as it is."""


class UnreadableTable(CountersignError):
    """An uploaded file is no table we can read.

    ``sentence`` says why and what to do, in the language of whoever uploaded it. It may quote the file, so
    it is shown to that person and never logged.
    """

    def __init__(self, sentence: str) -> None:
        super().__init__("This file is no table we can read.")
        self.sentence = sentence


class BackupError(CountersignError):
    """A backup or a restore was refused or failed. Parent of the reasons why."""


class DumpFailed(BackupError):
    """A dump or a restore did not come to its end; nothing half-done was left under its final name."""


class SameShelf(BackupError):
    """Both files were to go to one place: whoever took it would have data and salts together."""


class RestoreUnfinished(BackupError):
    """A restore was begun and did not come to its end: what waits in the queue may have been sent before."""


class NotABackup(BackupError):
    """A file's name does not say that it is the backup that is wanted here."""


class KeystoreStands(BackupError):
    """An older keystore was to replace one that holds keys: it would bring erased people back."""


class KeystoreTooOld(BackupError):
    """The keystore's backup is older than the main database's: the newest rows would have no key."""


class TooManyLooks(CountersignError):
    """A member of staff has looked at as many records as one may in an hour."""


class TooManyRuns(CountersignError):
    """A member of staff has had retention run as often as one may in an hour."""


class TooManyDeeds(CountersignError):
    """A member of staff has done a deed to people's records as often as one may in an hour."""


class NotTwoWatchers(CountersignError):
    """Two different people who may be told are told of findings, or nobody in particular."""


class NoSuchTime(CountersignError):
    """A local time that the clocks skip in that zone, when they go forward."""


class RehearsalFailed(CountersignError):
    """A backup could not be put back, or what came back is not whole; says what to look at."""
