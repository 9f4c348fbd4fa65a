"""Expected values of gaussian_mechanism_test.cpp: python3 tests/core/support/gaussian_mechanism.py

delta(epsilon, mu) of Balle and Wang (2018), theorem 8, in decimal arithmetic of 160 digits, and the mu at which it is delta,
by bisection. Nothing of the core is used.
"""
from decimal import Decimal, getcontext

getcontext().prec = 160


def pi():
    # Machin: 16 atan(1/5) - 4 atan(1/239).
    def atan_inverse(x):
        total, term, k = Decimal(0), Decimal(1) / x, 1
        while abs(term) > Decimal(10) ** -165:
            total += term / k if k % 4 == 1 else -term / k
            term /= x * x
            k += 2
        return total

    return 16 * atan_inverse(5) - 4 * atan_inverse(239)


ROOT_TWO_PI = (2 * pi()).sqrt()


def normal(t):
    """Phi(t) = 1/2 + density(t) (t + t^3 / 3 + t^5 / 15 + …)"""
    term = total = t
    k = 1
    while abs(term) > Decimal(10) ** -158:
        k += 2
        term *= t * t / k
        total += term
    return Decimal("0.5") + (-t * t / 2).exp() / ROOT_TWO_PI * total


def delta_of(epsilon, mu):
    return normal(mu / 2 - epsilon / mu) - epsilon.exp() * normal(-mu / 2 - epsilon / mu)


def solve(good, low, high):
    for _ in range(120):
        middle = (low + high) / 2
        if good(middle):
            low = middle
        else:
            high = middle
    return low


if __name__ == "__main__":
    print("// {epsilon, delta, mu}")
    for epsilon in ("0.01", "0.1", "0.5", "1", "3", "8", "20"):
        for delta in ("1e-3", "1e-6", "1e-9"):
            e, d = Decimal(epsilon), Decimal(delta)
            mu = solve(lambda m: delta_of(e, m) <= d, Decimal("1e-6"), Decimal(20))
            print(f"    {{{epsilon}, {delta}, {float(mu)!r}}},")
    print("// {k, epsilon at delta 1e-6 of k times the mu of (1, 1e-6)}")
    one = solve(lambda m: delta_of(Decimal(1), m) <= Decimal("1e-6"), Decimal("1e-6"), Decimal(20))
    for k in (2, 5, 10):
        print(f"    {{{k}, {float(solve(lambda e: delta_of(e, k * one) > Decimal('1e-6'), Decimal('1e-6'), Decimal(60)))!r}}},")
