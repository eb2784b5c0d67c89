"""What a program says to the grader out of turn costs it the test that it says it in, and the message says what came.

A worker answers on descriptor 4. The programs here write there themselves, by accident or with the knowledge of how
answers look, or lose the descriptor. Whatever comes of it: the test ends within its limits with a message in plain
words, the later ones go on in a new worker, and the other exercises keep their points.
"""

import time

import pytest
from labs import engine_of, messages, points

from autograder.assignment import load
from autograder.course import isolation
from autograder.submission import Submission

WORTH = {"smooth": 5.0, "average": 2.5, "Pairs": 2.0, "make_line": 2.0}

LONGEST = 60.0
"""Seconds for a submission that may take 20: what starts and ends its processes comes on top, on a busy machine."""

SPEAKS = """
import json, os, struct, sys, threading, time


def nonce():
    frame = sys._getframe()
    while frame is not None:
        request = frame.f_locals.get("request")
        if isinstance(request, dict) and "nonce" in request:
            return request["nonce"]
        frame = frame.f_back


def frame(message, body=b""):
    document = {"buffers": [len(body)] if body else [], "message": {"dict": list(message.items())}}
    return framed(json.dumps(document).encode(), body)


def framed(header, body=b""):
    return struct.pack("<4sIQ", b"AGW1", len(header), len(body)) + header + body


def claimed(header, body):
    return struct.pack("<4sIQ", b"AGW1", header, body)


def answer(value):
    return frame({"nonce": nonce(), "value": value})


def failure(**error):
    return frame({"nonce": nonce(), "error": {"dict": list(error.items())}})


def say(data):
    while data:
        data = data[os.write(4, data):]


def instead(data):
    # Answers with this, and lets the answer that comes next go nowhere.
    say(data)
    write = os.writev

    def swallow(_, lost):
        os.writev = write
        return sum(map(len, lost))

    os.writev = swallow


def flood(data):
    while True:
        say(data)


def right(x):
    return float(x.sum() / len(x))
"""

UNREADABLE = "The program's answer could not be read"
NOT_ASKED = "The program's answer was not one to the question"
ENDED = "The program ended before it answered"
WAITED = "of waiting"

# How the messages of hidden tests begin where a call came to no answer: nothing in them is the program's choice.
FIXED = ("The program raised an exception.", "The program ended before it answered.", "Stopped after ")

