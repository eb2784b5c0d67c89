import os

import pytest

from autograder.channel import Channel


@pytest.fixture
def ends():
    one, other = Channel.pair()
    yield one, other
    one.close()
    other.close()


def test_messages_arrive_whole_and_in_order(ends):
    one, other = ends
    one.send({"op": "first", "text": "ä" * 1000})
    one.send({"op": "second"})
    assert other.receive() == ({"op": "first", "text": "ä" * 1000}, [])
    assert other.receive() == ({"op": "second"}, [])


def test_descriptors_travel_beside_a_message(ends):
    one, other = ends
    reader, writer = os.pipe()
    one.send({"op": "take"}, (reader,))
    _, (received,) = other.receive()
    os.write(writer, b"through")
    assert os.read(received, 7) == b"through"
    for descriptor in (reader, writer, received):
        os.close(descriptor)


def test_the_end_of_the_other_side_is_told(ends):
    one, other = ends
    one.close()
    assert other.receive() is None


def test_an_end_in_the_middle_of_a_message_is_told(ends):
    one, other = ends
    os.write(one.fileno(), b"\x10\x00\x00\x00{")
    one.close()
    assert other.receive() is None
