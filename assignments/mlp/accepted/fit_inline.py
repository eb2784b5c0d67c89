"""Everything in one loop, the loss as a mean over examples, the history filled by name at the end."""

import torch
from training import History


def fit(model, train_dl, test_dl, n_epochs, opt, loss_fn):
    record = {"loss": [], "train_accuracy": [], "test_accuracy": []}
    for epoch in range(1, n_epochs + 1):
        model.train()
        total, seen = 0.0, 0
        for inputs, targets in train_dl:
            loss = loss_fn(model(inputs), targets)
            opt.zero_grad()
            loss.backward()
            opt.step()
            total += loss.item() * inputs.size(0)
            seen += inputs.size(0)
        record["loss"].append(total / seen)

        model.eval()
        with torch.no_grad():
            for name, loader in (("train_accuracy", train_dl), ("test_accuracy", test_dl)):
                right = torch.zeros((), dtype=torch.long)
                count = 0
                for inputs, targets in loader:
                    right += (model(inputs).argmax(1) == targets).sum()
                    count += len(targets)
                record[name].append((right / count).item())
        print(f"epoch {epoch} of {n_epochs}: loss {record['loss'][-1]:.4f}")
    return History(**record)
