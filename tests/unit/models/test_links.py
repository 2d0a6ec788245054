"""Links: what one says is what was sealed, for as long as it holds, and nobody else can make one."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.errors import ConfigError
from models.links import MOST_ALERTS, AckLink, LinkExpiredError, LinkInvalidError, Seal
from models.registry import Language

NOW = datetime(2026, 11, 21, 8, 15, tzinfo=UTC)
SEAL = Seal("0123456789abcdef0123456789abcdef")
LINK = AckLink((5, 7), "energy@example.org", Language.EN, NOW + timedelta(days=7))


@given(
    alerts=st.lists(st.integers(1, 2**63 - 1), min_size=1, max_size=MOST_ALERTS),
    reader=st.emails(),
    language=st.sampled_from(Language),
)
def test_a_link_says_what_was_sealed(alerts: list[int], reader: str, language: Language) -> None:
    link = AckLink(tuple(alerts), reader, language, NOW + timedelta(seconds=1))
    token = SEAL.issue(link)
    assert SEAL.open(token, NOW) == link
    assert len(token) < 4_000, "an address that every proxy takes"


def test_it_holds_until_its_end_and_not_at_it() -> None:
    token = SEAL.issue(LINK)
    assert SEAL.open(token, LINK.expires_at - timedelta(seconds=1)) == LINK
    with pytest.raises(LinkExpiredError) as caught:
        SEAL.open(token, LINK.expires_at)
    assert caught.value.language is Language.EN


@given(place=st.integers(0, len(SEAL.issue(LINK)) - 1), put=st.sampled_from("Aa0._-é"))
def test_a_link_with_another_character_is_none(place: int, put: str) -> None:
    token = SEAL.issue(LINK)
    changed = token[:place] + put + token[place + 1 :]
    if changed == token:
        return
    # the last character carries bits that base64 does not use
    if place == len(token) - 1 and put in "Aa0":
        return
    with pytest.raises(LinkInvalidError):
        SEAL.open(changed, NOW)


@given(token=st.text(max_size=200))
def test_any_text_is_a_link_or_none(token: str) -> None:
    with pytest.raises(LinkInvalidError):
        SEAL.open(token, NOW)


def test_another_secret_opens_nothing() -> None:
    with pytest.raises(LinkInvalidError):
        Seal("fedcba9876543210fedcba9876543210").open(SEAL.issue(LINK), NOW)


def test_a_short_secret_is_refused_with_what_makes_a_good_one() -> None:
    with pytest.raises(ConfigError, match="openssl rand -hex 32"):
        Seal("secret")
