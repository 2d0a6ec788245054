from guanjia.printable import printable


def test_what_moves_a_cursor_is_escaped_and_chinese_is_not() -> None:
    assert printable("水表\x1b[2J\r\n") == r"水表\x1b[2J\r\n"
    assert printable("a\n\tb\x00", keep="\n\t") == "a\n\tb\\x00"
