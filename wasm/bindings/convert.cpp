#include "convert.hpp"

#include <cmath>

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

template <class T, std::size_t N>
T named(const std::string& name, const std::pair<const char*, T> (&table)[N], const char* refusal) {
  for (const auto& [key, value] : table)
    if (name == key) return value;
  throw Error(Code::OUT_OF_RANGE, refusal);
}

}  // namespace

FlatReader reader(const val& flat) {
  return [flat](std::size_t at, double* to, std::size_t count) {
    const val part = flat.call<val>("subarray", double(at), double(at + count));
    val(emscripten::typed_memory_view(count, to)).call<void>("set", part);
  };
}

std::size_t size(double n) {
  if (!(n >= 0 && n <= 4294967295.0 && n == std::floor(n))) throw Error(Code::OUT_OF_RANGE, "A size must be a whole number.", {{"size", n}});
  return static_cast<std::size_t>(n);
}

std::uint64_t seed(double n) { return std::uint64_t(n); }
std::size_t length(const val& array) { return array["length"].as<std::size_t>(); }
std::vector<float> floats(const val& array) { return in<float>(array); }
std::vector<double> doubles(const val& array) { return in<double>(array); }
std::vector<std::int32_t> integers(const val& array) { return in<std::int32_t>(array); }
std::vector<std::uint32_t> naturals(const val& array) { return in<std::uint32_t>(array); }

Vector vector(const val& array) {
  const auto values = doubles(array);
  return Eigen::Map<const Vector>(values.data(), Eigen::Index(values.size()));
}

Side side(const std::string& name) {
  return named<Side>(name, {{"image", Side::image}, {"text", Side::text}}, "A side is \"image\" or \"text\".");
}

Arithmetic arithmetic(const std::string& products) {
  return named<Arithmetic>(products,
                           {{"float32", Arithmetic::float32}, {"float64", Arithmetic::float64}, {"exact", Arithmetic::float64}, {"none", Arithmetic::float32}},
                           "Products are \"float32\", \"float64\", \"exact\" or \"none\".");
}

Alternative alternative(const std::string& name) {
  return named<Alternative>(name, {{"two-sided", Alternative::two_sided}, {"greater", Alternative::greater}, {"less", Alternative::less}},
                            "An alternative is \"two-sided\", \"greater\" or \"less\".");
}

Distribution distribution(const std::string& name) {
  return named<Distribution>(name, {{"normal", Distribution::normal}, {"student", Distribution::student}, {"chi-squared", Distribution::chi_squared}},
                             "A distribution is \"normal\", \"student\" or \"chi-squared\".");
}

Moments moments(const val& flat) { return Moments::from(length(flat), reader(flat)); }
SecondOrder structure(const val& flat) { return SecondOrder::from(length(flat), reader(flat)); }

Matrix matrix(const val& shape) {
  const auto values = doubles(shape["values"]);
  const auto rows = shape["rows"].as<double>(), cols = shape["cols"].as<double>();
  if (!(rows >= 0 && cols >= 0 && rows * cols == double(values.size())))
    throw Error(Code::SHAPE, "A matrix has the wrong number of values.", {{"length", double(values.size())}});
  return Eigen::Map<const Matrix>(values.data(), Eigen::Index(rows), Eigen::Index(cols));
}

AnchorModes modes(const val& arrays) {
  AnchorModes m{vector(arrays["eigenvalues"]), vector(arrays["covariance"]), vector(arrays["otherVariance"])};
  if (m.eigenvalues.size() == 0 || m.covariance.size() != m.eigenvalues.size() || m.otherVariance.size() != m.eigenvalues.size())
    throw Error(Code::SHAPE, "The modes' arrays differ in length.", {{"length", double(m.eigenvalues.size())}});
  return m;
}

AnchorBasis basis(const val& shapes) { return {matrix(shapes["vectors"]), matrix(shapes["own"]), matrix(shapes["other"])}; }

RetrievalCounts counts(const val& arrays) {
  return {naturals(arrays["aboveImageToText"]), naturals(arrays["tiedImageToText"]), naturals(arrays["aboveTextToImage"]),
          naturals(arrays["tiedTextToImage"])};
}

OwnedRows::OwnedRows(const val& array, std::size_t rows, std::size_t cols)
    : values(in<float>(array)), view(Rows::checked(values.data(), values.size(), rows, cols)) {}

OwnedPairs::OwnedPairs(const val& images, const val& texts, std::size_t rows, std::size_t dx, std::size_t dy, const val& imageNorms,
                       const val& textNorms, const val& cosines)
    : x(images, rows, dx), y(texts, rows, dy), normX(doubles(imageNorms)), normY(doubles(textNorms)), compared(!cosines.isNull()) {
  expect(normX, rows, "The images' norms");
  expect(normY, rows, "The texts' norms");
  if (!compared) return;
  cosine = doubles(cosines);
  expect(cosine, rows, "The cosines");
}

val out(const std::vector<float>& values) { return copy(values.data(), values.size()); }
val out(const std::vector<double>& values) { return copy(values.data(), values.size()); }
val out(const std::vector<std::int32_t>& values) { return copy(values.data(), values.size()); }
val out(const std::vector<std::uint32_t>& values) { return copy(values.data(), values.size()); }
val out(const std::array<double, 2>& values) { return copy(values.data(), values.size()); }
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

val out(const Quantity& quantity) {
  if (quantity.available()) return val(quantity.value);
  return object({{"status", val("unavailable")}, {"reason", val(quantity.reason)}});
}

val out(const Quantities& quantities) {
  val named = val::object();
  for (const auto& [name, quantity] : quantities) named.set(std::string(name), out(quantity));
  return named;
}

val out(const std::array<Quantities, 2>& halves) {
  val list = val::array();
  for (const Quantities& half : halves) list.call<void>("push", out(half));
  return list;
}

val out(const TestResult& result) { return object({{"statistic", result.statistic}, {"p", result.p}, {"exact", result.exact}}); }

val out(const Matrix& matrix) {
  return object({{"rows", matrix.rows()}, {"cols", matrix.cols()}, {"values", copy(matrix.data(), static_cast<std::size_t>(matrix.size()))}});
}

val out(const AnchorModes& modes) {
  return object({{"eigenvalues", modes.eigenvalues}, {"covariance", modes.covariance}, {"otherVariance", modes.otherVariance}});
}

val out(const AnchorBasis& basis) { return object({{"vectors", basis.vectors}, {"own", basis.own}, {"other", basis.other}}); }

val out(const Score& score) { return object({{"value", score.value}, {"modesKept", score.modesKept}}); }

val out(const RetrievalDirection& direction) {
  return object({{"curve", direction.curve},
                 {"captionCurve", direction.captionCurve},
                 {"chance", direction.chance},
                 {"identicalCurve", direction.identicalCurve},
                 {"hits", direction.hits},
                 {"medianRank", direction.medianRank},
                 {"mrr", direction.mrr}});
}

val object(std::initializer_list<Field> fields) {
  val made = val::object();
  for (const auto& [name, value] : fields) made.set(name, value);
  return made;
}

}  // namespace askew::bindings
