"""The first account: without one nobody could log in to make others."""

from datetime import datetime

import psycopg

from models.accounts import Kind
from storage import accounts
from storage.accounts import NewAccount
from storage.passwords import random_password

NAME = "admin"
AUTHOR = "guanjia"
"""Whom the audit log names where no person did something."""


def make_first_account(connection: psycopg.Connection, at: datetime, *, must_change: bool) -> str | None:
    """Make `admin` where there is no account yet, and return its password; None: there are accounts.

    The password is in the database as a hash only: whoever calls this tells somebody, or it is lost.
    """
    with connection.transaction():
        accounts.hold(connection)
        if accounts.listed(connection):
            return None
        password = random_password()
        new = NewAccount(NAME, "管理员", Kind.ADMINISTRATOR)
        accounts.add(connection, new, password=password, must_change=must_change, author=AUTHOR, at=at)
    return password
