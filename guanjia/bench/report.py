"""What every bench prints: aims met or not, the figures behind them, and the machine."""

import os
import platform
from dataclasses import asdict, dataclass
from pathlib import Path

import orjson
from rich.console import Console
from rich.table import Table


@dataclass(frozen=True, slots=True)
class Aim:
    """One aim: `value` is to be at least `aim`, or at most where `at_most`."""

    name: str
    value: float
    unit: str
    aim: float
    at_most: bool = False

    @property
    def met(self) -> bool:
        """Whether the value reaches the aim."""
        return self.value <= self.aim if self.at_most else self.value >= self.aim


@dataclass(frozen=True, slots=True)
class Report:
    """The outcome of one bench; `figures` are in the unit their name ends with."""

    aims: list[Aim]
    figures: dict[str, float]

    def as_json(self) -> bytes:
        """Return the object that all benches print with --json."""
        aims = [
            {name: value for name, value in asdict(aim).items() if name != "at_most"} | {"met": aim.met}
            for aim in self.aims
        ]
        document = {"aims": aims, "figures": self.figures, "machine": machine()}
        return orjson.dumps(document, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)

    def print(self, console: Console) -> None:
        """Print tables for people."""
        aims = Table("aim", "value", "wanted", "unit", "met", title="aims")
        for aim in self.aims:
            sign = "<=" if aim.at_most else ">="
            met = "yes" if aim.met else "no"
            aims.add_row(aim.name, f"{aim.value:,.2f}", f"{sign} {aim.aim:,.2f}", aim.unit, met)
        figures = Table("figure", "value", title="figures")
        for name, value in self.figures.items():
            figures.add_row(name, f"{value:,.2f}" if value < 100 else f"{value:,.0f}")
        console.print(aims, figures)
        console.print("  ".join(f"{name}: {value}" for name, value in machine().items()), highlight=False)


def busy_seconds() -> float:
    """Return the seconds all cores have been at work since the machine began, for whomever."""
    user, nice, system, _idle, _wait, irq, softirq = (
        int(ticks) for ticks in Path("/proc/stat").read_text("ascii").split()[1:8]
    )
    return (user + nice + system + irq + softirq) / os.sysconf("SC_CLK_TCK")


def machine() -> dict[str, str | int]:
    """Say what was measured on."""
    return {
        "cores": len(os.sched_getaffinity(0)),
        "memory_gb": round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9),
        "processor": _processor(),
        "python": platform.python_version(),
        "kernel": platform.release(),
    }


def _processor() -> str:
    for line in Path("/proc/cpuinfo").read_text("utf-8").splitlines():
        if line.startswith("model name"):
            return line.partition(":")[2].strip()
    return platform.machine()
