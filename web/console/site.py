"""Under which names the console answers, and how its cookies are called there."""

from dataclasses import dataclass, field
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.types import Scope

LOCAL_NAMES = ("localhost", "127.0.0.1", "::1")


@dataclass(frozen=True, slots=True)
class Cookie:
    """A cookie's name, and whether browsers may send it over TLS only."""

    name: str
    secure: bool


@dataclass(frozen=True, slots=True)
class Site:
    """Where people find the console: on this machine by `host`, and at `console` where that is published.

    `links` is where the page for links of mails is published. Both are https://HOST[:PORT], or "". `pictures`
    is from where else pages may load pictures, the tiles of maps, as a source of a content security policy.
    """

    host: str
    console: str = ""
    links: str = ""
    pictures: str = ""
    _names: frozenset[str] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        """Read the names out of the addresses."""
        published = name_of(self.console)
        names = {*LOCAL_NAMES, self.host, *([published] if published else [])}
        object.__setattr__(self, "_names", frozenset(names))

    def is_ours(self, headers: Headers) -> bool:
        """Tell whether a request names the console, and no page of another site made the browser send it."""
        host = headers.get("host", "")
        if name_of(f"//{host}") not in self._names:
            return False
        origin = headers.get("origin")
        return origin is None or urlsplit(origin).netloc == host or origin == self.console

    def is_for_links(self, headers: Headers) -> bool:
        """Tell whether a request names the place where links are published; a proxy may change the host."""
        name = name_of(f"//{headers.get('host', '')}")
        return (
            self.links != ""
            and name in {*self._names, name_of(self.links)}
            and headers.get("origin") in {None, self.links}
        )

    def cookie(self, scope: Scope, purpose: str) -> Cookie:
        """Return the cookie for a purpose under the name that a request came by.

        Browsers keep no cookies apart by port: on this machine the port stands in the name.
        """
        host = Headers(scope=scope).get("host", "")
        is_published = self.console.startswith("https:") and name_of(f"//{host}") == name_of(self.console)
        if is_published or scope.get("scheme") in {"https", "wss"}:
            return Cookie(f"__Host-guanjia-{purpose}", secure=True)
        return Cookie(f"guanjia-{purpose}-{host.rpartition(':')[2]}", secure=False)


def name_of(address: str) -> str | None:
    """Return the host of an address without its port; None where it has none."""
    try:
        return urlsplit(address).hostname
    except ValueError:
        return None
