"""What a rule looks for in one name or address, whatever was typed."""

import fnmatch
import re
import time

from hypothesis import given
from hypothesis import strategies as st

from petitions.models import Conditions, TypedSignature
from petitions.sifting import Sieve, disposable_domains, fits, folded, parents_of

LETTERS = st.text("ab*?[]! ", max_size=12)


@given(pattern=LETTERS, text=st.text("ab[]! ", max_size=12))
def test_stars_and_question_marks_mean_what_they_mean_in_a_shell(pattern, text):
    # To a shell a bracket begins a choice; here it is a letter.
    plain = pattern.replace("[", "[[]")
    assert fits(pattern, text) is bool(re.fullmatch(fnmatch.translate(plain), text))


def test_the_worst_pattern_takes_no_time():
    began = time.thread_time()
    assert fits("*a" * 40 + "b", "a" * 10_000) is False
    assert time.thread_time() - began < 1


@given(st.text(max_size=60), st.text(max_size=60), st.text(max_size=60))
def test_nothing_typed_breaks_a_rule(name, domain, typed):
    one = TypedSignature(email=typed, given_name=name, family_name=typed)
    sieve = Sieve(Conditions(name=name, domain=domain, is_disposable=True, same_name=1))
    sieve.tally([one, None])

    assert sieve.hits(one) in (True, False)


def test_a_domain_is_hit_with_what_is_below_it_and_nothing_beside_it():
    sieve = Sieve(Conditions(domain="bots.example"))
    hit = {
        address: sieve.hits(TypedSignature(email=address))
        for address in (
            "a@bots.example",
            "a@x.y.Bots.Example",
            "a@notbots.example",
            "a@bots.example.org",
            "a",
        )
    }

    assert list(hit.values()) == [True, True, False, False, False]


def test_names_are_compared_whatever_their_case_and_spaces():
    assert folded("  ADA \t Łovelace ") == "ada łovelace"
    assert parents_of("a@b.c.example") == {"b.c.example", "c.example", "example"}


def test_the_list_of_throw_away_domains_holds_domains_and_no_provider_of_mail():
    domains = disposable_domains()

    assert len(domains) > 10_000
    assert [one for one in domains if not re.fullmatch(r"[a-z0-9-]+(\.[a-z0-9-]+)+", one)] == []
    # Providers that people trust with their mail, and services that hide an address.
    trusted = {
        "gmail.com",
        "proton.me",
        "tutanota.com",
        "riseup.net",
        "duck.com",
        "mozmail.com",
        "icloud.com",
    }
    assert trusted & domains == set()
