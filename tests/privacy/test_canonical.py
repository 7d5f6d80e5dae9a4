import unicodedata

import idna
import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from privacy.canonical import (
    LONGEST_DOMAIN,
    PLAIN_DOMAIN,
    PROVIDERS,
    canonical_address,
    canonical_phone,
    mail_domain,
)
from privacy.exceptions import BadAddress, BadPhone


@pytest.mark.parametrize(
    ("typed", "canonical"),
    [
        ("ada@example.org", "ada@example.org"),
        ("  ADA@Example.ORG\n", "ada@example.org"),
        ("ada.lovelace@example.org", "ada.lovelace@example.org"),
        ("ada+petition@example.org", "ada+petition@example.org"),
        ("A.d.a+petition@gmail.com", "ada@gmail.com"),
        ("ada@googlemail.com", "ada@gmail.com"),
        ("ada+x@outlook.com", "ada@outlook.com"),
        ("a.da@hotmail.com", "a.da@hotmail.com"),
        ("ada-news@yahoo.com", "ada@yahoo.com"),
        ("ada_l@yahoo.com", "ada_l@yahoo.com"),
        ("ada+x@fastmail.com", "ada@fastmail.com"),
        ("petition@ada.fastmail.com", "ada@fastmail.com"),
        ("a.d-a_l+x@pm.me", "adal@proton.me"),
        ("ada@protonmail.com", "ada@proton.me"),
        ("ada@protonmail.ch", "ada@proton.me"),
        ("ada@mac.com", "ada@icloud.com"),
        ("a-da+x@ya.ru", "ada@yandex.com"),
        ("ada+x@riseup.net", "ada@riseup.net"),
        ("ｊosé＠ＥＸＡＭＰＬＥ.org", "josé@example.org"),
        ("jose\u0301@example.org", "josé@example.org"),
        ("STRASSE@straße.example", "strasse@xn--strae-oqa.example"),
        ("ada@ñandú.example", "ada@xn--and-6ma2c.example"),
        ("ada@xn--and-6ma2c.example", "ada@xn--and-6ma2c.example"),
        ("ada@example。org", "ada@example.org"),
        ("ada@example.org.", "ada@example.org"),
        ("用户@例子.example", "用户@xn--fsqu00a.example"),
        ("+@gmail.com", "+@gmail.com"),
        ("...@example.org", None),
        ("", None),
        ("ada", None),
        ("@example.org", None),
        ("ada@", None),
        ("ada@localhost", None),
        ("ada@[192.0.2.1]", None),
        ("ada@192.0.2.1", None),
        ("ada@@example.org", None),
        ("ada@b@example.org", None),
        ("ada lovelace@example.org", None),
        ('"ada"@example.org', None),
        ("Ada <ada@example.org>", None),
        ("ada(hi)@example.org", None),
        ("ada@example.org,bea@example.org", None),
        ("ada\r\nBcc: bea@example.org", None),
        ("ada\x00@example.org", None),
        ("ada\u200b@example.org", None),
        ("\u202eada@example.org", None),
        (".ada@example.org", None),
        ("ada.@example.org", None),
        ("a..da@example.org", None),
        ("ada@-example.org", None),
        ("ada@exa_mple.org", None),
        ("ada@example..org", None),
        ("a" * 65 + "@example.org", None),
        ("ada@" + "a" * 64 + ".org", None),
        ("ada@" + "a." * 130 + "org", None),
        ("x" * 1_000_000 + "@example.org", None),
        ("\ud800@example.org", None),
    ],
)
def test_one_mailbox_has_one_spelling(typed, canonical):
    if canonical is None:
        with pytest.raises(BadAddress) as refusal:
            canonical_address(typed)
        assert "ada" not in str(refusal.value)
    else:
        assert canonical_address(typed) == canonical


def canonical_or_none(typed: str) -> str | None:
    try:
        return canonical_address(typed)
    except BadAddress:
        return None


likely = st.builds(
    "{}@{}".format,
    st.text(st.sampled_from("aAbß.+-_İſﬁΣ́ .ж1"), max_size=12),
    st.sampled_from([*sorted(PROVIDERS), "example.org", "ñ.example", "EXAMPLE.org.", "x.fastmail.com"]),
)


@given(st.text() | likely)
@example("İ@example.org")
@example("ǰ@example.org")
@example("0.-@yahoo.ca")
@example("a_\u0300@pm.me")
@example("a.+x@gmail.com")
@example("a+-@yahoo.com")
@example("+.@gmail.com")
@example("-+@ada.fastmail.com")
def test_any_text_gives_a_canonical_address_once_for_all_or_is_refused(typed):
    canonical = canonical_or_none(typed)
    if canonical is not None:
        assert canonical_address(canonical) == canonical
        assert canonical == unicodedata.normalize("NFKC", canonical)
        assert canonical.count("@") == 1


@given(likely)
def test_case_and_space_around_it_make_no_other_mailbox(typed):
    assume(typed.isascii())
    assert canonical_or_none(f" {typed.swapcase()}\t") == canonical_or_none(typed)


def test_the_domain_is_told_as_typed_without_the_providers_rules():
    assert [mail_domain("ada@GoogleMail.com"), mail_domain("x@ÑANDÚ.example")] == [
        "googlemail.com",
        "xn--and-6ma2c.example",
    ]
    with pytest.raises(BadAddress):
        mail_domain("nothing")


def test_every_rule_leads_to_a_domain_with_the_same_rule():
    assert [domain for domain, provider in PROVIDERS.items() if PROVIDERS[provider.domain] != provider] == []
    assert [
        domain for domain in PROVIDERS if canonical_address(f"a@{domain}").partition("@")[2] not in PROVIDERS
    ] == []


@pytest.mark.parametrize(
    ("typed", "country", "canonical"),
    [
        ("(212) 555-2368", "US", "+12125552368"),
        ("212.555.2368", "us", "+12125552368"),
        ("+52 55 1234 5678", "US", "+525512345678"),
        ("２１２ ５５５ ２３６８", "US", "+12125552368"),
        ("", "US", None),
        ("555", "US", None),
        ("call me", "US", None),
        ("212 555 2368", "", None),
        ("212 555 2368", "XX", None),
        ("1" * 1_000_000, "US", None),
        ("\x00", "US", None),
    ],
)
def test_one_phone_has_one_spelling(typed, country, canonical):
    if canonical is None:
        with pytest.raises(BadPhone):
            canonical_phone(typed, country)
    else:
        assert canonical_phone(typed, country) == canonical


@given(st.text(), st.sampled_from(["US", "MX", "ES", "ZZ", ""]))
def test_any_text_is_a_phone_once_for_all_or_refused(typed, country):
    try:
        number = canonical_phone(typed, country)
    except BadPhone:
        return
    assert canonical_phone(number, country) == number


@given(st.text(alphabet="ab0-.x", min_size=1, max_size=70))
@example("xn--a.b")
@example("a--b.co")
@example("ab--c.co")
@example("a.123")
@example("-a.b")
@example(".".join(["a" * 63] * 4))
def test_the_short_way_for_plain_domains_says_what_idna_says(domain):
    try:
        expected = idna.encode(domain, uts46=True).decode()
    except idna.IDNAError:
        expected = None
    if PLAIN_DOMAIN.fullmatch(domain) and len(domain) <= LONGEST_DOMAIN:
        assert domain == expected
