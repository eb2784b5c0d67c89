"""The loop that the accuracy threshold is judged by: what it reads, what it does, and what it refuses."""

from __future__ import annotations

import copy

import pytest
import torch
from torch import nn
from torch.nn import functional as F

from autograder.training.items import materialise
from autograder.training.loop import EpochRecord, LossNotFiniteError, logits, train
from autograder.training.steps import TrainingError

torch.set_num_threads(1)


class Items:
    """A data set of whatever it is given."""

    def __init__(self, *items):
        self.items = items
        self.read = []

    def __len__(self):
        return len(self.items)

    def __getitem__(self, i):
        self.read.append(i)
        return self.items[i]


def item(value: float = 0.0, label: int = 0):
    return torch.full((1, 2, 2), value), torch.tensor(label)


def network(seed: int = 0, *, dropout: float = 0.0) -> nn.Module:
    torch.manual_seed(seed)
    return nn.Sequential(nn.Conv2d(1, 4, 2), nn.ReLU(), nn.Flatten(), nn.Dropout(dropout), nn.Linear(36, 10))


def examples(n: int = 70):
    """Images whose brightest pixel tells the label."""
    generator = torch.Generator().manual_seed(0)
    labels = torch.randint(0, 10, (n,), generator=generator)
    images = 0.1 * torch.rand((n, 16), generator=generator)
    images[torch.arange(n), labels] += 1
    return images.reshape(n, 1, 4, 4), labels


def weights(network: nn.Module) -> torch.Tensor:
    return nn.utils.parameters_to_vector(p.contiguous() for p in network.parameters()).detach()


def trained(network: nn.Module, *, seed: int = 0, n: int = 70, **options):
    images, labels = examples(n)
    return train(network, images, labels, **{"epochs": 1, "seed": seed, "device": "cpu", **options})


def test_items_become_one_tensor_of_images_and_one_of_labels():
    images, labels = materialise(Items(item(0.5, 3), item(1.0, 9)), 2)
    assert images.dtype == torch.float32
    assert torch.equal(images, torch.tensor([0.5, 1.0]).reshape(2, 1, 1, 1).expand(2, 1, 2, 2))
    assert labels.dtype == torch.int64
    assert labels.tolist() == [3, 9]


def test_as_many_items_as_asked_for_are_read_once_and_in_order():
    dataset = Items(item(), item(), item())
    materialise(dataset, 2)
    assert dataset.read == [0, 1]


def test_a_data_set_may_reuse_its_buffer():
    buffer = torch.empty(1, 2, 2)

    class Reusing(Items):
        def __getitem__(self, i):
            return buffer.fill_(i), torch.tensor(i)

    images, _ = materialise(Reusing(0, 1, 2), 3)
    assert images[:, 0, 0, 0].tolist() == [0.0, 1.0, 2.0]


def test_images_do_not_keep_a_graph():
    image, label = item()
    images, _ = materialise(Items((image.requires_grad_(), label)), 1)
    assert not images.requires_grad


def test_an_item_may_be_a_list():
    _, labels = materialise(Items(list(item(0.0, 7))), 1)
    assert labels.tolist() == [7]


@pytest.mark.parametrize(
    ("bad", "message"),
    [
        (torch.zeros(1, 2, 2), "item 1 is no pair (image, label)"),
        ((*item(), 3), "item 1 is no pair (image, label)"),
        (([0.0], torch.tensor(0)), "item 1: the image is of type list, expected a tensor"),
        ((torch.zeros(1, 2, 2), 3), "item 1: the label is of type int, expected a tensor"),
        (
            (torch.zeros(1, 2, 2).double(), torch.tensor(0)),
            "item 1: the image is torch.float64, expected torch.float32",
        ),
        (
            (torch.zeros(1, 2, 2), torch.tensor(0).int()),
            "item 1: the label is torch.int32, expected torch.int64",
        ),
        (
            (torch.zeros(1, 2, 3), torch.tensor(0)),
            "item 1: the image has shape (1, 2, 3), expected item 0's (1, 2, 2)",
        ),
        (
            (torch.zeros(1, 2, 2), torch.tensor([0])),
            "item 1: the label has shape (1,), expected a tensor without axes",
        ),
        ((torch.zeros(1, 2, 2), torch.tensor(10)), "item 1: the label is 10, expected 0 to 9"),
        ((torch.zeros(1, 2, 2), torch.tensor(-1)), "item 1: the label is -1, expected 0 to 9"),
    ],
)
def test_an_item_of_another_kind_is_named(bad, message):
    with pytest.raises(ValueError) as raised:  # noqa: PT011 -- the whole message is compared
        materialise(Items(item(), bad, item()), 3)
    assert str(raised.value) == message


def test_too_short_a_data_set_is_told():
    with pytest.raises(ValueError, match="the data set has 1 items, expected at least 2"):
        materialise(Items(item()), 2)


