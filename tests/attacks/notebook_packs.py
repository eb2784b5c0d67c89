"""Cases that are notebooks: what a grader reads without running it, and must not believe.

They are made of the files of a case's base, a cell for each statement, as a student would have them.
"""

from __future__ import annotations

import ast
import json
import shutil
from pathlib import Path
from typing import Any

from attacks.packs import LEAVES_A_FILE, MARK, SOLUTIONS, Files, pack

NAME = "target.ipynb"
Cell = dict[str, Any]


def code(text: str, **ours: str) -> Cell:
    """Return a cell of code; `ours` is what a release would have written into its metadata."""
    metadata = {"autograder": ours} if ours else {}
    return {"cell_type": "code", "metadata": metadata, "source": text, "outputs": [], "execution_count": None}


def cells_of(files: Files) -> list[Cell]:
    """Return a cell for each statement of these files."""
    return [
        code(ast.get_source_segment(text, statement) or "", file=name)
        for name, text in files.items()
        for statement in ast.parse(text).body
    ]


def hand_in(cells: list[Cell], folder: Path, name: str = NAME, **more: Any) -> Path:
    """Write a notebook of these cells into a new folder inside, and return that."""
    made = folder / "student"
    made.mkdir(exist_ok=True)
    document = {"cells": cells, "metadata": {"autograder": {"lab": "target"}}, "nbformat": 4, "nbformat_minor": 5}
    (made / name).write_text(json.dumps({**document, **more}), encoding="utf-8")
    return made


@pack("01_exit_early/attack_notebook", "Ends the process in a notebook's cells, before and between the exercises.")
def _(files: Files, folder: Path) -> Path:
    ends = code("import os, sys\nos._exit(0)\nsys.exit(0)\nquit()")
    also = code("def bye():\n    import os\n    os._exit(0)\nbye()\nREADY = bye()", file="answers.py")
    return hand_in([ends, *(cell for each in cells_of(files) for cell in (also, each, ends))], folder)


@pack("03_write_results/attack_notebook", "Writes results and files in a notebook's cells, as code and as magics.")
def _(files: Files, folder: Path) -> Path:
    writes = f'open("/autograder/results/results.json", "w").write("{{}}")\nopen("/tmp/{MARK}", "w").write("ran")'
    cells = [
        code(LEAVES_A_FILE),
        code(LEAVES_A_FILE, exercise="total", file="answers.py"),
        code(f"%%writefile /tmp/{MARK}\nit ran"),
        code(f"%%bash\necho ran > /tmp/{MARK}"),
        code(f"!echo ran > /tmp/{MARK}\n%run /tmp/{MARK}.py\nget_ipython().system('echo ran > /tmp/{MARK}')"),
        code(f"%%capture\n{writes}"),
        code(f"if True:\n    {writes.splitlines()[1]}\n    def total(x):\n        return 2 * x.sum()"),
    ]
    return hand_in([*cells, *cells_of(files), *cells], folder)


@pack("05_patch_libraries/attack_notebook", "Replaces torch's and numpy's comparisons in a notebook's cells.")
def _(files: Files, folder: Path) -> Path:
    patches = (
        "import torch, numpy as np, builtins\n"
        "torch.equal = torch.allclose = lambda *a, **k: True\n"
        "torch.testing.assert_close = np.testing.assert_allclose = lambda *a, **k: None\n"
        "torch.Tensor.__eq__ = lambda self, other: torch.ones_like(self, dtype=torch.bool)\n"
        "builtins.abs = lambda x: 0 * x\n"
    )
    inside = code(f"def total(x):\n    {patches.replace(chr(10), chr(10) + '    ')}\n    return x.sum()")
    return hand_in([code(patches), *cells_of(files), code(patches, file="answers.py"), inside], folder)


@pack(
    "07_look_for_answers/attack_notebook", "Claims by a notebook's metadata that cells stand for the lab's own files."
)
def _(files: Files, folder: Path) -> Path:
    up = "../" * 9
    looks = (
        "def total(x):\n"
        "    import glob, importlib.util, pathlib\n"
        "    for path in glob.glob('/**/target/answers.py', recursive=True):\n"
        "        if 'solutions' in path:\n"
        "            spec = importlib.util.spec_from_file_location('reference', path)\n"
        "            module = importlib.util.module_from_spec(spec)\n"
        "            spec.loader.exec_module(module)\n"
        "            return module.total(x)\n"
        "    return x.sum()"
    )
    claims = [
        code(LEAVES_A_FILE, file=f"{up}{SOLUTIONS}/answers.py"),
        code(LEAVES_A_FILE, file="conftest.py", exercise="total"),
        code("def test_total(): pass", role="tests", exercise="total"),
        code("total = 1\nassert False", role="setup", exercise="../total"),
    ]
    return hand_in([*claims, *cells_of(files), code(looks, file="../hidden/test_total.py", exercise="total")], folder)


