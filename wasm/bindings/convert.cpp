#include "convert.hpp"

namespace askew::bindings {
namespace {

template <class T>
std::vector<T> in(const val& array) {
  return emscripten::convertJSArrayToNumberVector<T>(array);
}

template <class T>
val copy(const T* data, std::size_t count) {
  return val(emscripten::typed_memory_view(count, data)).template call<val>("slice");
}

}  // namespace

std::vector<float> floats(const val& array) { return in<float>(array); }
std::vector<double> doubles(const val& array) { return in<double>(array); }
std::vector<std::int32_t> integers(const val& array) { return in<std::int32_t>(array); }
std::vector<std::uint32_t> naturals(const val& array) { return in<std::uint32_t>(array); }

val out(const std::vector<float>& values) { return copy(values.data(), values.size()); }
val out(const std::vector<double>& values) { return copy(values.data(), values.size()); }
val out(const std::vector<std::int32_t>& values) { return copy(values.data(), values.size()); }
val out(const std::vector<std::uint32_t>& values) { return copy(values.data(), values.size()); }
val out(const Vector& values) { return copy(values.data(), static_cast<std::size_t>(values.size())); }

val out(const Moments& moments) {
  const val flat = val::global("Float64Array").new_(double(moments.flat_size()));
  double at = 0;
  moments.write([&](const double* part, std::size_t count) {
    flat.call<void>("set", val(emscripten::typed_memory_view(count, part)), at);
    at += double(count);
  });
  return flat;
}

namespace {

FlatReader reader(const val& flat) {
  return [flat](std::size_t at, double* to, std::size_t count) {
    const val part = flat.call<val>("subarray", double(at), double(at + count));
    val(emscripten::typed_memory_view(count, to)).call<void>("set", part);
  };
}

std::size_t length(const val& array) { return array["length"].as<std::size_t>(); }

}  // namespace

Moments moments(const val& flat) { return Moments::from(length(flat), reader(flat)); }
SecondOrder structure(const val& flat) { return SecondOrder::from(length(flat), reader(flat)); }

val out(const Quantity& quantity) {
  if (quantity.available()) return val(quantity.value);
  val object = val::object();
  object.set("status", val("unavailable"));
  object.set("reason", val(quantity.reason));
  return object;
}

val out(const TestResult& result) {
  val object = val::object();
  object.set("statistic", out(result.statistic));
  object.set("p", out(result.p));
  object.set("exact", result.exact);
  return object;
}

val out(const Matrix& matrix) {
  val object = val::object();
  object.set("rows", double(matrix.rows()));
  object.set("cols", double(matrix.cols()));
  object.set("values", copy(matrix.data(), static_cast<std::size_t>(matrix.size())));
  return object;
}

Matrix matrix(const val& shape) {
  const auto values = doubles(shape["values"]);
  const auto rows = shape["rows"].as<double>(), cols = shape["cols"].as<double>();
  if (!(rows >= 0 && cols >= 0 && rows * cols == double(values.size())))
    throw Error(Code::SHAPE, "A matrix has the wrong number of values.", {{"length", double(values.size())}});
  return Eigen::Map<const Matrix>(values.data(), Eigen::Index(rows), Eigen::Index(cols));
}

val out(const AnchorModes& modes) {
  val object = val::object();
  object.set("eigenvalues", out(modes.eigenvalues));
  object.set("covariance", out(modes.covariance));
  object.set("otherVariance", out(modes.otherVariance));
  return object;
}

AnchorModes modes(const val& arrays) {
  const auto vector = [&](const char* name) {
    const auto v = doubles(arrays[name]);
    return Vector(Eigen::Map<const Vector>(v.data(), Eigen::Index(v.size())));
  };
  AnchorModes m{vector("eigenvalues"), vector("covariance"), vector("otherVariance")};
  if (m.eigenvalues.size() == 0 || m.covariance.size() != m.eigenvalues.size() || m.otherVariance.size() != m.eigenvalues.size())
    throw Error(Code::SHAPE, "The modes' arrays differ in length.", {{"length", double(m.eigenvalues.size())}});
  return m;
}

val out(const RetrievalDirection& direction) {
  val object = val::object();
  object.set("curve", out(direction.curve));
  object.set("captionCurve", out(direction.captionCurve));
  object.set("chance", out(direction.chance));
  object.set("identicalCurve", out(direction.identicalCurve));
  object.set("hits", out(direction.hits));
  object.set("medianRank", direction.medianRank);
  object.set("mrr", direction.mrr);
  return object;
}

val out(const RetrievalCounts& counts, std::size_t texts) {
  val object = val::object();
  object.set("aboveImageToText", copy(counts.aboveImageToText.data(), texts));
  object.set("tiedImageToText", copy(counts.tiedImageToText.data(), texts));
  object.set("aboveTextToImage", copy(counts.aboveTextToImage.data(), texts));
  object.set("tiedTextToImage", copy(counts.tiedTextToImage.data(), texts));
  return object;
}

RetrievalCounts counts(const val& arrays) {
  return {naturals(arrays["aboveImageToText"]), naturals(arrays["tiedImageToText"]), naturals(arrays["aboveTextToImage"]),
          naturals(arrays["tiedTextToImage"])};
}

}  // namespace askew::bindings