OUT_OF_TURN = {
    # by accident
    "a line": ("os.write(4, b'hello\\n')", UNREADABLE),
    "one byte": ("os.write(4, b'A')", UNREADABLE),
    "a line by a file": ("print('hello', file=open(4, 'w', closefd=False), flush=True)", UNREADABLE),
    "what it prints, by a copy": ("os.dup2(4, 1); print('hello', flush=True)", UNREADABLE),
    "every byte": ("say(bytes(range(256)) * 64)", UNREADABLE),
    "its answers closed": ("os.close(4)", ENDED),
    "all closed": ("os.closerange(3, 256)", ENDED),
    "all closed, and no end": ("os.closerange(3, 256); time.sleep(60)", ENDED),
    "its answers replaced by its output": ("os.dup2(1, 4)", ENDED),
    "a question taken away": ("os.read(3, 1)", WAITED),
    "a write that does nothing": ("os.writev = lambda descriptor, data: sum(map(len, data))", WAITED),
    "a write that fails": ("os.writev = None", ENDED),
    "a library that was changed": ("json.dumps = lambda *_, **__: '{}'", UNREADABLE),
    # malformed
    "a pickle": ("import pickle; say(pickle.dumps({'nonce': 1}))", UNREADABLE),
    "an archive": ("say(b'PK\\x03\\x04' + bytes(60))", UNREADABLE),
    "no JSON": ("say(framed(b'{{{'))", UNREADABLE),
    "JSON nested without end": ("say(framed(b'[' * 100_000))", UNREADABLE),
    "no UTF-8": ("say(framed(b'\\xff\\xfe'))", UNREADABLE),
    "NaN": ('say(framed(b\'{"buffers":[],"message":{"dict":[["nonce",NaN]]}}\'))', UNREADABLE),
    "a key twice": ('say(framed(b\'{"buffers":[],"buffers":[],"message":{"dict":[]}}\'))', UNREADABLE),
    "no message": ('say(framed(b\'{"buffers":[],"message":[]}\'))', UNREADABLE),
    "a name to look up": ("say(answer({'__reduce__': ['os.system', ['true']]}))", UNREADABLE),
    "keys that cannot be compared": (
        "say(answer({'dict': [[{'scalar': ['b1', '01']}, 0], [1 + 8 * ((1 << 61) - 1), 0]]}))",
        UNREADABLE,
    ),
    "a tensor without a buffer": ("say(answer({'tensor': ['float64', [1], 0]}))", UNREADABLE),
    # oversized
    "a header of 4 GiB": ("say(claimed((1 << 32) - 1, 0))", UNREADABLE),
    "a body of 16 EiB": ("say(claimed(2, (1 << 64) - 1))", UNREADABLE),
    "a shape of 8 TiB": (
        "say(frame({'nonce': nonce(), 'value': {'tensor': ['float64', [1 << 40], 0]}}, bytes(8)))",
        UNREADABLE,
    ),
    "zeros without end": ("flood(bytes(1 << 16))", UNREADABLE),
    "a body as large as allowed": ("say(claimed(2, 1 << 27) + b'{}'); flood(bytes(1 << 16))", UNREADABLE),
    # truncated
    "half a prefix": ("say(b'AGW1')", UNREADABLE),
    "a frame without its end": ("say(answer(1.5)[:-3])", UNREADABLE),
    "a frame without its end, and no more": ("say(answer(1.5)[:-3]); os._exit(0)", ENDED),
    "a frame without its end, for ever": ("say(answer(1.5)[:-3]); time.sleep(60)", WAITED),
    "a large claim, and no more": ("say(claimed(2, 1 << 27)); time.sleep(60)", WAITED),
    # dripped
    "a byte now and then": ("[(say(bytes([byte])), time.sleep(0.2)) for byte in answer(right(x))]", WAITED),
    # for another question
    "the next nonce": ("say(frame({'nonce': nonce() + 1, 'value': right(x)}))", NOT_ASKED),
    "the last nonce": ("say(frame({'nonce': nonce() - 1, 'value': right(x)}))", NOT_ASKED),
    "a nonce that is true": ("say(frame({'nonce': True, 'value': right(x)}))", NOT_ASKED),
    "a nonce that is a float": ("say(frame({'nonce': float(nonce()), 'value': right(x)}))", NOT_ASKED),
    "a nonce in a list": ("say(frame({'nonce': [nonce()], 'value': right(x)}))", NOT_ASKED),
    "no nonce": ("say(frame({'value': right(x)}))", NOT_ASKED),
    "nothing at all": ("say(frame({}))", NOT_ASKED),
    "frames without end": ("flood(frame({'nonce': 0, 'value': 1}))", NOT_ASKED),
    # out of turn
    "a second hello": ("say(frame({'nonce': 0, 'layers': ['limits', 'everything']}))", NOT_ASKED),
    "a hello without a layer": ("say(frame({'nonce': 0, 'layers': []}))", NOT_ASKED),
    "a hello that failed": ("say(frame({'nonce': 0, 'error': 'no layer held'}))", NOT_ASKED),
    "a wish to borrow": ("say(frame({'lend': 'smooth', 'args': [], 'kwargs': {'dict': []}}))", NOT_ASKED),
    "a question of its own": ("say(frame({'ask': {'dict': [['op', 'get']]}}))", NOT_ASKED),
    "what is lent": ("say(frame({'lent': 1.5}))", NOT_ASKED),
}

# Those of them that a file also says while it is imported.
AT_IMPORT = (
    "a line", "what it prints, by a copy", "its answers closed", "all closed", "all closed, and no end",
    "a question taken away", "a write that does nothing", "a pickle", "no JSON", "a header of 4 GiB",
    "zeros without end", "a frame without its end", "a large claim, and no more", "nothing at all", "a second hello",
    "a hello that failed", "a wish to borrow",
)  # fmt: skip

