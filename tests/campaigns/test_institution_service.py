"""The import itself: all or nothing, the same twice, and two people at once."""

import threading

import pytest
from django.db import connection, connections

from campaigns.domains import standing_of
from campaigns.enums import DomainStanding
from campaigns.exceptions import ImportedMeanwhile, TooManyDomains
from campaigns.institution_file import InstitutionRow
from campaigns.institution_plan import plan_import
from campaigns.models import Institution
from campaigns.services import import_institutions
from privacy.actors import Actor

pytestmark = pytest.mark.django_db


def row(name: str, *domains: str, locality: str = "Springfield") -> InstitutionRow:
    return InstitutionRow(2, name, locality, "IL", "US", domains)


def run(*rows: InstitutionRow):
    return import_institutions(rows=rows, actor=Actor.system())


def domains() -> dict[str, list[str]]:
    return dict(Institution.objects.values_list("name", "mail_domains"))


def test_what_is_new_is_added_and_what_is_there_gains_domains_in_a_constant_number_of_queries(
    django_assert_num_queries,
):
    run(row("A", "a.edu"), row("B"))
    few = [row("A", "a.edu"), row("B", "b.edu"), row("C", "c.edu")]
    # A savepoint begun and released, the table, the new rows, those that gain, read under a lock, written.
    with django_assert_num_queries(6):
        done = run(*few)

    assert ([one.name for one in done.made], done.updated, done.unchanged) == (["C"], 1, 1)
    assert domains() == {"A": ["a.edu"], "B": ["b.edu"], "C": ["c.edu"]}


def test_importing_the_same_rows_again_changes_nothing():
    rows = [row("A", "a.edu"), row("B", "b.edu")]
    run(*rows)
    before = list(Institution.objects.order_by("pk").values())
    again = run(*rows)

    assert (again.made, again.updated, again.unchanged) == ([], 0, 2)
    assert list(Institution.objects.order_by("pk").values()) == before


def test_one_that_would_have_too_many_domains_stops_all():
    run(row("A", *(f"d{number}.example.edu" for number in range(50))))
    rows = [row("B"), row("A", "one.more.edu")]

    assert [bad.name for bad in plan_import(rows).too_full] == ["A"]
    with pytest.raises(TooManyDomains):
        run(*rows)
    assert [*domains()] == ["A"]


def test_where_two_differ_in_case_alone_the_one_written_alike_is_meant():
    for name in ("ACME", "Acme"):
        Institution.objects.create(name=name, locality="Springfield", region="IL", country="US")
    run(row("Acme", "a.edu"))
    assert domains() == {"ACME": [], "Acme": ["a.edu"]}


def test_signers_of_an_imported_domain_are_told_from_others_at_once(django_capture_on_commit_callbacks):
    assert standing_of("ada@college.example.org") == DomainStanding.ORDINARY
    with django_capture_on_commit_callbacks(execute=True):
        run(row("A", "college.example.org"))
    assert standing_of("ada@college.example.org") == DomainStanding.CAMPUS


@pytest.mark.django_db(transaction=True)
def test_of_two_people_who_import_at_once_one_is_told_and_nothing_is_doubled(monkeypatch):
    """Both have read the table before either writes: the unique constraint decides."""
    both_have_read = threading.Barrier(2, timeout=60)
    answers = []

    def meet(rows):
        plan = plan_import(rows)
        # SQLite lets the second one read only when the first has written.
        if connection.vendor == "postgresql":
            both_have_read.wait()
        return plan

    monkeypatch.setattr("campaigns.services.institutions.plan_import", meet)

    def one() -> None:
        try:
            answers.append(len(run(row("A", "a.edu"), row("B")).made))
        except ImportedMeanwhile:
            answers.append("told")
        finally:
            connections.close_all()

    people = [threading.Thread(target=one) for _ in range(2)]
    for person in people:
        person.start()
    for person in people:
        person.join()

    told = "told" if connection.vendor == "postgresql" else 0
    assert sorted(answers, key=str) == sorted([2, told], key=str)
    assert domains() == {"A": ["a.edu"], "B": []}
