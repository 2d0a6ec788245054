"""A broker of our own for one machine: the demo's and the tests'. Loopback only."""

from typing import Self

from guanjia.broker.files import write_if_changed
from guanjia.broker.folder import BrokerFolder
from guanjia.broker.listeners import loopback_listener, run_as_ourselves
from guanjia.broker.process import BrokerProcess
from guanjia.broker.program import Program, find_mosquitto
from guanjia.loopback import LOOPBACK, free_port
from models.errors import UnreachableError

_PORT_ATTEMPTS = 3


class EmbeddedBroker:
    """Mosquitto with the shared mosquitto.conf, in a folder that `grant` filled, on a free loopback port.

    Without `program` the machine's mosquitto is used, or fetched into the folder. The port stays the
    same over stop, kill9 and start, so that clients find the broker again.
    """

    def __init__(self, folder: BrokerFolder, program: Program | None = None) -> None:
        self.folder = folder
        self._program = program
        self._process: BrokerProcess | None = None

    @property
    def process(self) -> BrokerProcess:
        """The process behind it, for its log and its signals."""
        if self._process is None:
            raise UnreachableError("the embedded broker was never started: call start()")
        return self._process

    @property
    def port(self) -> int:
        """The port, once started."""
        return self.process.port

    @property
    def url(self) -> str:
        """The address that clients use."""
        return f"mqtt://{LOOPBACK}:{self.port}"

    def start(self) -> None:
        """Start it, again on the port of the first start."""
        if self._process is not None:
            self._process.start()
            return
        program = self._program or find_mosquitto(self.folder.root / "program")
        for attempt in range(1, _PORT_ATTEMPTS + 1):
            process = BrokerProcess(program, self.folder.run, free_port())
            self._write_listener(process.port)
            try:
                process.start()
            except UnreachableError:
                # somebody else may have taken the port between our look and its bind
                if attempt == _PORT_ATTEMPTS:
                    raise
            else:
                self._process = process
                return

    def _write_listener(self, port: int) -> None:
        listener = self.folder.run / "conf.d" / "listener.conf"
        write_if_changed(listener, loopback_listener(port) + run_as_ourselves(), 0o600)

    def stop(self) -> None:
        """End it after it has saved; nothing happens when it does not run."""
        if self._process is not None:
            self._process.stop()

    def kill9(self) -> None:
        """End it as a power cut does."""
        self.process.kill9()

    def reload(self) -> None:
        """Make it read passwords and ACL again, after another `grant`."""
        self.process.reload()

    def __enter__(self) -> Self:
        """Start it."""
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        """Stop it, whatever happened inside."""
        self.stop()
