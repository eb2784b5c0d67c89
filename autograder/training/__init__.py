"""Fashion-MNIST and the training run that the accuracy threshold judges."""
