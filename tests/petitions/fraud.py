"""Rules against bad signatures for tests: counted, let loose and undone, with their worker."""

from petitions import services
from petitions.jobs.fraud import work_on_waiting
from petitions.models import Conditions, FraudRun, Signature
from tests.petitions.factories import sign_and_confirm


def count(petition, sifter, **looked_for) -> FraudRun:
    run = services.write_rule(petition=petition, conditions=Conditions(**looked_for), actor=sifter)
    work_on_waiting()
    return FraudRun.objects.get(pk=run.pk)


def let_loose(run, sifter) -> FraudRun:
    services.run_rule(run=run, typed=run.hits, actor=sifter)
    work_on_waiting()
    return FraudRun.objects.get(pk=run.pk)


def undo(run, sifter) -> FraudRun:
    services.undo_run(run=run, actor=sifter)
    work_on_waiting()
    return FraudRun.objects.get(pk=run.pk)


def states(petition) -> dict[str, int]:
    found = Signature.objects.filter(petition=petition).values_list("state", flat=True)
    return {state: list(found).count(state) for state in set(found)}


def bots(petition, number=12, domain="bots.example", **said):
    """Counted signatures of one domain, as the button leaves them."""
    return [sign_and_confirm(petition, f"bot{place}@{domain}", **said) for place in range(number)]


def people(petition, number=3):
    return [sign_and_confirm(petition, f"person{place}@example.org") for place in range(number)]
