"""What ``manage.py demo`` has made, so that it can take away exactly that."""

from django.db import models


class DemoItem(models.Model):
    """One row the demo made; removed newest first."""

    model = models.CharField(max_length=100)
    # As text: a primary key of any kind.
    key = models.CharField(max_length=50)
    # For a row that was there before and was only changed: what it said, to be put back.
    before = models.JSONField(null=True)

    class Meta:
        verbose_name = "demo item"
        verbose_name_plural = "demo items"
        constraints = [models.UniqueConstraint(fields=["model", "key"], name="countersign_demo_item_once")]

    def __str__(self) -> str:
        return f"{self.model} {self.key}"
