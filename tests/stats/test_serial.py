import numpy as np
import pytest

from comparekit.stats.serial import Whitening


def test_whitening_turns_correlated_noise_into_independent_noise():
    # the covariance of an autoregression, Hamilton (1994) equation 5.2.14: phi**|i - j|
    gaps = np.array([1.0, 1.0, 3.0, 1.0])
    times = np.concatenate([[0.0], np.cumsum(gaps)])
    covariance = 0.6 ** np.abs(np.subtract.outer(times, times))
    white = Whitening.of(0.6, gaps)
    rows = white(white(covariance).T)
    assert rows == pytest.approx(np.eye(5), abs=1e-12)
    assert white.log_determinant == pytest.approx(-0.5 * np.linalg.slogdet(covariance)[1])


def test_several_correlations_at_once_are_as_each_alone():
    gaps = np.array([1.0, 2.0, 1.0])
    rows = np.arange(8.0).reshape(2, 4) ** 1.5
    both = Whitening.of(np.array([0.0, 0.5]), gaps)
    for k, phi in enumerate((0.0, 0.5)):
        one = Whitening.of(phi, gaps)
        assert both(rows)[k] == pytest.approx(one(rows))
        assert both.log_determinant[k] == pytest.approx(one.log_determinant)