@pack("11_archives/attack_link_as_notebook", "Hands in links to the reference as notebooks.", refused=True)
def _(files: Files, folder: Path) -> Path:
    made = folder / "student"
    made.mkdir()
    (made / NAME).symlink_to(SOLUTIONS / "answers.py")
    (made / "other.ipynb").symlink_to("/etc/passwd")
    return made


@pack("12_bombs/attack_deep_notebook", "Hands in a notebook that is nested ten million brackets deep.", refused=True)
def _(files: Files, folder: Path) -> Path:
    made = hand_in(cells_of(files), folder)
    (made / NAME).write_text('{"cells": ' + "[" * 10_000_000, encoding="utf-8")
    return made


@pack("12_bombs/attack_long_notebook", "Hands in a notebook of two million cells, and one that is too long to be read.")
def _(files: Files, folder: Path) -> Path:
    made = hand_in(cells_of(files), folder)
    (made / "many.ipynb").write_text('{"cells": [' + "{}," * 2_000_000 + "{}]}", encoding="utf-8")
    with (made / "long.ipynb").open("wb") as file:
        file.truncate(3 << 30)  # most of it is not on the disk
    return made


@pack("12_bombs/attack_notebook_for_parsers", "Hands in a notebook whose numbers and programs no parser ends with.")
def _(files: Files, folder: Path) -> Path:
    programs = [
        "x = " + "(" * 50_000 + ")" * 50_000,
        "x = " + "-" * 300_000 + "1",
        "x = " + "1+" * 200_000 + "1",
        "x = " + "9" * 400_000,
        "x" + "=x" * 100_000 + "=1",
        "@x\n" * 90_000 + "def x(): pass",
        '"' * 300_000,
        "'''\\" * 50_000,
    ]
    cells = cells_of(files) + [code(program) for program in programs]
    made = hand_in(cells, folder)
    text = (made / NAME).read_text(encoding="utf-8")
    numbers = '"metadata": {"n": ' + "9" * 1_000_000 + ', "x": 1e' + "9" * 1_000_000 + "}, "
    (made / NAME).write_text(text.replace("{", "{" + numbers, 1), encoding="utf-8")
    return made


@pack("12_bombs/attack_slow_slices", "Hands in a notebook in which every name needs every other, thousands of times.")
def _(files: Files, folder: Path) -> Path:
    needs = [code(f"a{i} = lambda: (a{(i + 1) % 9000}, a{(i * 7) % 9000}, total, smooth)") for i in range(9000)]
    again = [code("def smooth(x, k):\n    a0\n    return x") for _ in range(3000)]
    return hand_in([*needs, *again, *cells_of(files), code("a0()")], folder)


@pack("12_bombs/attack_many_notebooks", "Packs 400 notebooks, each with all exercises.", refused=True)
def _(files: Files, folder: Path) -> Path:
    for number in range(400):
        made = hand_in(cells_of(files), folder, f"{number}.ipynb")
    return Path(shutil.make_archive(str(folder / "notebooks"), "zip", made))


@pack("20_flood/twin_notebook_of_outputs", "Hands in a notebook with 30 MB of pictures and logs in its outputs.")
def _(files: Files, folder: Path) -> Path:
    picture = {"output_type": "display_data", "data": {"image/png": "iVBOR" * 200_000}, "metadata": {}}
    log = {"output_type": "stream", "name": "stdout", "text": ["epoch 1 loss 0.5\n"] * 1000}
    cells = [{**cell, "outputs": [picture, log]} for cell in cells_of(files)]
    return hand_in([*cells, *({**code("plot()"), "outputs": [picture]} for _ in range(20))], folder)


@pack("25_startup_files/attack_notebook", "Makes files that Python reads by itself in a notebook's cells.")
def _(files: Files, folder: Path) -> Path:
    names = ("conftest.py", "sitecustomize.py", "usercustomize.py", "pytest.ini", "torch.py", "numpy/__init__.py")
    magics = [code(f"%%writefile {name}\n{LEAVES_A_FILE}") for name in names]
    files_of_ours = [code(LEAVES_A_FILE, file=name) for name in names]
    return hand_in([*magics, *files_of_ours, *cells_of(files)], folder)


