"""R's ``set.seed(k); rnorm(n)``: Mersenne Twister and inversion, to make published R examples again.

Matsumoto, Nishimura, ACM TOMACS 8 (1998) 3, seeded as R's manual page ``?Random`` says: fifty rounds of the
linear congruential generator 69069 before the 624 words are filled; inversion uses 2**27 steps of one number
and the next one between them.
"""

import numpy as np
from scipy.special import ndtri

_STEPS = 134217728


def r_normals(seed, count):
    word, words = seed, []
    for _ in range(50):
        word = (69069 * word + 1) & 0xFFFFFFFF
    for _ in range(625):
        word = (69069 * word + 1) & 0xFFFFFFFF
        words.append(word)
    generator = np.random.MT19937()
    state = generator.state
    state["state"] = {"key": np.array(words[1:], dtype=np.uint32), "pos": 624}
    generator.state = state
    uniform = generator.random_raw(2 * count) * 2.3283064365386963e-10
    return ndtri((np.floor(_STEPS * uniform[0::2]) + uniform[1::2]) / _STEPS)
