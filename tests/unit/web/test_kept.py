"""An answer is worked out once for all who ask within a while."""

import asyncio
import threading

import pytest

from models.errors import GuanjiaError
from web.console.kept import Kept


class Asked:
    """Counts how often it is asked; while `gate` is closed it waits."""

    def __init__(self) -> None:
        self.times = 0
        self.gate = threading.Event()
        self.gate.set()
        self.fault: GuanjiaError | None = None

    def __call__(self) -> int:
        assert self.gate.wait(30)
        self.times += 1
        if self.fault is not None:
            raise self.fault
        return self.times


def test_who_asks_within_the_while_gets_the_same_answer() -> None:
    clock, asked = [0.0], Asked()

    async def look() -> list[int]:
        kept = Kept[int](15, lambda: clock[0])
        found = [await kept.get("all", asked), await kept.get("all", asked)]
        clock[0] = 14.9
        found.append(await kept.get("all", asked))
        found.append(await kept.get("one", asked))
        clock[0] = 15.0
        return [*found, await kept.get("all", asked)]

    assert asyncio.run(look()) == [1, 1, 1, 2, 3]


def test_who_asks_while_it_is_worked_out_waits_for_it() -> None:
    asked = Asked()
    asked.gate.clear()

    async def look() -> list[int]:
        kept = Kept[int](15)
        first, second = (asyncio.create_task(kept.get("all", asked)) for _ in range(2))
        await asyncio.sleep(0)
        # who leaves takes it from nobody
        first.cancel()
        await asyncio.sleep(0)
        asked.gate.set()
        return [await second, await kept.get("all", asked)]

    assert asyncio.run(look()) == [1, 1]


def test_an_error_is_kept_for_nobody() -> None:
    asked = Asked()
    asked.fault = GuanjiaError("away")

    async def look() -> int:
        kept = Kept[int](15)
        with pytest.raises(GuanjiaError, match="away"):
            await kept.get("all", asked)
        asked.fault = None
        return await kept.get("all", asked)

    assert asyncio.run(look()) == 2


def test_of_very_many_answers_the_oldest_are_forgotten() -> None:
    asked = Asked()

    async def look() -> int:
        kept = Kept[int](15)
        for key in range(101):
            await kept.get(key, asked)
        await kept.get(100, asked)
        return await kept.get(0, asked)

    assert asyncio.run(look()) == 102