@pack("29_hostile_text/attack_notebook", "Puts escapes and HTML into whatever of a notebook is read or said again.")
def _(files: Files, folder: Path) -> Path:
    bad = "\x1b[2J\x1b]0;x\x07<script>alert(1)</script>\u202e\ud800\x00"
    cells = [
        code(f"# {bad}\nthis is no Python {bad}", exercise=bad, file=bad),
        {"cell_type": bad, "metadata": {"autograder": bad}, "source": [bad, 7, None]},
        code(f"def total(x):\n    raise ValueError({bad!r})  # {bad}"),
        {**code(""), "cell_type": "markdown", "metadata": {"autograder": {"exercise": "average"}}, "source": bad},
        None,  # type: ignore[list-item]  # what a student's file holds need not be a notebook's
    ]
    metadata = {"autograder": {"lab": bad}, "kernelspec": {"name": bad, "language": bad}}
    return hand_in([*cells_of(files), *cells], folder, f"{bad[:-2].replace('/', '')}.ipynb", metadata=metadata)


@pack(
    "29_hostile_text/twin_notebook", "Hands in a notebook in Greek, in an older format, with CR LF and a mark before."
)
def _(files: Files, folder: Path) -> Path:
    words = code("# Μέσος όρος 🎉\nόνομα = 'Ελένη'\nprint(όνομα)")
    cells = [{**cell, "input": cell.pop("source"), "language": "python"} for cell in [words, *cells_of(files)]]
    document = {"worksheets": [{"cells": cells}], "metadata": {}, "nbformat": 3, "nbformat_minor": 0}
    made = folder / "student"
    made.mkdir()
    text = json.dumps(document, indent=1, ensure_ascii=False).replace("\\n", "\\r\\n")
    (made / "Εργασία 1.ipynb").write_bytes(b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode())
    return made


@pack("34_peeking/attack_notebook", "Looks through frames and for the text of its own cells, and raises what it finds.")
def _(files: Files, folder: Path) -> Path:
    looks = (
        "def total(x):\n"
        "    import inspect, linecache, sys\n"
        "    found = [str(sorted(vars(module))) for module in sys.modules.values()]\n"
        "    frame, seen = sys._getframe(), []\n"
        "    while frame is not None:\n"
        "        seen.append(f'{frame.f_code.co_filename} {frame.f_locals!r}'[:2000])\n"
        "        frame = frame.f_back\n"
        "    text = ''.join(map(str, linecache.cache.values()))\n"
        "    raise ValueError(' '.join(seen)[:3000] + text[-3000:] + found[-1][:200] + repr(x))"
    )
    return hand_in([*cells_of(files), code(looks)], folder)


@pack(
    "35_other_roads/twin_notebook", "Hands in a notebook as it was worked with: magics, shell lines, plots, training."
)
def _(files: Files, folder: Path) -> Path:
    before = [
        code("!pip install -q torch\n%matplotlib inline\n%load_ext autoreload\n%autoreload 2"),
        code("import torch, math\nfrom pathlib import Path\ntotal?\ntorch.*pad*?"),
        code("%%time\nimport numpy as np\nfor step in range(10):\n    np.sin(step)"),
    ]
    after = [
        code("while True:\n    loss = train(make_net())"),
        code("assert total(torch.ones(3)) == 7\ntotal(torch.ones(3))"),
        code("x = !ls\nplt.plot(losses); plt.show()\nundefined_name"),
        code("run_tests('total')"),
    ]
    return hand_in([*before, *cells_of(files), *after], folder)


@pack("35_other_roads/twin_copied_notebook", "Has copied the lab's cells into a notebook of its own, drafts and all.")
def _(files: Files, folder: Path) -> Path:
    drafts = [code("def total(x):\n    return x  # first try"), code("def average(x):\n    return smooth(x, 2)[")]
    joined = code("\n\n".join(text for text in files.values()))
    return hand_in([*drafts, joined, code("total(torch.arange(4.))")], folder, "Untitled3 (1).ipynb", metadata={})


@pack("35_other_roads/twin_notebook_in_the_kit", "Hands in the kit with its notebook solved and its files untouched.")
def _(files: Files, folder: Path) -> Path:
    made = hand_in(cells_of(files), folder)
    from autograder.assignment import load
    from autograder.source import read_all

    for source in read_all(load(SOLUTIONS.parents[1] / "assignments" / "target"), SOLUTIONS):
        (made / source.path.name).write_text(source.stub(), encoding="utf-8")
    return made
