"""How many steps does the optimiser take in one call with six examples?"""


def train_batch(x, y, model, opt, loss_fn):
    model.train()
    total = 0.0
    for i in range(len(x)):
        opt.zero_grad()
        loss = loss_fn(model(x[i : i + 1]), y[i : i + 1])
        loss.backward()
        opt.step()
        total += loss.item()
    return total / len(x)
