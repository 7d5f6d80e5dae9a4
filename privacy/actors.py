"""Who does something: every service takes an Actor, so that shell, task and view behave alike."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Self

from django.contrib.auth.models import AbstractBaseUser


class ActorKind(StrEnum):
    THE_PERSON = "the person"  # the one whose data it is, by form or signed link
    STAFF = "staff"
    SYSTEM = "system"  # a task, a command, a migration of content


@dataclass(frozen=True)
class Actor:
    """Made by ``the_person()``, ``staff(user)`` or ``system()``; ``user`` is set for staff only."""

    kind: ActorKind
    user: AbstractBaseUser | None = None

    @classmethod
    def the_person(cls) -> Self:
        return cls(ActorKind.THE_PERSON)

    @classmethod
    def staff(cls, user: AbstractBaseUser) -> Self:
        if not user.is_authenticated:
            raise ValueError("A member of staff has to be logged in.")
        return cls(ActorKind.STAFF, user)

    @classmethod
    def system(cls) -> Self:
        return cls(ActorKind.SYSTEM)

    def __str__(self) -> str:
        return self.kind
