"""What comes back of mail, kept so that nothing tells of a person."""

from django.db import models

from privacy.days import utc_today


class SentDay(models.Model):
    """How much the site sent on one day from one domain of its own: what a warm-up is reckoned by."""

    domain = models.CharField(max_length=255, editable=False)
    day = models.DateField(default=utc_today, editable=False)
    number = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["domain", "day"], name="countersign_one_sent_day")]

    def __str__(self) -> str:
        return f"{self.number} sent on {self.day}"


class HeardMark(models.Model):
    """That something was heard already: a replay finds its mark. HMAC(key, event), which names nobody."""

    mark = models.BinaryField(max_length=32, unique=True, editable=False)
    day = models.DateField(default=utc_today, editable=False)

    def __str__(self) -> str:
        return f"Mark {self.pk}"


class PutBack(models.Model):
    """One day on which mail to an address came back for now; several of them count as for good.

    The address is not here: only its fingerprint, as in ``Refusal``.
    """

    fingerprint = models.BinaryField(max_length=32, editable=False)
    idx_version = models.PositiveSmallIntegerField(editable=False)
    day = models.DateField(default=utc_today, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["fingerprint", "day"], name="countersign_put_back_once_a_day")
        ]

    def __str__(self) -> str:
        return f"Put back {self.pk}"
