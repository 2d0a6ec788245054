"""What Linux tells of a process: its memory, and figures of its status."""

from pathlib import Path


def status(pid: int, field: str) -> str:
    """Return a figure of a process's status; 0 where it has ended, or has none."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text("utf-8").splitlines()
    except OSError:
        return "0"
    return next((line.split()[1] for line in lines if line.startswith(f"{field}:")), "0")


def memory_mb(pid: int) -> float:
    """Return what is resident of a process now [MB]."""
    return int(status(pid, "VmRSS")) / 1000


def peak_mb(pid: int) -> float:
    """Return the most that ever was resident of a process [MB]."""
    return int(status(pid, "VmHWM")) / 1000