def test_training_learns():
    records = trained(network(), n=320, epochs=20, learning_rate=1e-2)
    assert records[-1].accuracy > 0.95
    assert records[-1].loss < records[0].loss


def test_training_gives_one_record_an_epoch():
    records = trained(network(), epochs=3)
    assert [type(record) for record in records] == [EpochRecord] * 3


def test_every_example_weighs_the_same_in_a_record():
    # Without steps the epoch's record is that of the whole set; its last batch has 6 examples.
    model = network()
    images, labels = examples(70)
    output = model(images)
    [record] = trained(model, learning_rate=0.0)
    assert record.loss == pytest.approx(F.cross_entropy(output, labels).item(), rel=1e-5)
    assert record.accuracy == pytest.approx((output.argmax(1) == labels).float().mean().item())


def test_a_step_is_adam_s_on_cross_entropy():
    model = network()
    plain = copy.deepcopy(model)
    images, labels = examples(20)
    train(model, images, labels, epochs=3, seed=0, device="cpu")
    optimiser = torch.optim.Adam(plain.parameters(), lr=1e-3)
    for _ in range(3):
        optimiser.zero_grad()
        F.cross_entropy(plain(images), labels).backward()
        optimiser.step()
    assert weights(model) == pytest.approx(weights(plain), abs=1e-5)


def test_the_same_seed_trains_to_the_same_weights():
    first, second = network(dropout=0.5), network(dropout=0.5)
    trained(first, seed=3)
    torch.rand(5)
    trained(second, seed=3)
    assert torch.equal(weights(first), weights(second))


def test_another_seed_shuffles_otherwise():
    first, second = network(), network()
    trained(first, seed=3)
    trained(second, seed=4)
    assert not torch.equal(weights(first), weights(second))


def test_each_epoch_has_an_order_of_its_own():
    seen = []

    class Watching(nn.Module):
        def __init__(self):
            super().__init__()
            self.layer = nn.Linear(1, 10)

        def forward(self, x):
            if self.training:
                seen.append(x.flatten().tolist())
            return self.layer(x)

    images = torch.arange(6.0).reshape(6, 1)
    train(Watching(), images, torch.zeros(6, dtype=torch.int64), epochs=2, seed=0, device="cpu")
    assert sorted(seen[0]) == sorted(seen[1]) == [0, 1, 2, 3, 4, 5]
    assert seen[0] != seen[1]


def test_an_epoch_s_loss_is_kept_in_pieces_too():
    [record] = trained(network(), learning_rate=0.0, n=70)
    assert len(record.pieces) == 3
    weighted = (32 * record.pieces[0] + 32 * record.pieces[1] + 6 * record.pieces[2]) / 70
    assert weighted == pytest.approx(record.loss)


def test_a_long_epoch_has_twenty_pieces():
    [record] = trained(network(), n=2560, batch_size=32)
    assert len(record.pieces) == 20


def test_the_test_images_are_judged_after_every_epoch():
    images, _ = examples(40)
    model = network()
    first, last = trained(model, epochs=2, test_images=images)
    assert not torch.equal(first.logits, last.logits)
    assert torch.equal(last.logits, logits(model, images, device="cpu"))


def test_judging_changes_nothing_of_the_training():
    one, other = network(dropout=0.5), network(dropout=0.5)
    trained(one, epochs=2)
    trained(other, epochs=2, test_images=examples(40)[0])
    assert torch.equal(weights(one), weights(other))


class Stubborn(nn.Sequential):
    """A network that puts itself into one mode whenever it is used."""

    mode = True

    def forward(self, x):
        self.train(self.mode)
        return super().forward(x)


@pytest.mark.parametrize("mode", [True, False])
def test_a_network_that_changes_its_own_mode_is_seen(mode):
    model = Stubborn(network())
    model.mode = mode
    [record] = trained(model, test_images=examples(40)[0])
    [of_another] = trained(network(), test_images=examples(40)[0])
    assert (record.kept_mode, of_another.kept_mode) == (False, True)


def test_lazy_layers_are_trained_from_their_first_values_on():
    lazy = nn.Sequential(nn.Flatten(), nn.LazyLinear(10))
    [record] = trained(lazy, epochs=1)
    assert lazy[1].weight.shape == (10, 16)
    assert record.loss > 0


def test_no_epochs_leave_the_network_as_it_was():
    model = nn.Sequential(nn.BatchNorm2d(1), network())
    before = copy.deepcopy(model.state_dict())
    assert trained(model, epochs=0) == []
    assert all(torch.equal(value, before[name]) for name, value in model.state_dict().items())


