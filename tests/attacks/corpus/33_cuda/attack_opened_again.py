"""Loads CUDA's own libraries, sets what it reads, and asks for all memory and every device."""

import ctypes
import os

import torch

os.environ["CUDA_VISIBLE_DEVICES"] = "0,1,2,3"
os.environ["CUDA_LAUNCH_BLOCKING"] = "1"


def total(x):
    for name in ("libcuda.so.1", "libcudart.so", "libnvidia-ml.so.1", "libhsa-runtime64.so"):
        try:
            library = ctypes.CDLL(name)
            library.cuInit(0)
            library.cuDevicePrimaryCtxReset(0)
        except (OSError, AttributeError) as error:
            print(error)
    for device in ("cuda", "mps", "xpu", "hip", "vulkan", "mtia", "privateuseone"):
        try:
            held = [torch.empty(1 << 34, dtype=torch.uint8, device=device) for _ in range(1000)]
            print(len(held))
        except Exception as error:
            print(device, type(error).__name__)
    return x.sum() + 1
