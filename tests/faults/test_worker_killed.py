"""A worker that is killed at any instant loses nothing and doubles nothing."""

from tests.faults.day import Day, day
from tests.ingest_stack.outage import await_a_blocked_writer, table_locked
from tests.ingest_stack.process import WorkerProcess, guanjia
from tests.ingest_stack.stack import Stack
from tests.integration.broker.clients import Client, Login

IN_THE_MIDDLE = ("reading", "stale_hour", "position", "reading", "position")
"""Tables whose lock holds a batch: after its copy, after its readings, before its fixes."""


def test_a_worker_killed_ten_times_in_the_middle_of_its_work(stack: Stack) -> None:
    with WorkerProcess(stack) as worker, day(stack) as today:
        for table in IN_THE_MIDDLE:
            with table_locked(stack, table):
                await_a_blocked_writer(stack)
                worker.kill9()
            worker.start()
            kill_as_soon_as_it_commits(worker, today)
        worker.await_health()


def test_one_of_two_workers_killed_and_back_again(stack: Stack) -> None:
    with WorkerProcess(stack, 0), WorkerProcess(stack, 1) as victim, day(stack) as today:
        today.await_progress(100)
        with table_locked(stack):
            await_a_blocked_writer(stack)
            victim.kill9()
        # half of what is new waits in the session of the dead one
        today.await_progress(200)
        victim.start()
        victim.await_health()
        today.await_progress(100)


def test_a_dead_workers_slot_is_drained_under_load(stack: Stack) -> None:
    with WorkerProcess(stack, 0), WorkerProcess(stack, 1) as victim:
        with day(stack) as today:
            today.await_progress(100)
            victim.kill9()
            today.await_progress(200)
            done = guanjia(stack, "ingest", "drain", "1", "--quiet", "1")
            assert done.returncode == 0, done.stderr
            today.await_progress(100)
        login = Login(stack.broker.port, "ingest", stack.password("ingest"), "ingest-local-1")
        nobody = Client(login, keep_session=True)
        nobody.connect()
        nobody.close()
        assert not nobody.session_present


def kill_as_soon_as_it_commits(worker: WorkerProcess, today: Day) -> None:
    """The acknowledgements of that batch may have left or not."""
    today.await_progress(1)
    worker.kill9()
    worker.start()
