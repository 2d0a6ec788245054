"""What the viewers of the bench make of a page and its socket."""

import orjson
import pytest

from guanjia.bench.drawn_page import BrokenError, DrawnPage, Notices

NOTICES = Notices("Loading …", ("No data: ",))


def sent(**texts: str) -> str:
    elements = orjson.dumps({number: {"text": text} for number, text in texts.items()}).decode()
    escaped = elements.replace("&", "&amp;").replace("<", "&lt;").replace("`", "&#96;")
    query = "query: {'client_id': 'c0-ffee', 'next_message_id': 3, 'implicit_handshake': True},"
    return f"const app = createApp(parseElements(String.raw`{escaped}`), {{\n  {query}\n"


def update(number: int, **texts: str | None) -> str:
    body = {"_id": number} | {name: text and {"text": text} for name, text in texts.items()}
    return f"42{orjson.dumps(['update', body]).decode()}"


def test_a_page_waits_until_each_panel_that_said_so_says_something_else() -> None:
    page = DrawnPage.read(sent(a="Loading …", b="<b> & `c`", d="Loading …"), NOTICES)
    assert page.waiting == {"a", "d"}
    assert page.hear(update(3, a="12.5")) is None
    assert page.waiting == {"d"}
    page.hear(update(4, d=None))
    assert not page.waiting
    assert page.next_message == 5


def test_the_socket_is_the_page_s_own() -> None:
    page = DrawnPage.read(sent(a="x"), NOTICES)
    assert "client_id=c0-ffee" in page.socket_path()
    assert "next_message_id=3" in page.socket_path()
    assert page.hear('0{"sid":"x"}') == "40"
    assert not page.is_joined
    assert page.hear('40{"sid":"x"}') is None
    assert page.is_joined
    assert page.hear("2") == "3"


def test_a_panel_without_data_is_a_fault() -> None:
    with pytest.raises(BrokenError, match="No data: not yours"):
        DrawnPage.read(sent(a="No data: not yours"), NOTICES)
    page = DrawnPage.read(sent(a="Loading …"), NOTICES)
    with pytest.raises(BrokenError, match="No data: away"):
        page.hear(update(3, a="No data: away"))


@pytest.mark.parametrize("packet", ["41", '44{"message":"Implicit handshake failed"}'])
def test_a_socket_that_is_refused_is_a_fault(packet: str) -> None:
    page = DrawnPage.read(sent(a="x"), NOTICES)
    with pytest.raises(BrokenError, match="refused"):
        page.hear(packet)


def test_what_is_no_page_is_a_fault() -> None:
    with pytest.raises(BrokenError, match="no page"):
        DrawnPage.read("<html>Log in</html>", NOTICES)
