# @title Set up: run this cell first
# It finds the lab's tests beside this notebook, or unpacks its own copy of them. There is nothing to change here.
def _set_up(lab, requirements, archive):
    import base64
    import importlib
    import importlib.util
    import json
    import lzma
    import subprocess
    import sys
    from pathlib import Path

    def find(places):
        """Return the folder with this lab's tests, or one where nothing has their names."""
        for folder in places:
            if exercises(folder) == [entry["name"] for entry in json.loads(files["support/lab.json"])["exercises"]]:
                return folder
        for folder in places:
            if not any((folder / name.split("/")[0]).exists() for name in files):
                return folder
        raise SystemExit(f"{places[0]} and {places[1]} hold other files: move this notebook to an empty folder.")

    def exercises(folder):
        """Return the exercises of the lab whose tests are in a folder, or nothing."""
        try:
            there = json.loads((folder / "support" / "lab.json").read_text(encoding="utf-8"))
            return [entry["name"] for entry in there["exercises"]]
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def unpack(folder):
        """Write the files that are not there; say so where one that is there is another."""
        kept = [name for name in files if (folder / name).exists()]
        if not kept:
            print(f"Unpacking the lab's tests into {folder}")
        for name in files:
            if name not in kept:
                (folder / name).parent.mkdir(parents=True, exist_ok=True)
                (folder / name).write_text(files[name], encoding="utf-8")
        other = [name for name in kept if (folder / name).read_text(encoding="utf-8", errors="replace") != files[name]]
        if other:
            more = f" and {len(other) - 1} more" if len(other) > 1 else ""
            print(f"{folder / other[0]}{more}: not as this notebook brings it, and used as it is")

    def install(missing):
        """Let pip install what this machine does not have."""
        if not missing:
            return
        print(f"Installing {', '.join(missing)}: not on this machine yet")
        done = subprocess.run([sys.executable, "-m", "pip", "install", "--quiet", *missing], check=False)
        if done.returncode != 0:
            raise SystemExit(f"pip could not install {', '.join(missing)}: install it, and run this cell again.")
        importlib.invalidate_caches()

    if sys.version_info < (3, 10):
        raise SystemExit(f"This lab needs Python 3.10 or newer, and here is {sys.version.split()[0]}.")
    files = json.loads(lzma.decompress(base64.b85decode(archive)))
    folder = find([Path.cwd(), Path.cwd() / lab])
    unpack(folder)
    install([each for each in requirements if importlib.util.find_spec(each.split(">")[0]) is None])
    if str(folder) in sys.path:
        sys.path.remove(str(folder))
    sys.path.insert(0, str(folder))
    for name in list(sys.modules):  # of another lab, or of an earlier run of this cell
        if name.split(".")[0] == "support" or f"{name}.py" in files:
            del sys.modules[name]
    return importlib.import_module("support.notebook").begin(folder, globals())
