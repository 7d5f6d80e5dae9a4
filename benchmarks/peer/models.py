from django.db import models
from modelcluster.fields import ParentalKey
from wagtail.contrib.forms.models import AbstractForm, AbstractFormField
from wagtail.models import Page


class BareRow(models.Model):
    """The row of the limit: one INSERT and nothing else."""

    address = models.CharField(max_length=254)

    def __str__(self) -> str:
        return f"Row {self.pk}"


class PeerField(AbstractFormField):
    """A field of the peer's petition, as Wagtail's documentation has it."""

    page = ParentalKey("PeerPetitionPage", on_delete=models.CASCADE, related_name="form_fields")


class PeerPetitionPage(AbstractForm, Page):
    """A petition as one builds it today: ``wagtail.contrib.forms``."""

    template = "bench_peer/petition.html"
    landing_page_template = "bench_peer/thanks.html"


class PlainPerson(models.Model):
    """The peer of a supporter: the same in clear, as most tools keep it."""

    given_name = models.CharField(max_length=100)
    family_name = models.CharField(max_length=100)
    email = models.EmailField(unique=True)
    region = models.CharField(max_length=3)
    language = models.CharField(max_length=10)
    joined = models.DateField(db_index=True)

    def __str__(self) -> str:
        return self.email


class BarePerson(models.Model):
    """Somebody of an imported file, in clear: what an import library writes into."""

    email = models.EmailField(unique=True)
    given_name = models.CharField(max_length=100, blank=True)
    family_name = models.CharField(max_length=100, blank=True)
    postal_code = models.CharField(max_length=20, blank=True)
    status = models.CharField(max_length=20, blank=True)

    def __str__(self) -> str:
        return f"Person {self.pk}"
