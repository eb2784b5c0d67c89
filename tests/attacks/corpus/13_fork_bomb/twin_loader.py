"""Reads its own dataset by a loader in the same process, and starts more only where the file is run as a program."""
# file: model.py

from torch.utils.data import DataLoader, TensorDataset

_make_net = make_net


def make_net():
    data = TensorDataset(torch.arange(8).float())
    seen = [batch for (batch,) in DataLoader(data, batch_size=4, shuffle=True, num_workers=0)]
    assert torch.cat(seen).sum() == 28
    return _make_net()


if __name__ == "__main__":
    import multiprocessing

    multiprocessing.Process(target=print).start()
