"""What a sealed blob says: one frozen dataclass per kind of row, with a version.

When a shape changes, raise ``VERSION`` and register how to bring the last one up; rows are
upgraded when they are read, never in a migration (which would have to open everybody's data)::

    @dataclass(frozen=True)
    class SupporterDetails(SealedShape):
        VERSION: ClassVar[int] = 2
        email: str = ""
        given_name: str = ""

    @SupporterDetails.upgrades(1)
    def _(data: dict[str, Any]) -> dict[str, Any]:
        data["given_name"] = data.pop("name", "")
        return data
"""

from collections.abc import Callable
from dataclasses import dataclass, fields
from typing import Any, ClassVar, Self

from privacy.exceptions import BrokenSeal, NewerShape

type Upgrade = Callable[[dict[str, Any]], dict[str, Any]]


@dataclass(frozen=True, repr=False)
class SealedShape:
    """Base of the shapes. Fields are JSON-able and all have defaults; a tuple comes back as a list."""

    VERSION: ClassVar[int] = 1
    # Bytes to which a blob is filled up, where its length would tell which fields are filled.
    LEAST: ClassVar[int] = 64
    _upgrades: ClassVar[dict[int, Upgrade]] = {}
    _names: ClassVar[tuple[str, ...]]

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        cls._upgrades = {}
        # Standing in the class itself it keeps @dataclass from writing one that shows the values.
        cls.__repr__ = SealedShape.__repr__  # type: ignore[method-assign]

    def __repr__(self) -> str:
        return f"<{type(self).__name__}>"

    @classmethod
    def upgrades(cls, version: int) -> Callable[[Upgrade], Upgrade]:
        """Register what turns the fields of ``version`` into those of the next."""

        def register(upgrade: Upgrade) -> Upgrade:
            cls._upgrades[version] = upgrade
            return upgrade

        return register

    @classmethod
    def _field_names(cls) -> tuple[str, ...]:
        """Its fields, looked up once: asking takes as long as sealing them."""
        if "_names" not in cls.__dict__:
            cls._names = tuple(field.name for field in fields(cls))
        return cls._names

    def to_json(self) -> dict[str, Any]:
        return {"v": self.VERSION} | {name: getattr(self, name) for name in self._field_names()}

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Self:
        """Read any version up to ours. Raises NewerShape, or BrokenSeal where no upgrade is registered."""
        data = dict(data)
        version = data.pop("v", None)
        if not isinstance(version, int):
            raise BrokenSeal(f"{cls.__name__}: no version.")
        if version > cls.VERSION:
            raise NewerShape(f"{cls.__name__} {version} was written by newer code.")
        for old in range(version, cls.VERSION):
            if old not in cls._upgrades:
                raise BrokenSeal(f"{cls.__name__}: nothing upgrades version {old}.")
            data = cls._upgrades[old](data)
        try:
            return cls(**data)
        except TypeError:
            raise BrokenSeal(f"{cls.__name__} {version} does not have these fields.") from None
