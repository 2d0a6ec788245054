"""How many terminals the JT/T 808 gateway holds, how fast it answers, and what a bare server would do."""

import resource
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from guanjia.bench import gateway_load
from guanjia.bench.gateway_load import Terminals
from guanjia.bench.gateway_stack import SECRET, running_gateway
from guanjia.bench.parts import Part
from guanjia.bench.report import Aim, Report
from guanjia.bench.sink import Sink
from guanjia.bench.sink import request as sink_request
from guanjia.broker.access import Service
from guanjia.loopback import LOOPBACK
from models.errors import GuanjiaError

_PERIOD_SECONDS = 10.0
_ROUNDS = 2
_SPARE_FILES = 200


@dataclass(frozen=True, slots=True)
class Size:
    """`connections` are held; `active` of them then send `frames` each as fast as they are answered."""

    connections: int
    active: int = 200
    frames: int = 200
    window: int = 8


def bench_gateway(folder: Path, size: Size, say: Callable[[str], None]) -> Report:
    """Measure the ceiling, then the gateway."""
    _allow_files(size.connections)
    say("ceiling: a bare server with the same framing")
    ceiling = _ceiling(size)
    say(f"gateway: reading {size.connections} terminals, then connecting them")
    figures = _gateway(folder, size) | {"ceiling_frames_s": ceiling}
    return Report(_aims(figures, size), figures)


def _aims(figures: dict[str, float], size: Size) -> list[Aim]:
    return [
        Aim("terminals held", figures["held_connections"], "connections", size.connections),
        Aim("reply while each reports every 10 s, p99", figures["paced_p99_ms"], "ms", 100, at_most=True),
        Aim("frames, as fast as they are answered", figures["full_frames_s"], "frames/s", 2_000),
        Aim(
            "gateway / bare server with the same framing",
            figures["full_frames_s"] / figures["ceiling_frames_s"],
            "ratio",
            0.2,
        ),
    ]


def _ceiling(size: Size) -> float:
    with Part("guanjia.bench.gateway_echo", "\n") as echo:
        port = int(echo.told()["port"])
        load = Terminals(port, size.active, 0, 0.0, size.active, size.frames, size.window)
        with Part("guanjia.bench.gateway_load", gateway_load.request(load)) as source:
            source.go()
            said = source.told()
            return said["frames"] / said["seconds"]


def _gateway(folder: Path, size: Size) -> dict[str, float]:
    with running_gateway(folder, size.connections) as gateway:
        frames = size.connections * _ROUNDS + size.active * size.frames
        user = Service.INGEST.value
        sink = Sink("raw", LOOPBACK, gateway.broker.port, user, gateway.password(user), frames)
        load = Terminals(
            gateway.port,
            size.connections,
            _ROUNDS,
            _PERIOD_SECONDS,
            size.active,
            size.frames,
            size.window,
            SECRET,
        )
        with Part("guanjia.bench.sink", sink_request(sink)) as receiver:
            begun = time.monotonic()
            with Part("guanjia.bench.gateway_load", gateway_load.request(load)) as source:
                signed_on = time.monotonic() - begun
                busy = gateway.busy_seconds
                source.go()
                paced = source.told()
                paced_busy = gateway.busy_seconds - busy
                busy = gateway.busy_seconds
                source.go()
                full = source.told()
                full_busy = gateway.busy_seconds - busy
                peak = gateway.peak_mb
            receiver.seconds()
    if paced["frames"] + full["frames"] != frames:
        raise GuanjiaError(
            f"the bench sent {frames} frames, {paced['frames'] + full['frames']} were answered"
        )
    return {
        "held_connections": float(size.connections),
        "sign_on_s": signed_on,
        "paced_frames_s": paced["frames"] / paced["seconds"],
        "paced_p50_ms": paced["p50_ms"],
        "paced_p99_ms": paced["p99_ms"],
        "paced_busy_cores": paced_busy / paced["seconds"],
        "full_frames_s": full["frames"] / full["seconds"],
        "full_p99_ms": full["p99_ms"],
        "full_busy_cores": full_busy / full["seconds"],
        "gateway_peak_mb": peak,
    }


def _allow_files(connections: int) -> None:
    """Let this process and those it starts open what the bench needs; say so where they may not."""
    _soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    if hard != resource.RLIM_INFINITY and hard < connections + _SPARE_FILES:
        raise GuanjiaError(
            f"this user may open {hard} files: give --connections {hard - _SPARE_FILES} at most"
        )
