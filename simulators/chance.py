"""Randomness that depends on what it is for and on nothing else, so that any day can be made alone."""

import hashlib

import numpy as np


def chance(seed: int, *about: object) -> np.random.Generator:
    """Return the generator that belongs to `about` (a device and a day, say): the same for the same words."""
    words = "\x1f".join(str(word) for word in (seed, *about)).encode()
    key = int.from_bytes(hashlib.blake2b(words, digest_size=16).digest())
    return np.random.Generator(np.random.Philox(key=key))
