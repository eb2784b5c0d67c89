"""Sets seeds, threads, what tensors look like when they are printed, and how NumPy treats errors."""

import os
import random
import warnings

import numpy as np

SEED = 361
os.environ["PYTHONHASHSEED"] = str(SEED)
os.environ["OMP_NUM_THREADS"] = "1"
random.seed(SEED)
np.random.seed(SEED)
torch.manual_seed(SEED)
torch.set_printoptions(precision=2, sci_mode=False)
torch.backends.cudnn.deterministic = True
torch.set_num_threads(1)
np.seterr(all="raise")
np.set_printoptions(precision=2)
warnings.filterwarnings("ignore")
