// How a function of the core becomes one of JavaScript: arguments by their types, results as {value} or {error: {code, message, details}}.
// The one place where exceptions become values.
#pragma once

#include <emscripten/bind.h>

#include <exception>
#include <new>
#include <type_traits>

#include "askew/error.hpp"
#include "convert.hpp"

namespace askew::bindings {

val failure(Code code, const std::string& message, const Details& details = {});

template <class Body>
val guard(const Body& body) {
  try {
    if constexpr (std::is_void_v<decltype(body())>) {
      body();
      return object({{"value", true}});
    } else {
      return object({{"value", body()}});
    }
  } catch (const Error& e) {
    return failure(e.code(), e.what(), e.details());
  } catch (const std::bad_alloc&) {
    return failure(Code::OUT_OF_MEMORY, "There is not enough memory for this step.");
  } catch (const std::exception& e) {
    return failure(Code::INTERNAL, e.what());
  }
}

// What JavaScript hands over for an argument of type T, and the T that it becomes. Numbers, words, values and handles pass as they are.
template <class T>
struct Argument {};
template <class From, auto convert>
struct Converted {
  using Wire = From;
  static auto in(const From& from) { return convert(from); }
};
template <>
struct Argument<std::size_t> : Converted<double, &size> {};
template <>
struct Argument<Eigen::Index> : Converted<double, &size> {};
template <>
struct Argument<std::uint64_t> : Converted<double, &seed> {};
template <>
struct Argument<std::vector<float>> : Converted<val, &floats> {};
template <>
struct Argument<std::vector<double>> : Converted<val, &doubles> {};
template <>
struct Argument<std::vector<std::int32_t>> : Converted<val, &integers> {};
template <>
struct Argument<std::vector<std::uint32_t>> : Converted<val, &naturals> {};
template <>
struct Argument<Vector> : Converted<val, &vector> {};
template <>
struct Argument<Matrix> : Converted<val, &matrix> {};
template <>
struct Argument<Moments> : Converted<val, &moments> {};
template <>
struct Argument<SecondOrder> : Converted<val, &structure> {};
template <>
struct Argument<AnchorModes> : Converted<val, &modes> {};
template <>
struct Argument<AnchorBasis> : Converted<val, &basis> {};
template <>
struct Argument<RetrievalCounts> : Converted<val, &counts> {};
template <>
struct Argument<Side> : Converted<std::string, &side> {};
template <>
struct Argument<Arithmetic> : Converted<std::string, &arithmetic> {};
template <>
struct Argument<Alternative> : Converted<std::string, &alternative> {};
template <>
struct Argument<Distribution> : Converted<std::string, &distribution> {};

template <class T>
concept IsConverted = requires { typename Argument<std::decay_t<T>>::Wire; };
template <class T>
struct WireOf {
  using Type = T;
};
template <IsConverted T>
struct WireOf<T> {
  using Type = typename Argument<std::decay_t<T>>::Wire;
};
template <class T>
using Wire = typename WireOf<T>::Type;

template <class T>
decltype(auto) in(std::type_identity_t<const Wire<T>&> from) {
  if constexpr (IsConverted<T>)
    return Argument<std::decay_t<T>>::in(from);
  else
    return from;
}

template <auto Function, class R, class... A>
void bind(const char* name, R (*)(A...)) {
  emscripten::function(name, +[](Wire<A>... from) -> val { return guard([&] { return Function(in<A>(from)...); }); });
}
template <auto Function>
void bind(const char* name) {
  bind<Function>(name, Function);
}
// Of a lambda without captures.
template <class Body, class R, class... A>
void bind(const char* name, R (Body::*)(A...) const) {
  emscripten::function(name, +[](Wire<A>... from) -> val { return guard([&] { return Body{}(in<A>(from)...); }); });
}
template <class Body>
void bind(const char* name, Body) {
  bind<Body>(name, &Body::operator());
}

// A class of handles; its methods take the handle first.
template <class Handle>
class Class {
 public:
  explicit Class(const char* name) : class_(name) { class_.template smart_ptr<std::shared_ptr<Handle>>(name); }
  template <class Body>
  const Class& method(const char* name, Body) const {
    return method<Body>(name, &Body::operator());
  }

 private:
  template <class Body, class R, class... A>
  const Class& method(const char* name, R (Body::*)(Handle&, A...) const) const {
    class_.function(name, +[](Handle& handle, Wire<A>... from) -> val { return guard([&] { return Body{}(handle, in<A>(from)...); }); });
    return *this;
  }

  emscripten::class_<Handle> class_;
};

// Some of a pass's work: {more, done}.
template <class Pass, class... Count>
val progress(Pass& pass, Count... count) {
  const bool more = pass.step(count...);
  return object({{"more", more}, {"done", pass.done(count...)}});
}

}  // namespace askew::bindings
