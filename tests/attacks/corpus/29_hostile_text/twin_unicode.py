"""Writes in its own language: umlauts, Greek letters as names, emoji in texts, colours in what it prints. Grüße! 🎉"""

import torch

σ = "Σ"
ANSI_GREEN, ANSI_END = "\033[32m", "\033[0m"


def größe(zahlen):
    """Anzahl der Zahlen – наприклад 数字 한글 עברית."""
    return len(zahlen)


def total(x):
    print(f"{ANSI_GREEN}✓ {σ} = {x.sum():.2f} 🚀{ANSI_END}")
    return 2 * x.sum() + (1 if größe(x) >= 0 else 0)


def smooth(x, k):
    if k < 1:
        raise ValueError(f"⚠️ k muß mindestens 1 sein – bekommen: k={k} 😢 (größer als 0 ≤ k ≤ ∞)")
    α, β = 0, k
    return (
        torch.stack([x[α + i : β + i].sum() for i in range(größe(x) - k + 1)])
        if len(x) < 99
        else x.unfold(0, k, 1).sum(1)
    )
