#include "askew/gaussian_mechanism.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "support/refusal.hpp"

using namespace askew;
using namespace askew::test;

namespace {

struct Known {
  double epsilon, delta, mu;
};

// python3 tests/core/support/gaussian_mechanism.py: the formula in decimal arithmetic of 160 digits.
constexpr Known kKnown[] = {
    {0.01, 1e-3, 0.010648785811657761}, {0.01, 1e-6, 0.003264236240068799}, {0.01, 1e-9, 0.002180984661044349},
    {0.1, 1e-3, 0.057456747613332255},  {0.1, 1e-6, 0.02754465024382762},   {0.1, 1e-9, 0.019916423412681464},
    {0.5, 1e-3, 0.21691371924765263},   {0.5, 1e-6, 0.12410614903052813},   {0.5, 1e-9, 0.09368649681784492},
    {1, 1e-3, 0.38840124830658446},     {1, 1e-6, 0.23670438066343572},     {1, 1e-9, 0.18197480729533227},
    {3, 1e-3, 0.9640861347120249},      {3, 1e-6, 0.6477265306887304},      {3, 1e-9, 0.5144762653696441},
    {8, 1e-3, 2.083273645459638},       {8, 1e-6, 1.5315451175661452},      {8, 1e-9, 1.2622484649604333},
    {20, 1e-3, 4.053148163646912},      {20, 1e-6, 3.2353593068946385},     {20, 1e-9, 2.7792284836722736},
};

// {k, epsilon at delta 1e-6 of k times the mu of (1, 1e-6)}
constexpr double kPatients[][2] = {{2, 2.1228571322818626}, {5, 5.92618436369441}, {10, 13.507003110804654}};

}  // namespace

TEST(GaussianMechanism, AgreesWithTheFormulaInExactArithmeticAndErrsOnTheSafeSide) {
  for (const auto& [epsilon, delta, mu] : kKnown) {
    // The stored mu is itself rounded to float64.
    EXPECT_LE(gaussian_mu(epsilon, delta), mu * (1 + 1e-15)) << epsilon << " " << delta;
    EXPECT_GE(gaussian_mu(epsilon, delta), mu * (1 - 1e-10)) << epsilon << " " << delta;
    EXPECT_GE(gaussian_epsilon(mu, delta), epsilon * (1 - 1e-14)) << epsilon << " " << delta;
    EXPECT_LE(gaussian_epsilon(mu, delta), epsilon * (1 + 1e-9)) << epsilon << " " << delta;
    EXPECT_GE(gaussian_delta(epsilon, mu), delta * (1 - 1e-12)) << epsilon << " " << delta;
    EXPECT_LE(gaussian_delta(epsilon, mu), delta * (1 + 1e-9)) << epsilon << " " << delta;
  }
}

TEST(GaussianMechanism, TellsWhatAPatientOfSeveralPairsLoses) {
  const double one = gaussian_mu(1, 1e-6);
  for (const auto& [k, epsilon] : kPatients) EXPECT_NEAR(gaussian_epsilon(k * one, 1e-6), epsilon, 1e-8) << k;
  // Two releases of epsilon 1 each.
  EXPECT_NEAR(gaussian_epsilon(std::sqrt(2.0) * one, 1e-6), 1.45, 0.005);
}

TEST(GaussianMechanism, NeedsAFifthLessNoiseThanConcentratedPrivacyAtOneAndAMillionth) {
  const double tail = std::log(1e6), concentrated = std::sqrt(2.0) * (std::sqrt(tail + 1) - std::sqrt(tail));
  EXPECT_NEAR(concentrated / gaussian_mu(1, 1e-6), 0.79, 0.005);
  for (const auto& [epsilon, delta, mu] : kKnown)
    EXPECT_GT(gaussian_mu(epsilon, delta), std::sqrt(2.0) * (std::sqrt(std::log(1 / delta) + epsilon) - std::sqrt(std::log(1 / delta))));
}

TEST(GaussianMechanism, MoreNoiseLosesLessWhateverTheNumbers) {
  double last = 0;
  for (const double mu : {1e-6, 1e-4, 0.01, 0.3, 1.0, 4.0, 30.0, 300.0}) {
    const double epsilon = gaussian_epsilon(mu, 1e-9);
    EXPECT_GE(epsilon, last) << mu;
    EXPECT_LE(gaussian_delta(epsilon, mu), 1e-9) << mu;
    last = epsilon;
  }
  EXPECT_EQ(gaussian_epsilon(1e-12, 1e-6), 0);
  EXPECT_EQ(gaussian_delta(1e9, 1), 0);
}

TEST(GaussianMechanism, RefusesWhatHasNoMeaning) {
  for (const double epsilon : {0.0, -1.0, std::nan(""), double(INFINITY)}) EXPECT_EQ(refusal([=] { gaussian_mu(epsilon, 1e-6); }), "OUT_OF_RANGE") << epsilon;
  for (const double delta : {0.0, 1.0, -1e-6, std::nan("")}) {
    EXPECT_EQ(refusal([=] { gaussian_mu(1, delta); }), "OUT_OF_RANGE") << delta;
    EXPECT_EQ(refusal([=] { gaussian_epsilon(1, delta); }), "OUT_OF_RANGE") << delta;
  }
  for (const double mu : {0.0, -1.0, std::nan(""), double(INFINITY)}) {
    EXPECT_EQ(refusal([=] { gaussian_delta(1, mu); }), "OUT_OF_RANGE") << mu;
    EXPECT_EQ(refusal([=] { gaussian_epsilon(mu, 1e-6); }), "OUT_OF_RANGE") << mu;
  }
  EXPECT_EQ(refusal([] { gaussian_mu(1e-12, 1e-290); }), "OUT_OF_RANGE");
  EXPECT_EQ(refusal([] { gaussian_delta(-1, 1); }), "OUT_OF_RANGE");
}
