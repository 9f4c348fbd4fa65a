// Boost.Math's distributions in float64 throughout: long double differs from machine to machine.
#pragma once

// The callers check their parameters; Boost's own sentences about them would bring all of iostream.
#define BOOST_MATH_PROMOTE_DOUBLE_POLICY false
#define BOOST_MATH_DOMAIN_ERROR_POLICY ignore_error
#define BOOST_MATH_POLE_ERROR_POLICY ignore_error
#define BOOST_MATH_OVERFLOW_ERROR_POLICY ignore_error
#define BOOST_MATH_EVALUATION_ERROR_POLICY ignore_error
#define BOOST_MATH_ROUNDING_ERROR_POLICY ignore_error
#include <boost/math/distributions/binomial.hpp>
#include <boost/math/distributions/chi_squared.hpp>
#include <boost/math/distributions/normal.hpp>
#include <boost/math/distributions/students_t.hpp>

namespace askew {

// P(X > x)
template <class Distribution>
double above(const Distribution& distribution, double x) {
  return boost::math::cdf(boost::math::complement(distribution, x));
}

}  // namespace askew
