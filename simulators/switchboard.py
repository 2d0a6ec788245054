"""All links of one process on one selector, in one thread."""

import logging
import selectors
from collections.abc import Callable
from random import Random

from models.errors import ConfigError, UnreachableError
from models.topics import Channel, Topic, parse_topic
from simulators.backoff import Backoff
from simulators.connection import Identity
from simulators.delivery import Delivery, Limits
from simulators.link import Link, Stage
from simulators.shared import Shared

KEEP_ALIVE_EVERY_SECONDS = 1.0

_log = logging.getLogger(__name__)


class Switchboard:
    """Makes a link for each device at its first message, and serves them turn by turn."""

    def __init__(
        self, shared: Shared, limits: Limits, password_of: Callable[[str], str], random: Random
    ) -> None:
        self._shared = shared
        self._limits = limits
        self._password_of = password_of
        self._random = random
        self._links: dict[str, Link] = {}
        self._by_topic: dict[str, Link] = {}
        self._selector = selectors.DefaultSelector()
        self._interests: dict[int, int] = {}
        # one gate for all: while the broker does not answer, one link knocks and not a hundred
        self._gate = Backoff(limits.first_retry, limits.longest_retry, random)
        self._gate_opens = 0.0
        self._keep_alive_at = 0.0

    def link_of(self, topic: str) -> Link:
        """Return the link of the device that owns `topic`."""
        link = self._by_topic.get(topic)
        if link is None:
            parsed = parse_topic(topic)
            if parsed is None:
                raise ConfigError(f"{topic!r} is no topic of the contract: v1/<site>/<device>/telemetry")
            link = self._links.get(parsed.device) or self._new_link(parsed)
            self._links[parsed.device] = self._by_topic[topic] = link
        return link

    def idle(self) -> bool:
        """Tell whether no device has anything waiting or unanswered."""
        return all(link.idle for link in self._links.values())

    def delivery(self) -> Delivery:
        """Return what was done so far."""
        counts = self._shared.counts
        refused = {device: link.refusal for device, link in self._links.items() if link.refusal}
        return Delivery(counts.messages, counts.acknowledged, counts.resent, refused)

    def turn(self, now: float, longest_sleep: float) -> None:
        """Connect, send, sleep until a socket is ready (at most `longest_sleep` seconds), serve it."""
        self._connect_due(now)
        for link in self._links.values():
            link.transmit(now)
            self._watch(link)
        for key, events in self._selector.select(longest_sleep):
            _serve(key.data, events, now)
            self._watch(key.data)
        if now >= self._keep_alive_at:
            self._keep_alive_at = now + KEEP_ALIVE_EVERY_SECONDS
            self._keep_alive(now)

    def leave(self) -> None:
        """Let every device say that it goes offline."""
        for link in self._links.values():
            link.leave()

    def have_left(self) -> bool:
        """Tell whether the broker has answered every status."""
        return not any(link.status_pending for link in self._links.values())

    def hang_up(self) -> bool:
        """Disconnect every link; tell whether all of them are gone."""
        for link in self._links.values():
            link.close()
            self._watch(link)
        return all(link.fileno < 0 for link in self._links.values())

    def close(self) -> None:
        """Free the selector."""
        self._selector.close()

    def _new_link(self, topic: Topic) -> Link:
        status = str(Topic(topic.site, topic.device, Channel.STATUS))
        backoff = Backoff(self._limits.first_retry, self._limits.longest_retry, self._random)
        try:
            identity = Identity(topic.device, self._password_of(topic.device), status)
        except ConfigError as error:
            link = Link(Identity(topic.device, "", status), self._shared, backoff)
            link.refuse(str(error))
            return link
        return Link(identity, self._shared, backoff)

    def _connect_due(self, now: float) -> None:
        if now < self._gate_opens:
            return
        for link in self._links.values():
            if link.stage is Stage.AWAY and now >= link.try_at and not self._connect(link, now):
                return

    def _connect(self, link: Link, now: float) -> bool:
        try:
            link.connect(now, self._limits.connect_within.total_seconds())
        except UnreachableError as error:
            wait = self._gate.next()
            self._gate_opens = now + wait
            _log.warning("broker unreachable error=%s retry_s=%.1f", error, wait)
            return False
        self._gate.reset()
        self._watch(link)
        return True

    def _watch(self, link: Link) -> None:
        """Tell the selector what this link waits for now."""
        wanted = link.interest()
        known = self._interests.get(link.fileno, 0)
        if wanted == known:
            return
        if not wanted:
            self._selector.unregister(link.fileno)
            del self._interests[link.fileno]
            link.fileno = -1
            return
        if known:
            self._selector.modify(link.fileno, wanted, link)
        else:
            self._selector.register(link.fileno, wanted, link)
        self._interests[link.fileno] = wanted

    def _keep_alive(self, now: float) -> None:
        for link in self._links.values():
            link.keep_alive(now)
            self._watch(link)


def _serve(link: Link, events: int, now: float) -> None:
    if events & selectors.EVENT_READ:
        link.read(now)
    if events & selectors.EVENT_WRITE:
        link.write()
