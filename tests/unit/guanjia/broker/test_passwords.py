from hypothesis import given
from hypothesis import strategies as st

from guanjia.broker.passwords import is_hash_of, password_hash

# made by mosquitto_passwd 2.0.11 from "correct horse"
FROM_MOSQUITTO = (
    "$7$101$hzmigpTHnz+FRiIw$"
    "Us96gjDCnVtSPO2e7uKBJUiVPkxAlsj1AkBgYze8PjkOgoTsysoc9VGQ8zXEujMn3jWXwu2Rvk8EPuwUMfu1Kw=="
)
SALT = bytes(range(12))


def test_a_hash_that_mosquitto_made_is_recognised() -> None:
    assert is_hash_of(FROM_MOSQUITTO, "correct horse")
    assert not is_hash_of(FROM_MOSQUITTO, "correct horsf")


@given(password=st.text(min_size=1), salt=st.binary(min_size=12, max_size=12))
def test_a_hash_is_of_its_own_password_only(password: str, salt: bytes) -> None:
    text = password_hash(password, salt)
    assert is_hash_of(text, password)
    assert not is_hash_of(text, password + "x")


@given(st.text())
def test_what_is_no_hash_of_ours_matches_nothing(text: str) -> None:
    assert not is_hash_of(text, "correct horse")


def test_another_number_of_iterations_is_not_ours() -> None:
    assert not is_hash_of(password_hash("secret", SALT).replace("$101$", "$100$"), "secret")