# Answers to the question that are of another kind than the ones it has.
OF_ANOTHER_KIND = {
    "a tensor for a number": "frame({'nonce': nonce(), 'value': {'tensor': ['float64', [1], 0]}}, bytes(8))",
    "an object for a number": "answer({'handle': 3})",
    "neither value nor error": "frame({'nonce': nonce()})",
    "an error that is a number": "frame({'nonce': nonce(), 'error': 5})",
    "an error that says nothing": "failure()",
    "an error with a value beside it": "frame({'nonce': nonce(), 'value': right(x), 'error': None})",
    "an error of the author's": "failure(kind='AuthorError', name='AuthorError', text='the test is wrong')",
    "an error of the grader's": "failure(kind='raised', name='StartError', text='no worker could be started')",
    "an error of another exercise": "failure(kind='not begun', name='make_line')",
    "an import that failed elsewhere": "failure(kind='import', name='pieces.py', text='no')",
    "a text with control characters": "failure(kind='raised', name='x', text='\\x1b[2J\\x07 red')",
}

# What is left behind by a call that has been answered: it belongs to no question any more.
LEFT_BEHIND = {
    "an answer twice": "say(answer(right(x)) * 2)",
    "an answer five times": "say(answer(right(x)) * 5)",
    "an answer, and one to the next question": "say(answer(right(x)) + frame({'nonce': nonce() + 1, 'value': 0.0}))",
    "a failure and then a value": "say(failure(kind='raised', name='ValueError', text='no') + answer(right(x)))",
    "a value and then a wish to borrow": "say(answer(right(x)) + frame({'lend': 'smooth'}))",
    "an answer and a line": "say(answer(right(x)) + b'hello\\n')",
    "an answer, and the end": "say(answer(right(x))); os._exit(0)",
    "an answer in drops, and the end": "[say(bytes([byte])) for byte in answer(right(x))]; os._exit(0)",
    "a line later": "threading.Timer(0.05, say, [b'hello and so on']).start()",
    "the end later": "threading.Timer(0.05, os._exit, [0]).start()",
    "no way to be asked": "os.close(3)",
}


@pytest.fixture(scope="module")
def lab(tiny_lab):
    return tiny_lab()


@pytest.fixture(scope="module")
def engine(lab):
    with engine_of(load(lab.assignment), lab.solutions, call_seconds=0.7, submission_seconds=20.0) as started:
        yield started


@pytest.fixture(scope="module")
def graded(lab, engine):
    """Grades the reference with text added to its files."""
    signals, pieces = ((lab.solutions / name).read_text() for name in ("signals.py", "pieces.py"))

    def grade(added, to_pieces=""):
        files = {"signals.py": f"{signals}\n{SPEAKS}\n{added}", "pieces.py": f"{pieces}\n{to_pieces}"}
        begun = time.monotonic()
        [(_, found)] = engine.grade_all([Submission("student", files, [], "00" * 32)])
        assert time.monotonic() - begun < LONGEST
        assert "failed" not in found, found
        assert tuple(found["layers"]) == isolation.layers_for_grading()
        return found

    return grade


def in_a_call(code):
    """An exercise that does something and then answers as it should."""
    return f"def average(x):\n    {code}\n    return right(x)\n"


def earned(found):
    return {name: points(found, name) for name in WORTH}


@pytest.mark.parametrize(("code", "words"), OUT_OF_TURN.values(), ids=OUT_OF_TURN)
def test_what_a_call_says_before_its_answer_is_told_and_costs_its_exercise_only(graded, code, words):
    found = graded(in_a_call(code))

    assert earned(found) == {**WORTH, "average": 0}
    [text] = messages(found, "average", hidden=False)
    assert words in text
    [text] = messages(found, "average", hidden=True)
    assert text.startswith(FIXED)
    assert "hello" not in text


@pytest.mark.parametrize("what", AT_IMPORT)
def test_what_is_said_during_an_import_is_told_and_costs_that_file_only(graded, what):
    code, words = OUT_OF_TURN[what]
    found = graded(code)

    assert earned(found) == {**WORTH, "smooth": 0, "average": 0}
    for exercise in ("smooth", "average"):
        told = set(messages(found, exercise, hidden=False))
        assert told == {found["output"]}
        assert words in found["output"]
        assert set(messages(found, exercise, hidden=True)) == {"signals.py could not be imported."}
    assert found["output"].startswith("signals.py could not be imported.\n")


