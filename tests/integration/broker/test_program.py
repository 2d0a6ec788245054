from pathlib import Path

from guanjia.broker.embedded import EmbeddedBroker
from guanjia.broker.folder import BrokerFolder
from guanjia.broker.program import download, find_mosquitto


def test_a_mosquitto_unpacked_without_any_rights_runs_and_is_found_again(
    folder: BrokerFolder, tmp_path: Path
) -> None:
    unpacked = tmp_path / "program"
    program = download(unpacked)

    assert program.path == unpacked / "usr" / "sbin" / "mosquitto"
    assert find_mosquitto(unpacked, path=str(tmp_path)) == program
    with EmbeddedBroker(folder, program) as broker:
        assert Path(f"/proc/{broker.process.pid}/exe").readlink() == program.path
