"""Which tables hold blobs, and which name subjects: found by looking, so that none can be forgotten."""

from typing import TYPE_CHECKING, cast

from django.apps import apps
from django.db.models import Model, UUIDField

from privacy.router import is_keystore_table

if TYPE_CHECKING:
    from privacy.models.sealed import SealedModel


def sealed_models() -> "list[type[SealedModel]]":
    """Every installed model that holds blobs: those built on SealedModel, by what makes one."""
    return [
        cast("type[SealedModel]", model)
        for model in apps.get_models()
        if hasattr(model, "sealed_version") and not model._meta.proxy
    ]


def sealed_rows() -> int:
    """How many rows of all tables hold something sealed: a query for each."""
    return sum(model._base_manager.filter(sealed__isnull=False).count() for model in sealed_models())


def naming_models() -> list[type[Model]]:
    """Every model of the main database whose rows keep a subject's key alive.

    That is each with a column ``subject_id``, unless the class says ``keeps_key = False``: a log
    may name a subject without needing its key.
    """
    return [
        model
        for model in apps.get_models()
        if not model._meta.proxy
        and not is_keystore_table(model._meta.app_label, model._meta.model_name)
        and getattr(model, "keeps_key", True)
        and any(isinstance(one, UUIDField) and one.name == "subject_id" for one in model._meta.local_fields)
    ]