@pytest.mark.parametrize("code", OF_ANOTHER_KIND.values(), ids=OF_ANOTHER_KIND)
def test_an_answer_of_another_kind_earns_nothing_and_is_told(graded, code):
    found = graded(in_a_call(f"instead({code})"))

    assert earned(found) == {**WORTH, "average": 0}
    [text] = messages(found, "average", hidden=False)
    assert text.strip()
    assert "\x1b" not in text
    assert "RemoteObject" not in text
    assert all(text.strip() for text in messages(found, "average", hidden=True))


@pytest.mark.parametrize("code", LEFT_BEHIND.values(), ids=LEFT_BEHIND)
def test_what_a_call_leaves_behind_costs_no_other_exercise(graded, code):
    found = graded(in_a_call(code))

    assert {**earned(found), "average": WORTH["average"]} == WORTH
    assert all(text.strip() for text in messages(found, "average"))


def test_a_thread_that_takes_the_questions_costs_the_next_test_at_most(graded):
    """Whether the next call waits for ever or ends at once depends on which of the two reads first."""
    found = graded(in_a_call("threading.Thread(target=os.read, args=(3, 1), daemon=True).start()"))

    lost = [entry for entry in found["tests"] if entry["exercise"] != "average" and entry["state"] != "done"]
    assert len(lost) <= 1
    assert all(entry["hidden"] for entry in lost)
    assert all(words.startswith(FIXED) for words in messages(found, "Pairs"))


def test_a_file_is_not_blamed_for_what_another_one_left_in_its_worker(graded):
    """The exercise ends the process while the next exercise's file is being imported into it."""
    later = "threading.Timer(0.2, os._exit, [0]).start()"
    found = graded(in_a_call(later), to_pieces="import time\ntime.sleep(0.4)")

    assert found["output"] == ""
    assert earned(found)["Pairs"] == WORTH["Pairs"]
    assert earned(found)["make_line"] == WORTH["make_line"]


def test_an_answer_in_drops_is_one_where_it_is_whole_in_time(graded):
    drops = "_write = os.write\nos.write = lambda descriptor, data: _write(descriptor, bytes(data)[:1])\n"
    found = graded(drops)

    assert earned(found) == WORTH


def test_a_hello_of_its_own_does_not_change_what_is_recorded(graded):
    found = graded("say(frame({'nonce': nonce(), 'value': None, 'layers': ['limits', 'everything']}))")

    assert tuple(found["layers"]) == isolation.layers_for_grading()


# where something is lent, a worker may ask for it: more than that it may not

BREAKS_SMOOTH = "def smooth(x, k):\n    return x * 0\n\n\n"
UNCHANGED_INPUT = 0.5  # what such an exercise still earns
WISHES = {
    "for a name that is not lent": "say(frame({'lend': 'make_line', 'args': [], 'kwargs': {'dict': []}}))",
    "for a name that is none": "say(frame({'lend': ['smooth'], 'args': [], 'kwargs': {'dict': []}}))",
    "with arguments that are none": "say(frame({'lend': 'smooth', 'args': 3}))",
    "one after another": "flood(frame({'lend': 'make_line'}))",
    "and then the end": "say(frame({'lend': 'smooth', 'args': [], 'kwargs': {'dict': []}})); os._exit(0)",
}


@pytest.mark.parametrize("code", WISHES.values(), ids=WISHES)
def test_a_wish_to_borrow_out_of_turn_costs_that_exercise_only(graded, code):
    found = graded(BREAKS_SMOOTH + in_a_call(code))

    assert {**earned(found), "average": 0} == {**WORTH, "smooth": UNCHANGED_INPUT, "average": 0}
    assert all(text.strip() for text in messages(found, "average"))


# an answer that is right but too large


def test_an_answer_that_is_too_large_is_told_with_what_is_allowed(graded):
    found = graded("def average(x):\n    return torch.zeros(1 << 25, dtype=torch.float64)\n")

    assert earned(found) == {**WORTH, "average": 0}
    [text] = messages(found, "average", hidden=False)
    assert "128 MiB" in text or "134,217,728" in text
