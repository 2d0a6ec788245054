"""Tokens: read back, never shown, kept as a hash alone."""

import pytest

from models.tokens import hashed, new_secret, read_token, written


def test_a_token_opens_its_own_hash_and_no_other() -> None:
    secret, other = new_secret(), new_secret()
    token = read_token(written(7, secret))
    assert token is not None
    assert token.id == 7
    assert token.opens(hashed(secret))
    assert not token.opens(hashed(other))
    assert not token.opens("no hash at all")


def test_two_hashes_of_a_secret_differ() -> None:
    secret = new_secret()
    assert hashed(secret) != hashed(secret)
    assert hashed(secret).startswith("$argon2id$")


def test_a_token_that_is_printed_shows_no_secret() -> None:
    secret = new_secret()
    token = read_token(written(7, secret))
    assert secret not in f"{token} {token!r} {[token]}"


@pytest.mark.parametrize(
    "text", ["", "gj_0_" + "a" * 43, "gj_1_" + "a" * 42, "gj_1_" + "a" * 44, "gj_٣_" + "a" * 43, "x" * 100]
)
def test_what_is_no_token_is_none(text: str) -> None:
    assert read_token(text) is None