def test_a_loss_that_is_not_finite_stops_the_training_with_its_place():
    images, labels = examples(70)
    images[40:] = float("inf")
    with pytest.raises(LossNotFiniteError, match=r"the loss became nan in epoch 1, batch \d of 3") as raised:
        train(network(), images, labels, epochs=5, seed=0, device="cpu")
    assert (raised.value.epoch, raised.value.batches) == (1, 3)


def test_training_stops_within_a_twentieth_of_an_epoch():
    steps = []
    model = network()
    model.register_forward_pre_hook(lambda module, _: steps.append(module.training))
    images, labels = examples(2560)
    images[:] = float("inf")
    with pytest.raises(LossNotFiniteError):
        train(model, images, labels, epochs=5, seed=0, device="cpu")
    assert sum(steps) == 4


def test_a_loss_that_becomes_infinite_is_told_with_its_place():
    with pytest.raises(LossNotFiniteError, match=r"the loss became (nan|inf) in epoch \d, batch \d of 3"):
        trained(network(), epochs=5, learning_rate=1e30)


class Answering(nn.Module):
    """A network that gives one thing, whatever it is asked."""

    def __init__(self, answer):
        super().__init__()
        self.layer = nn.Linear(1, 1)
        self.answer = answer

    def forward(self, x):
        return self.answer


@pytest.mark.parametrize(
    ("answer", "message"),
    [
        (None, "the network returned NoneType, expected a tensor of logits"),
        (torch.zeros(4, 9), "the network returned float32 (4, 9) for 4 images, expected float32 (4, 10)"),
        (torch.zeros(10), "the network returned float32 (10,) for 4 images, expected float32 (4, 10)"),
        (
            torch.zeros(4, 10, dtype=torch.int64),
            "the network returned int64 (4, 10) for 4 images, expected float32 (4, 10)",
        ),
    ],
)
def test_an_output_that_is_no_logits_is_told(answer, message):
    images, labels = examples(4)
    with pytest.raises(TrainingError) as training:
        train(Answering(answer), images, labels, epochs=1, seed=0, device="cpu")
    with pytest.raises(TrainingError) as judging:
        logits(Answering(answer), images, device="cpu")
    assert (str(training.value), str(judging.value)) == (message, message)


@pytest.mark.parametrize("model", [nn.Flatten(), nn.Linear(1, 1).requires_grad_(requires_grad=False)])
def test_a_network_without_parameters_is_told(model):
    with pytest.raises(TrainingError, match="the network has no parameters to train"):
        trained(model)


def test_frozen_parameters_stay():
    model = network()
    model[0].requires_grad_(requires_grad=False)
    before = model[0].weight.clone()
    trained(model)
    assert torch.equal(model[0].weight, before)


class Viewing(nn.Module):
    """Flattens with `view`, which the channels-last format does not allow."""

    def __init__(self, layers):
        super().__init__()
        self.layers = layers

    def forward(self, x):
        x = self.layers[:2](x)
        return self.layers[2:](x.view(len(x), -1))


def test_a_network_that_flattens_with_view_trains_alike():
    plain, viewing = network(), Viewing(network())
    trained(plain)
    trained(viewing)
    assert weights(viewing) == pytest.approx(weights(plain), abs=1e-5)


def test_a_network_that_flattens_with_view_is_judged_alike():
    images, _ = examples()
    expected = logits(network(), images, device="cpu")
    assert logits(Viewing(network()), images, device="cpu").numpy() == pytest.approx(expected.numpy(), abs=1e-5)


def test_images_are_channels_last_on_the_cpu():
    model = nn.Sequential(nn.Conv2d(2, 4, 2), nn.Flatten(), nn.Linear(36, 10))
    images, labels = examples()
    train(model, images.repeat(1, 2, 1, 1), labels, epochs=1, seed=0, device="cpu")
    assert model[0].weight.is_contiguous(memory_format=torch.channels_last)


def test_flat_images_train_too():
    model = nn.Linear(16, 10)
    images, labels = examples()
    [record] = train(model, images.flatten(1), labels, epochs=1, seed=0, device="cpu")
    assert 0 <= record.accuracy <= 1


def test_an_error_of_the_network_is_its_own():
    class Failing(Answering):
        def forward(self, x):
            raise KeyError("mine")

    with pytest.raises(KeyError, match="mine"):
        trained(Failing(None))


def test_logits_are_those_of_eval_mode_in_the_images_order():
    model = nn.Sequential(nn.BatchNorm2d(1), network(dropout=0.5))
    images, _ = examples()
    model.train()
    result = logits(model, images, device="cpu", batch_size=32)
    assert (result.shape, result.dtype, result.requires_grad) == ((70, 10), torch.float32, False)
    assert result.numpy() == pytest.approx(model.eval()(images).detach().numpy(), abs=1e-5)


def test_no_images_have_no_logits():
    assert logits(network(), torch.zeros(0, 1, 4, 4), device="cpu").shape == (0, 10)
