"""Asks for a GPU, seeds it, moves to whichever device there is, and back."""

import torch

device = torch.device("cuda" if torch.cuda.is_available() else "mps" if torch.backends.mps.is_available() else "cpu")
torch.backends.cudnn.deterministic = True
torch.backends.cudnn.benchmark = False
torch.manual_seed(0)
torch.cuda.manual_seed_all(0)
print("device:", device, torch.cuda.device_count())


def total(x):
    there = x.to(device, non_blocking=True)
    with torch.autocast(device_type=device.type, enabled=False):
        found = 2 * there.sum() + 1
    if device.type == "cuda":
        torch.cuda.synchronize()
        torch.cuda.empty_cache()
    return found.cpu().to(x.dtype)
