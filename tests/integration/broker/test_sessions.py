import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from guanjia.broker.embedded import EmbeddedBroker
from guanjia.broker.folder import BrokerFolder
from guanjia.broker.program import Program
from models.errors import UnreachableError
from tests.integration.broker.clients import connect_packet, flood, publish_packet, wait_until
from tests.integration.broker.conftest import Connect, LoginAs

SHARED = "$share/ingest/v1/+/+/telemetry"
TOPIC = "v1/site/meter-1/telemetry"
WORKER = "ingest-host-0"

# mosquitto.conf's max_inflight_messages
HELD = 40_000


def test_one_client_holds_forty_thousand_unacknowledged_and_gets_the_rest_once_it_acknowledges(
    login_as: LoginAs, connect: Connect
) -> None:
    rest = 5_000
    worker = connect(login_as("ingest", WORKER), keep_session=True, acknowledge=False)
    worker.subscribe(SHARED)
    flood(login_as("meter-1"), TOPIC, HELD + rest)

    worker.wait(lambda: len(worker.messages) >= HELD)
    held = worker.messages[:HELD]
    # an id given twice would let the acknowledgement of one message discard another
    assert len({message.mid for message in held}) == HELD
    worker.acknowledge_all()
    worker.wait(lambda: len(worker.messages) == HELD + rest)
    assert worker.payloads() == [str(number) for number in range(HELD + rest)]


@pytest.mark.parametrize("ending", ["stopped", "killed after a save"])
def test_a_workers_session_and_its_queue_outlive_the_broker(
    broker: EmbeddedBroker, login_as: LoginAs, connect: Connect, ending: str
) -> None:
    worker = connect(login_as("ingest", WORKER), keep_session=True)
    worker.subscribe(SHARED)
    worker.close()
    flood(login_as("meter-1"), TOPIC, 500)
    port = broker.port

    if ending == "stopped":
        broker.stop()
    else:
        _save(broker)
        broker.kill9()
    broker.start()

    assert broker.port == port
    returned = connect(login_as("ingest", WORKER), keep_session=True)
    assert returned.session_present
    returned.wait(lambda: len(returned.messages) == 500)
    assert returned.payloads() == [str(number) for number in range(500)]


def test_what_was_not_acknowledged_comes_again(login_as: LoginAs, connect: Connect) -> None:
    worker = connect(login_as("ingest", WORKER), keep_session=True, acknowledge=False)
    worker.subscribe(SHARED)
    flood(login_as("meter-1"), TOPIC, 100)
    worker.wait(lambda: len(worker.messages) == 100)
    worker.close()

    returned = connect(login_as("ingest", WORKER), keep_session=True)
    returned.wait(lambda: len(returned.messages) == 100)
    assert returned.payloads() == [str(number) for number in range(100)]


def test_a_report_past_the_contracts_size_reaches_the_worker(login_as: LoginAs, connect: Connect) -> None:
    worker = connect(login_as("ingest", WORKER))
    worker.subscribe(SHARED)

    assert connect(login_as("meter-1")).publish(TOPIC, "y" * (512 * 1024)) == "Success"

    worker.wait(lambda: bool(worker.messages))
    assert [len(payload) for payload in worker.payloads()] == [512 * 1024]


def test_a_report_past_the_brokers_limit_is_never_acknowledged(login_as: LoginAs) -> None:
    login = login_as("meter-1")
    with socket.create_connection(("127.0.0.1", login.port), timeout=30) as meter:
        meter.sendall(connect_packet(login))
        assert meter.recv(4)[3] == 0
        try:
            meter.sendall(publish_packet(TOPIC, 1, b"x" * 1024 * 1024))
            answer = meter.recv(4)
        except ConnectionError:
            answer = b""
    assert answer == b""


OWNER = """
import sys, time
from pathlib import Path
from guanjia.broker.embedded import EmbeddedBroker
from guanjia.broker.folder import BrokerFolder
broker = EmbeddedBroker(BrokerFolder(Path(sys.argv[1])))
broker.start()
print(broker.process.pid, flush=True)
time.sleep(600)
"""


def test_a_broker_that_its_killed_owner_left_behind_is_ended_before_the_next_starts(
    folder: BrokerFolder, mosquitto: Program
) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", OWNER, str(folder.root)], stdout=subprocess.PIPE, text=True
    ) as owner:
        assert owner.stdout is not None
        orphan = int(owner.stdout.readline())
        owner.send_signal(signal.SIGKILL)
    assert _runs(orphan)

    with EmbeddedBroker(folder, mosquitto) as successor:
        assert successor.process.pid != orphan
        assert not _runs(orphan)


def test_a_folder_in_use_is_refused(broker: EmbeddedBroker, folder: BrokerFolder, mosquitto: Program) -> None:
    assert broker.port
    with pytest.raises(UnreachableError, match="another guanjia runs a broker"):
        EmbeddedBroker(folder, mosquitto).start()


def test_a_broken_configuration_says_what_mosquitto_said(folder: BrokerFolder, mosquitto: Program) -> None:
    (folder.run / "conf.d" / "wrong.conf").write_text("no_such_option 1\n", encoding="ascii")
    with pytest.raises(UnreachableError, match="no_such_option"):
        EmbeddedBroker(folder, mosquitto).start()


def _save(broker: EmbeddedBroker) -> None:
    store = broker.folder.run / "data" / "mosquitto.db"
    before = _stamp(store)
    broker.process.save()
    wait_until(lambda: _stamp(store) != before, "the broker wrote its store")


def _stamp(path: Path) -> tuple[int, int]:
    if not path.exists():
        return (0, 0)
    status = path.stat()
    return (status.st_ino, status.st_mtime_ns)


def _runs(pid: int) -> bool:
    try:
        return "State:\tZ" not in Path(f"/proc/{pid}/status").read_text(encoding="utf-8")
    except FileNotFoundError:
        return False
