"""The abstract row that holds a sealed blob."""

from typing import Any, ClassVar

from django.db import models

from privacy import sealing
from privacy.shapes import SealedShape


class SealedModel(models.Model):
    """A row about one subject: what identifies a person is in ``sealed``, under that subject's own key.

    Set ``seal_domain`` and ``Sealed`` (the shape), and have a ``public_id``. New rows are filled by
    ``sealing.seal_new()``, existing ones changed by ``sealing.reseal()``; nothing else writes these
    three columns. A subject's id is never moved to, or shared with, another row.
    """

    seal_domain: ClassVar[str]
    Sealed: ClassVar[type[SealedShape]]

    # Names the subject in the keystore; in no URL, file, API or log. Empty once destroyed.
    subject_id = models.UUIDField(unique=True, null=True, editable=False)
    sealed = models.BinaryField(null=True, editable=False)
    # Raised by each reseal; two writers can't both win one number.
    sealed_version = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        abstract = True

    def seal_scope(self) -> tuple[str, str] | None:
        """(kind, id) of the scope key that this row is sealed under as well, if any."""
        return None

    def unseal(self) -> Any:
        """What is sealed here, as ``Sealed``. One keystore query: lists use ``sealing.unseal_many()``.

        Raises NothingSealed, Erased, LostKey, BrokenSeal or WrongKey.
        """
        return sealing.open_row(self)
