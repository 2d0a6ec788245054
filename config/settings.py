"""What the environment says, read once by an entry point (docs/reference/settings.md)."""

from functools import cached_property
from pathlib import Path
from urllib.parse import quote, urlsplit, urlunsplit

from pydantic import Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from models.errors import ConfigError
from models.hosts import is_loopback
from models.map_tiles import tiles_source


class Settings(BaseSettings):
    """Settings of every process; a field NAME is read from GUANJIA_NAME.

    Passwords come from the file named beside them, so that no process list or `docker inspect` shows them.
    """

    model_config = SettingsConfigDict(env_prefix="GUANJIA_", extra="ignore")

    database_url: str = ""
    database_password_file: Path | None = None
    mqtt_url: str = "mqtt://127.0.0.1:1883"
    mqtt_user: str = "ingest"
    mqtt_password: str = Field(default="", repr=False)
    mqtt_password_file: Path | None = None
    mqtt_ca_file: Path | None = None
    smtp_url: str = "smtp://127.0.0.1:25"
    smtp_password_file: Path | None = None
    mail_from: str = "guanjia@localhost"
    channels_file: Path | None = None
    metrics_host: str = "127.0.0.1"
    metrics_port: int = 0
    web_host: str = "127.0.0.1"
    web_port: int = 8080
    web_in_container: bool = False
    web_url: str = ""
    web_plain_http: bool = False
    ack_url: str = ""
    link_secret: str = Field(default="", repr=False)
    link_secret_file: Path | None = None
    link_days: int = Field(default=7, ge=1, le=90)
    mail_folder: Path | None = None
    calendar: Path | None = None
    allowances: Path | None = None
    vehicle_costs: Path | None = None
    geofences: Path | None = None
    map_tiles: str = ""
    map_credit: str = ""
    report_units: str = "standard"
    grafana_url: str = "http://127.0.0.1:3000"
    grafana_token: str = Field(default="", repr=False)
    grafana_token_file: Path | None = None
    jt808_host: str = "127.0.0.1"
    jt808_port: int = Field(default=7808, ge=0, le=65_535)
    jt808_secret_file: Path | None = None
    jt808_connections: int = Field(default=20_000, ge=1)
    jt808_connections_an_address: int = Field(default=2_000, ge=1)
    jt808_silent_seconds: int = Field(default=300, ge=10)

    @cached_property
    def database(self) -> str:
        """The connection string with the password of `database_password_file` in it."""
        if not self.database_url:
            raise ConfigError(
                "no database: set GUANJIA_DATABASE_URL, as in postgresql://guanjia_owner@127.0.0.1:5432/guanjia"
            )
        return _with_password(self.database_url, self.database_password_file)

    @cached_property
    def broker_password(self) -> str:
        """The password of `mqtt_user`."""
        return _secret(self.mqtt_password_file) if self.mqtt_password_file else self.mqtt_password

    @cached_property
    def smtp(self) -> str:
        """The URL of the mail server with the password of `smtp_password_file` in it."""
        return _with_password(self.smtp_url, self.smtp_password_file)

    @cached_property
    def tiles_source(self) -> str:
        """Where pictures of `map_tiles` come from, as SCHEME://HOST[:PORT]; "" where there are none."""
        return tiles_source(self.map_tiles)

    @cached_property
    def console_address(self) -> str:
        """Where readers of mail reach the console, without a slash at the end; "" where they do not."""
        return _site("GUANJIA_WEB_URL", self.web_url, plain=self.web_plain_http)

    @cached_property
    def acknowledge_address(self) -> str:
        """Where readers of mail acknowledge, without a slash at the end; the console's unless set."""
        return _site("GUANJIA_ACK_URL", self.ack_url) or self.console_address

    @cached_property
    def secret_of_links(self) -> str:
        """The secret that links are sealed with; "" where mails have none to acknowledge."""
        return _secret(self.link_secret_file) if self.link_secret_file else self.link_secret

    @cached_property
    def secret_of_grafana(self) -> str:
        """The token of Grafana's service account; "" without one."""
        return _secret(self.grafana_token_file) if self.grafana_token_file else self.grafana_token

    @cached_property
    def secret_of_terminals(self) -> str:
        """The secret that authentication codes of JT/T 808 terminals are made with."""
        if self.jt808_secret_file is None:
            raise ConfigError(
                "no secret for authentication codes: set GUANJIA_JT808_SECRET_FILE to a file of its own, "
                "made with `openssl rand -hex 32`"
            )
        return _secret(self.jt808_secret_file)


def read_settings() -> Settings:
    """Read the environment; raise ConfigError naming the variable that is wrong."""
    try:
        return Settings()
    except ValidationError as error:
        first = error.errors()[0]
        name = "GUANJIA_" + "_".join(str(part) for part in first["loc"]).upper()
        raise ConfigError(f"{name}: {first['msg']}") from error


def _site(variable: str, url: str, *, plain: bool = False) -> str:
    """Return the address of a site: one on another machine must not let its links be read on the way.

    `plain`: somebody said that it may.
    """
    if not url:
        return ""
    example = f"{variable} is {url!r}: write https://HOST or https://HOST:PORT, nothing after it"
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError as error:
        raise ConfigError(f"{example} ({error})") from error
    if parts.scheme not in {"http", "https"} or not host or "@" in parts.netloc:
        raise ConfigError(example)
    if parts.path not in {"", "/"} or parts.query or parts.fragment:
        raise ConfigError(example)
    if parts.scheme == "http" and not plain and not is_loopback(host):
        raise ConfigError(f"{example}; http:// is for this machine only: whoever reads a link may use it")
    return f"{parts.scheme}://{parts.netloc.lower()}"


def _secret(file: Path) -> str:
    try:
        return file.read_text("utf-8").strip()
    except OSError as error:
        raise ConfigError(f"cannot read the secret {file}: {error.strerror}") from error


def _with_password(url: str, file: Path | None) -> str:
    if file is None:
        return url
    parts = urlsplit(url)
    if parts.username is None:
        raise ConfigError(
            f"{file} holds a password, but no user stands in the URL of {parts.hostname}: add user@"
        )
    try:
        host = f"{parts.hostname}:{parts.port}" if parts.port else str(parts.hostname)
    except ValueError as error:
        raise ConfigError(f"the port in the URL of {parts.hostname} is no number up to 65535") from error
    return urlunsplit(parts._replace(netloc=f"{parts.username}:{quote(_secret(file), safe='')}@{host}"))
