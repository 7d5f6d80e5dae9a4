"""``manage.py recover_keys``: type the words of the recovery sheet, and have key files again.

Runs before there are settings, for without keys there are none.
"""

import os
import re
import secrets
import shutil
import subprocess
import sys
from argparse import ArgumentParser
from pathlib import Path

from django.utils.translation import gettext as _
from pyrage.x25519 import Identity

from config.recovery.asking import NoMoreAnswers, Terminal, WrongAnswer
from config.recovery.bech32 import identity_of
from config.recovery.paper import OnDisk, write_in_memory
from config.recovery.words import IDENTITY, WrongWords, key_from
from config.setup.command import speak
from config.setup.files import CODE, read_environment
from config.setup.questions import PLACE
from privacy.enums import KeyPurpose
from privacy.fingerprints import fingerprint_of_key, fingerprint_of_recipient
from privacy.keyfiles import key_line
from privacy.secret import parse_keys

LABEL = re.compile(r"(KEK|IDX|SIG) ?([0-9]{1,5})", re.IGNORECASE)
# A QR code of the sheet says what its key is called, and then the words.
PREFIX = re.compile(r"\s*[A-Za-z]+ ?[0-9]*\s*:")

type Found = dict[KeyPurpose, dict[int, bytes]]


class CannotRecover(Exception):
    """The keys are not those of this installation, or others are in their place already."""


def main(arguments: list[str]) -> int:
    """Run it; the exit status."""
    speak(os.environ)
    parser = ArgumentParser(
        prog="manage.py recover_keys",
        description=_("Type the words of the recovery sheet, and have key files again."),
    )
    parser.add_argument(
        "--directory", type=Path, default=Path(PLACE.default({}), "keys"), help=_("where the key files go")
    )
    parser.add_argument(
        "--identity-file",
        type=Path,
        default=Path("/dev/shm/backup_identity"),  # noqa: S108  in memory on purpose; made anew or refused
        help=_("where the secret key of the backups goes: in memory only"),
    )
    options = parser.parse_args(arguments)
    terminal = Terminal()
    try:
        _recover(options.directory, options.identity_file, terminal)
    except (NoMoreAnswers, CannotRecover, OnDisk) as refusal:
        terminal.say(str(refusal))
        return 1
    return 0


def _recover(directory: Path, identity_file: Path, terminal: Terminal) -> None:
    terminal.say(_("Type the words of the recovery sheet; of each word four letters are enough."))
    found: Found = {purpose: {} for purpose in KeyPurpose}
    for purpose in (KeyPurpose.IDX, KeyPurpose.SIG, KeyPurpose.KEK):
        _ask_key(purpose, 1, found, terminal, may_skip=True)
    while more := terminal.ask(_("Has the sheet another key, like KEK 2? Its name, or Enter"), _label):
        name, version = more.split()
        _ask_key(KeyPurpose(name.lower()), int(version), found, terminal, may_skip=False)
    for purpose, versions in found.items():
        if not versions:
            raise CannotRecover(_("There is no %(name)s. All three are needed.") % {"name": purpose.label})
    _put_in_place(found, directory, terminal)
    _ask_identity(identity_file, terminal)


def _ask_key(purpose: KeyPurpose, version: int, found: Found, terminal: Terminal, *, may_skip: bool) -> None:
    """Its words; Enter where the sheet has a later version only."""
    label = f"{purpose.label} {version}"
    question = _("The 24 words of %(label)s")
    if may_skip:
        question = _("The 24 words of %(label)s, or Enter if it is not on the sheet")
    key = terminal.ask(question % {"label": label}, lambda said: _key(said, may_skip=may_skip).hex())
    if key:
        found[purpose][version] = bytes.fromhex(key)
        name = fingerprint_of_key(purpose, version, bytes.fromhex(key))
        terminal.say(_("  %(label)s · %(name)s. Does the sheet say so?") % {"label": label, "name": name})


def _key(said: str, *, may_skip: bool) -> bytes:
    if may_skip and not said:
        return b""
    try:
        return key_from(PREFIX.sub("", said, count=1))
    except WrongWords as wrong:
        raise WrongAnswer(str(wrong)) from None


