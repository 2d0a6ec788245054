import pytest

from guanjia.broker.access import Clients
from guanjia.broker.embedded import EmbeddedBroker
from guanjia.broker.folder import grant, read_credentials
from guanjia.broker.secrets_source import SecretsSource
from tests.integration.broker.clients import Client, Login, wait_until
from tests.integration.broker.conftest import Connect, LoginAs

ALL_TELEMETRY = "v1/+/+/telemetry"


@pytest.mark.parametrize(
    ("user", "password"),
    [("stranger", "anything"), ("meter-1", "a wrong password"), ("meter-1", ""), (None, None)],
    ids=["unknown user", "wrong password", "empty password", "anonymous"],
)
def test_who_has_no_valid_password_cannot_connect(
    broker: EmbeddedBroker, user: str | None, password: str | None
) -> None:
    client = Client(Login(broker.port, user, password))
    try:
        assert client.connect() == "Not authorized"
    finally:
        client.close()


@pytest.mark.parametrize("service", ["ingest", "command", "monitor"])
def test_each_service_connects_with_its_password_file(broker: EmbeddedBroker, service: str) -> None:
    password = (broker.folder.root / "services" / f"{service}.password").read_text(encoding="utf-8")
    client = Client(Login(broker.port, service, password))
    try:
        assert client.connect() == "Success"
    finally:
        client.close()


@pytest.mark.parametrize(
    "forbidden",
    [
        "v1/site/meter-2/telemetry",
        "v1/site/meter-2/status",
        "v1/site/meter-1/command",
        "v1/site/meter-1/telemetry/more",
        "v1/meter-1/meter-2/telemetry",
        "v2/site/meter-1/telemetry",
        "$SYS/broker/uptime",
    ],
)
def test_a_device_publishes_under_its_own_code_only(
    login_as: LoginAs, connect: Connect, broker: EmbeddedBroker, forbidden: str
) -> None:
    # a witness who may read everything, so that a forged message cannot pass unseen
    acl = broker.folder.run / "acl"
    acl.write_text(acl.read_text(encoding="utf-8") + "\nuser monitor\ntopic read #\n", encoding="utf-8")
    broker.reload()
    witness = connect(login_as("monitor"))
    witness.subscribe("#")
    meter = connect(login_as("meter-1"))

    assert meter.publish(forbidden, "forged") == "Not authorized"
    assert meter.publish("v1/site/meter-1/telemetry", "true") == "Success"

    witness.wait(lambda: bool(witness.messages))
    assert witness.payloads() == ["true"]


def test_a_gateway_speaks_for_its_children_and_for_nobody_else(login_as: LoginAs, connect: Connect) -> None:
    worker = connect(login_as("ingest"))
    worker.subscribe(ALL_TELEMETRY)
    gateway = connect(login_as("gateway-1"))

    assert gateway.publish("v1/site/child-1/telemetry", "child") == "Success"
    assert gateway.publish("v1/site/gateway-1/telemetry", "own") == "Success"
    assert gateway.publish("v1/site/meter-1/telemetry", "forged") == "Not authorized"

    worker.wait(lambda: len(worker.messages) == 2)
    assert worker.payloads() == ["child", "own"]


def test_a_device_reads_its_own_commands_and_no_others(login_as: LoginAs, connect: Connect) -> None:
    meter = connect(login_as("meter-1"))
    meter.subscribe("v1/+/+/command")
    meter.subscribe(ALL_TELEMETRY)
    writer = connect(login_as("command"))

    writer.publish("v1/site/meter-2/command", "for another")
    connect(login_as("meter-2")).publish("v1/site/meter-2/telemetry", "a neighbour's reading")
    writer.publish("v1/site/meter-1/command", "for me")

    meter.wait(lambda: bool(meter.messages))
    assert meter.payloads() == ["for me"]


def test_workers_share_one_subscription_and_each_message_reaches_one(
    login_as: LoginAs, connect: Connect
) -> None:
    workers = [connect(login_as("ingest", f"ingest-host-{slot}")) for slot in range(2)]
    for worker in workers:
        assert worker.subscribe(f"$share/ingest/{ALL_TELEMETRY}") == "Granted QoS 1"
    meter = connect(login_as("meter-1"))
    sent = [str(number) for number in range(20)]
    for payload in sent:
        assert meter.publish("v1/site/meter-1/telemetry", payload) == "Success"

    wait_until(lambda: sum(len(each.messages) for each in workers) == len(sent), "everything arrived")
    received = [payload for worker in workers for payload in worker.payloads()]
    assert sorted(received, key=int) == sent
    assert all(worker.messages for worker in workers)


def test_a_device_cannot_read_through_a_shared_subscription(login_as: LoginAs, connect: Connect) -> None:
    spy = connect(login_as("meter-2"))
    spy.subscribe(f"$share/spies/{ALL_TELEMETRY}")
    spy.subscribe("v1/+/meter-2/command")
    connect(login_as("meter-1")).publish("v1/site/meter-1/telemetry", "secret")
    connect(login_as("command")).publish("v1/site/meter-2/command", "sentinel")

    spy.wait(lambda: bool(spy.messages))
    assert spy.payloads() == ["sentinel"]


def test_the_monitor_reads_the_brokers_own_figures(login_as: LoginAs, connect: Connect) -> None:
    monitor = connect(login_as("monitor"))
    monitor.subscribe("$SYS/broker/version")
    monitor.wait(lambda: bool(monitor.messages))
    assert monitor.payloads()[0].startswith("mosquitto version")


def test_a_device_added_later_connects_after_a_reload_and_one_taken_away_does_not(
    broker: EmbeddedBroker, login_as: LoginAs
) -> None:
    old = login_as("meter-1")
    grant(broker.folder, Clients(frozenset({"meter-2", "meter-3"})), SecretsSource())
    new = Login(broker.port, "meter-3", read_credentials(broker.folder)["meter-3"])
    broker.reload()

    for login, answer in ((new, "Success"), (old, "Not authorized")):
        client = Client(login)
        try:
            assert client.connect() == answer
        finally:
            client.close()
