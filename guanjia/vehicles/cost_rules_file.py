"""The operator's file of rules for costs."""

from importlib.resources import files
from pathlib import Path

from guanjia.yaml_model import read_model
from models.vehicle_cost_rules import CostRules


def read_cost_rules(path: Path | None) -> CostRules:
    """Return what a file says, or the one that is shipped; raise ConfigError when it has mistakes."""
    return read_model(path or Path(str(files("config"))) / "vehicle-costs.yaml", CostRules)
