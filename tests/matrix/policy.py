"""The policy table (policy.txt) in memory, and what it expects of an answer."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from privacy.roles import Role
from tests.matrix.ground import ANONYMOUS, HALF, NOBODY, SUPERUSER, Persona

TABLE = Path(__file__).with_name("policy.txt")
LETTERS = {
    "E": Role.EDITORS,
    "O": Role.ORGANIZERS,
    "M": Role.MODERATORS,
    "L": Role.MAILERS,
    "S": Role.STEWARDS,
    "T": Role.TREASURERS,
    "A": Role.ADMINISTRATORS,
}
PUBLIC, STAFF = "public", "staff"
WORDS = {"team", "own", "open", "alike", "state", "raw"}


@dataclass(frozen=True)
class Line:
    """One line of the table."""

    prefix: str
    read: str
    write: str
    beside: str

    @property
    def is_public(self) -> bool:
        return self.read == PUBLIC

    @property
    def is_of_team(self) -> bool:
        return "team" in self.beside.split()

    @property
    def is_own(self) -> bool:
        """Whether the object of the demo, which is another's, is there for nobody who asks."""
        return "own" in self.beside.split()

    @property
    def is_open(self) -> bool:
        return "open" in self.beside.split()

    @property
    def is_by_state(self) -> bool:
        """Whether who may is refused as well where the object is in no state for it."""
        return "state" in self.beside.split()

    @property
    def is_alike(self) -> bool:
        """Whether what is not there is answered like what is, on purpose."""
        return "alike" in self.beside.split()

    @property
    def is_raw(self) -> bool:
        """Whether it is a form of Wagtail's that breaks where its fields are missing, and does nothing."""
        return "raw" in self.beside.split()

    @property
    def may_fail(self) -> bool:
        """Wagtail's page that breaks, to look at what is shown then; and a site that is not ready."""
        return self.prefix in {"admin/failwhale/", "readyz"}

    def admits(self, persona: Persona, method: str) -> bool:
        """Whether the role alone lets this persona in; the campaign is asked beside it."""
        who = self.read if method in {"GET", "HEAD", "OPTIONS"} else self.write
        if who == PUBLIC or persona.name == SUPERUSER:
            return True
        if persona.name in {ANONYMOUS, NOBODY, HALF}:
            return False
        return who == STAFF or any(LETTERS.get(letter) == persona.role for letter in who)

    def reaches(self, persona: Persona) -> bool:
        """Whether the objects of the demo are there for this persona."""
        if self.is_own:
            return False
        sees_all = {Role.ADMINISTRATORS, LETTERS.get(self.beside.partition("but ")[2])}
        return not self.is_of_team or persona.is_member or persona.role in sees_all


@cache
def policy() -> dict[str, Line]:
    """The lines by their prefix. Raises ValueError for a line that says one thing twice or nothing."""
    lines: dict[str, Line] = {}
    for text in TABLE.read_text().splitlines():
        if not text.strip() or text.startswith("#"):
            continue
        prefix, read, write, beside = (part.strip() for part in text.split("|"))
        unknown = {letter for who in (read, write) if who not in {PUBLIC, STAFF, "-"} for letter in who}
        unknown -= set(LETTERS)
        if prefix in lines or unknown or set(beside.split()) - {*WORDS, "but", "L", "T"}:
            raise ValueError(f"policy.txt: {text}")
        lines[prefix] = Line(prefix, read, write, beside)
    return lines


def line_for(pattern: str) -> Line | None:
    """The longest line that fits; None where nobody wrote one."""
    whole = f"{pattern}$"
    fitting = [prefix for prefix in policy() if whole.startswith(prefix)]
    return policy()[max(fitting, key=len)] if fitting else None
