"""Reads a scenario with the site files and the use file that it names; a mistake is named with its line."""

from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from guanjia.yaml_model import read_model
from models.errors import ConfigError
from models.registry import SiteFile
from simulators.scenario import Scenario
from simulators.use import UseFile


@dataclass(frozen=True, slots=True)
class ScenarioFiles:
    """A scenario and what it names; `sites` by the names of their files, without `.yaml`."""

    scenario: Scenario
    sites: dict[str, SiteFile]
    use: UseFile


def read_scenario(name: str) -> ScenarioFiles:
    """Return a scenario of config/scenarios/ by its name, or one of one's own by the path of its file.

    The files that one's own scenario names are looked for beside it (../sites/, use/) and then in config/.
    """
    path = Path(name) if name.endswith((".yaml", ".yml")) else shipped() / "scenarios" / f"{name}.yaml"
    if not path.is_file():
        raise ConfigError(f"no scenario {name!r}: name one of {', '.join(scenario_names())}, or a YAML file")
    scenario = read_model(path, Scenario)
    sites = {site: read_model(_found(path, "sites", site), SiteFile) for site in scenario.sites}
    return ScenarioFiles(scenario, sites, read_model(_found(path, "scenarios/use", scenario.use), UseFile))


def scenario_names() -> list[str]:
    """Return the names of the scenarios that come with guanjia."""
    return sorted(path.stem for path in (shipped() / "scenarios").glob("*.yaml"))


def shipped() -> Path:
    """Return the folder of the configuration that comes with guanjia."""
    return Path(str(files("config")))


def _found(scenario: Path, folder: str, name: str) -> Path:
    own = scenario.resolve().parent.parent / folder / f"{name}.yaml"
    path = own if own.is_file() else shipped() / folder / f"{name}.yaml"
    if not path.is_file():
        raise ConfigError(f"{scenario}: {name}: there is no {own}, and none of that name in config/{folder}/")
    return path
