"""Campuses for the demo: universities and colleges of the United States, from the list beside this file."""

from pathlib import Path

from campaigns.institution_file import InstitutionRow, read_institutions
from campaigns.institution_plan import plan_import
from campaigns.services import import_institutions
from pages.demo import ledger
from privacy.actors import Actor

LIST = Path(__file__).with_name("institutions.csv")


def listed_institutions() -> list[InstitutionRow]:
    """The rows of the list, which is a file as an organizer would import it."""
    return list(read_institutions(LIST.read_bytes(), default_country="US").rows)


def make_institutions(*, actor: Actor) -> None:
    """Import those that are not there; one that somebody entered before stays as it is."""
    new = plan_import(listed_institutions()).new
    ledger.note_all_made(import_institutions(rows=new, actor=actor).made)
