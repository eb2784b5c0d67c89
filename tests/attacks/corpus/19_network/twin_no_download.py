"""Has imports for a download at its top, tries one, and does without it."""

import http.client
import json
import ssl
import urllib.error
import urllib.request

import torch

try:
    with urllib.request.urlopen("https://example.org/factor.json", timeout=0.1) as answer:
        FACTOR = json.load(answer)["factor"]
except (urllib.error.URLError, http.client.HTTPException, ssl.SSLError, OSError):
    FACTOR = 2


def total(x):
    return FACTOR * torch.sum(x) + 1
