"""Segments for tests."""

from contextlib import contextmanager
from uuid import uuid4

from django.contrib.auth.models import Group, User

from privacy.actors import Actor
from supporters.models import Segment, Supporter
from supporters.segment_reads import matching
from supporters.segment_rules import segment_rules
from supporters.services import segments as services
from tests.supporters.factories import admit


def rule(name, **said):
    """One leaf."""
    return {"rule": name, **{key: str(value) for key, value in said.items()}}


def region(*codes):
    return rule("supporters.region", regions=", ".join(codes))


def codes(*postal_codes):
    return rule("supporters.postal_code", codes=", ".join(postal_codes))


def fitting(tree) -> set[int]:
    """Primary keys of who fits, asked as one query."""
    return set(matching(tree).values_list("pk", flat=True))


def people(number: int, *, start: int = 0, **said) -> list[Supporter]:
    return [admit(f"p{start + one}@example.org", **said) for one in range(number)]


def staff_user(*groups, name="") -> User:
    user = User.objects.create_user(name or f"staff-{uuid4().hex[:8]}")
    user.groups.set(Group.objects.filter(name__in=groups))
    return user


def saved(tree, name="Neighbors", actor=None) -> Segment:
    return services.save_segment(segment=Segment(name=name), tree=tree, actor=actor or Actor.system())


@contextmanager
def taken_out(*names):
    """As if the app of these rules were not installed any more."""
    kept = {name: segment_rules.pop(name) for name in names}
    try:
        yield
    finally:
        segment_rules.update(kept)
