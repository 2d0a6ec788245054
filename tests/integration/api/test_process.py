"""`guanjia web` serves the API beside the console, under the console's own headers."""

from pathlib import Path

import httpx

from models.identity import Right
from storage.tokens import NewToken, create
from tests.integration.api.conftest import NOW, fill_samples
from tests.integration.prepared import Prepared
from tests.integration.web.conftest import url_of
from tests.integration.web.console import Console


def test_the_console_s_process_answers_programs(prepared: Prepared, logins: Path, tmp_path: Path) -> None:
    with prepared.copy(fill_samples) as database, database.connect() as connection:
        token = create(
            connection,
            NewToken("t", "bureau", frozenset({Right.READ}), "pytest", NOW.replace(year=9000)),
            NOW,
        )
        connection.commit()
        url = url_of("guanjia_console", database, logins)
        with Console(url, tmp_path / "console", as_command=True) as console:
            headers = {"authorization": f"Bearer {token}"}
            answer = httpx.get(f"{console.url}/api/v1/trips", headers=headers, timeout=30)
            assert [trip["plate"] for trip in answer.json()["items"]] == ["宁A00001"]
            assert answer.headers["x-content-type-options"] == "nosniff"
            days = {"site": "yard", "medium": "water", "from": "2026-01-01", "to": "2026-02-01"}
            levels = httpx.get(
                f"{console.url}/api/v1/balance/levels", params=days, headers=headers, timeout=30
            )
            assert [row["level"] for row in levels.json()["items"]] == [1, 2]
            duty = httpx.post(f"{console.url}/api/v1/duties", json={}, headers=headers, timeout=30)
            assert duty.status_code == 422
            assert httpx.get(f"{console.url}/api/v1/trips", timeout=30).status_code == 401
            page = httpx.get(f"{console.url}/api/v1/docs", timeout=30)
            assert page.status_code == 200
            assert "/trips" in page.text
            foreign = httpx.get(f"{console.url}/api/v1/docs", headers={"host": "evil.example"}, timeout=30)
            assert foreign.status_code == 403