def _label(said: str) -> str:
    if not said:
        return ""
    if (match := LABEL.fullmatch(said)) is None or not 1 <= int(match[2]) <= 0xFFFF:
        raise WrongAnswer(_("A key is called KEK, IDX or SIG and has a number, like KEK 2."))
    return f"{match[1].upper()} {int(match[2])}"


def _put_in_place(found: Found, directory: Path, terminal: Terminal) -> None:
    """Written beside, compared with the keystore, and then named; nothing that is there is replaced."""
    directory.mkdir(mode=0o700, parents=True, exist_ok=True)
    beside = directory / f".recovered-{secrets.token_hex(4)}"
    beside.mkdir(mode=0o700)
    owner = directory.stat()
    try:
        for purpose, versions in found.items():
            lines = [key_line(version, key) for version, key in sorted(versions.items())]
            _write(beside / purpose.value, "".join(lines), owner)
        os.chown(beside, owner.st_uid, owner.st_gid)
        _compare_with_keystore(directory.parent / "environment", beside, terminal)
        for purpose in found:
            _name(beside / purpose.value, directory / purpose.value)
        # Nothing is sealed with it: a lost one only ends sessions.
        if not (directory / "secret_key").exists():
            _write(directory / "secret_key", secrets.token_urlsafe(48) + "\n", owner)
    finally:
        shutil.rmtree(beside)
    terminal.say(_("The keys are in %(path)s.") % {"path": directory})


def _write(file: Path, text: str, owner: os.stat_result) -> None:
    with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o400), "w") as out:
        out.write(text)
    os.chown(file, owner.st_uid, owner.st_gid)


def _name(fresh: Path, target: Path) -> None:
    try:
        target.hardlink_to(fresh)
    except FileExistsError:
        if parse_keys(target.read_text()) != parse_keys(fresh.read_text()):
            raise CannotRecover(
                _("%(path)s holds another key. Move it away if it is worthless, and begin again.")
                % {"path": target}
            ) from None


def _compare_with_keystore(environment: Path, keys: Path, terminal: Terminal) -> None:
    """Ask the site beside it, if there is one, whether it was sealed with these. Raises CannotRecover."""
    said = read_environment(environment)
    if not said:
        terminal.say(
            _(
                "No site is set up beside it, so they could not be compared. After restore, ask "
                "manage.py doctor."
            )
        )
        return
    said |= {f"{purpose.label}_FILE": str(keys / purpose.value) for purpose in KeyPurpose}
    # Not read by what is compared, and perhaps lost as well.
    said.pop("SECRET_KEY_FILE", None)
    said["SECRET_KEY"] = secrets.token_urlsafe(48)
    owner = keys.stat()
    is_root = os.geteuid() == 0
    done = subprocess.run(  # noqa: S603 (fixed words)
        [sys.executable, str(CODE / "manage.py"), "check", "--tag", "database", "--database", "keystore"],
        env={"PATH": os.environ.get("PATH", "")} | said,
        user=owner.st_uid if is_root else None,
        group=owner.st_gid if is_root else None,
        extra_groups=[] if is_root else None,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        told = re.findall(r"\(countersign\.E004\) (.+)", done.stderr) or done.stderr.strip().splitlines()[-1:]
        raise CannotRecover("\n".join([*told, _("Nothing was written.")]))
    terminal.say(_("They are the keys of this site."))


def _ask_identity(file: Path, terminal: Terminal) -> None:
    question = _("The 24 words of %(label)s, to restore a backup; or Enter") % {"label": IDENTITY}
    key = terminal.ask(question, lambda said: _key(said, may_skip=True).hex())
    if not key:
        return
    identity = identity_of(bytes.fromhex(key))
    try:
        write_in_memory(file, identity + "\n")
    except FileExistsError:
        raise CannotRecover(_("%(path)s is there already: delete it first.") % {"path": file}) from None
    name = fingerprint_of_recipient(str(Identity.from_str(identity).to_public()))
    terminal.say(
        _("%(label)s · %(name)s is in %(path)s, in memory. Restore with --identity %(path)s, then delete it.")
        % {"label": IDENTITY, "name": name, "path": file}
    )
