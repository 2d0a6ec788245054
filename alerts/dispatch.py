"""Ways out: mail by SMTP, everything else by the channel of a name."""

from collections.abc import Mapping
from datetime import datetime

from alerts.channels import Channel
from alerts.letter import Letter
from alerts.mail import Composer
from alerts.notices import notice
from alerts.smtp import SmtpTransport
from alerts.transport import ServerAwayError
from models.registry import MAIL


class NoSecretError(ServerAwayError):
    """A channel is named in the registry, and this process was not given its secret."""


class Dispatch:
    """Hands letters over; `channels` are those whose secrets this process was given, by name."""

    def __init__(
        self, composer: Composer, transport: SmtpTransport, channels: Mapping[str, Channel] | None = None
    ) -> None:
        self._composer = composer
        self._transport = transport
        self._channels = {} if channels is None else channels

    def send(self, channel: str, letter: Letter, now: datetime) -> None:
        """Hand over one letter; on return it was taken.

        Raises
        ------
        ServerAwayError
            Nothing can be sent on this channel now; NoSecretError: because nobody gave its secret.
        TransientError
            This letter was refused for now.
        PermanentError
            This letter was refused for good.
        """
        if channel == MAIL:
            self._transport.send(self._composer.compose(letter, now))
            return
        if channel not in self._channels:
            raise NoSecretError(
                f"{channel}: no secret: write it into the file of GUANJIA_CHANNELS_FILE and restart"
            )
        self._channels[channel].send(notice(self._composer.page(letter)))
