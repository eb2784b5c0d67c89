"""Has words in its messages that look like code, formats and markup, and evaluates a formula of its own."""


def smooth(x, k):
    if k < 1:
        raise ValueError(f"k={k} is wrong: use k >= 1 (see {{docs}}, <b>smooth</b>, %s, $HOME, __import__)")
    return eval("x.unfold(0, k, 1).sum(1)", {"x": x, "k": k})


def total(x):
    print("{0.__class__}", "%(name)s", "<script>alert(1)</script>", "\x1b[31mred\x1b[0m", "=1+1")
    return 2 * x.sum() + 1
