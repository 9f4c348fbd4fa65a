// Every name that JavaScript sees. All functions return {value} or {error}; handles are freed with delete().
#include <emscripten/bind.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "askew/bootstrap.hpp"
#include "askew/cka.hpp"
#include "askew/coral.hpp"
#include "askew/engine_peak.hpp"
#include "askew/half_samples.hpp"
#include "askew/kernel_pass.hpp"
#include "askew/mmd.hpp"
#include "askew/modality_gap.hpp"
#include "askew/neighbours.hpp"
#include "askew/pair_grams.hpp"
#include "askew/permutation.hpp"
#include "askew/planted.hpp"
#include "askew/private_moments.hpp"
#include "askew/rotation_range.hpp"
#include "askew/rows.hpp"
#include "askew/spectral_alignment.hpp"
#include "askew/statistics.hpp"
#include "askew/svcca.hpp"
#include "askew/synthetic.hpp"
#include "convert.hpp"
#include "guard.hpp"

namespace askew::bindings {
namespace {

std::size_t size(double n) {
  if (!(n >= 0 && n <= 4294967295.0 && n == std::floor(n))) throw Error(Code::OUT_OF_RANGE, "A size must be a whole number.", {{"size", n}});
  return static_cast<std::size_t>(n);
}

Side side(const std::string& name) {
  if (name == "image") return Side::image;
  if (name == "text") return Side::text;
  throw Error(Code::OUT_OF_RANGE, "A side is \"image\" or \"text\".");
}

Arithmetic arithmetic(const std::string& products) {
  if (products == "float64" || products == "exact") return Arithmetic::float64;
  if (products == "float32" || products == "none") return Arithmetic::float32;
  throw Error(Code::OUT_OF_RANGE, "Products are \"float32\", \"float64\", \"exact\" or \"none\".");
}

// --- rows ---

val rowFacts(val values, double rows, double cols) {
  return guard([&] {
    const OwnedRows x(values, size(rows), size(cols));
    std::vector<double> norms;
    std::vector<std::uint32_t> low, high;
    for (std::size_t i = 0; i < x.view.rows; ++i) {
      const RowFacts f = row_facts(x.view.row(i), x.view.cols);
      norms.push_back(f.norm);
      low.push_back(f.low);
      high.push_back(f.high);
    }
    val object = val::object();
    object.set("norms", out(norms));
    object.set("low", out(low));
    object.set("high", out(high));
    return object;
  });
}

val selfIsOne(val values, double rows, double cols) {
  return guard([&] {
    const OwnedRows x(values, size(rows), size(cols));
    std::vector<std::uint32_t> flags;
    for (std::size_t i = 0; i < x.view.rows; ++i) flags.push_back(self_is_one(x.view.row(i), x.view.cols));
    return out(flags);
  });
}

val rowClasses(val low, val high) {
  return guard([&] {
    const RowClasses c = row_classes(naturals(low), naturals(high));
    val object = val::object();
    object.set("of", out(c.of));
    object.set("sizes", out(c.sizes));
    object.set("firsts", out(c.firsts));
    return object;
  });
}

// Cosine of each text with the image that imageOf (a row of `images`) names.
val matchedCosines(val images, val imageNorms, val texts, val textNorms, val imageOf, double cols) {
  return guard([&] {
    const auto nx = doubles(imageNorms), ny = doubles(textNorms);
    const auto of = integers(imageOf);
    const OwnedRows x(images, nx.size(), size(cols)), y(texts, ny.size(), size(cols));
    expect(of, ny.size(), "The text map");
    std::vector<double> cosines;
    for (std::size_t j = 0; j < of.size(); ++j) {
      if (of[j] < 0 || static_cast<std::size_t>(of[j]) >= nx.size())
        throw Error(Code::OUT_OF_RANGE, "A text names an image that is not there.", {{"image", double(of[j])}});
      cosines.push_back(cosine(x.view.row(of[j]), nx[of[j]], y.view.row(j), ny[j], x.view.cols));
    }
    return out(cosines);
  });
}

// --- second-order structure ---

class MomentsHandle {
 public:
  // products: "float32", "float64" (to be stored, without the spread), "exact" (float64 with the spread) or "none".
  MomentsHandle(double dx, double dy, std::string products)
      : dx_(dx), dy_(dy), pass_(size(dx), size(dy), products != "none", arithmetic(products), products != "float64") {}
  val add(val x, val y, double rows, val normX, val normY, val cosines) {
    return guard([&] {
      const OwnedRows a(x, size(rows), size(dx_)), b(y, size(rows), size(dy_));
      const auto na = doubles(normX), nb = doubles(normY);
      const auto cos = cosines.isNull() ? std::vector<double>() : doubles(cosines);
      expect(na, a.view.rows, "The images' norms");
      expect(nb, a.view.rows, "The texts' norms");
      if (!cosines.isNull()) expect(cos, a.view.rows, "The cosines");
      pass_.add(a.view, b.view, na.data(), nb.data(), cosines.isNull() ? nullptr : cos.data());
      return val(true);
    });
  }
  val finish() {
    return guard([&] { return out(pass_.finish()); });
  }

 private:
  double dx_, dy_;
  MomentsPass pass_;
};

class GramHandle {
 public:
  GramHandle(double n, double dx, double dy, std::string products) : dx_(dx), dy_(dy), pass_(size(n), size(dx), size(dy), arithmetic(products)) {}
  val add(val x, val y, double rows) {
    return guard([&] {
      const OwnedRows a(x, size(rows), size(dx_)), b(y, size(rows), size(dy_));
      pass_.add(a.view, b.view);
      return val(true);
    });
  }
  val step() {
    return guard([&] { return val(pass_.step()); });
  }
  val finish() {
    return guard([&] { return out(pass_.finish().flat()); });
  }

 private:
  double dx_, dy_;
  GramPass pass_;
};

// Whether what is left where the products cancel needs them in float64.
val cancels(val structureFlat) {
  return guard([&] { return val(cancellation(structure(structureFlat)) > kCancellation); });
}

// Parts are merged in the order given.
val mergeMoments(val parts) {
  return guard([&] {
    const auto count = parts["length"].as<std::size_t>();
    if (count == 0) throw Error(Code::TOO_FEW_ROWS, "There are no parts to merge.");
    Moments whole = moments(parts[0]);
    for (std::size_t k = 1; k < count; ++k) whole.merge(doubles(parts[k]));
    return out(whole);
  });
}

// {sensitivity, spacing, steps, across, sigma, mu}
val privateNoise(const val& settings) {
  return guard([&] {
    const auto number = [&](const char* name) { return settings[name].as<double>(); };
    const PrivateNoise noise = private_noise({number("epsilon"), number("delta"), number("pairs"), number("pairsPerPatient"),
                                              size(number("imageCols")), size(number("textCols"))});
    val object = val::object();
    object.set("sensitivity", noise.sensitivity);
    object.set("spacing", noise.spacing);
    object.set("steps", double(noise.steps));
    object.set("across", double(noise.across));
    object.set("sigma", noise.sigma());
    object.set("mu", noise.mu());
    return object;
  });
}

val privateMoments(val momentsFlat, val noise, val key) {
  return guard([&] {
    const std::vector<std::uint32_t> words = naturals(key);
    SecretKey secret{};
    if (words.size() != secret.size()) throw Error(Code::SHAPE, "A key has 8 words.", {{"words", double(words.size())}});
    std::copy(words.begin(), words.end(), secret.begin());
    PrivateNoise drawn;
    drawn.sensitivity = noise["sensitivity"].as<double>();
    drawn.spacing = noise["spacing"].as<double>();
    drawn.steps = std::uint32_t(size(noise["steps"].as<double>()));
    drawn.across = std::uint32_t(size(noise["across"].as<double>()));
    return out(private_moments(moments(momentsFlat), drawn, secret));
  });
}

// Eigenvalues of one side, then the other side along its strongest modes.
class AnchorHandle {
 public:
  AnchorHandle(val flat, std::string name) : AnchorHandle(structure(flat), side(name)) {}
  // The first count modes; {more, done}.
  val step(double count) {
    return guard([&] {
      val object = val::object();
      object.set("more", pass_.step(Eigen::Index(size(count))));
      object.set("done", pass_.done(Eigen::Index(size(count))));
      return object;
    });
  }
  val kept(double q) {
    return guard([&] { return val(double(modes_kept(pass_.eigenvalues(), q))); });
  }
  val finish() {
    return guard([&] {
      val object = val::object();
      object.set("modes", comparable_ ? out(pass_.modes()) : val::null());
      const SpectrumSummary u = summary(pass_.eigenvalues());
      object.set("trace", u.trace);
      object.set("effectiveRank", u.effectiveRank);
      object.set("participationRatio", u.participationRatio);
      return object;
    });
  }
  // {vectors, own, other}: an empty matrix for what the form does not have.
  val basis() {
    return guard([&] {
      const AnchorBasis& b = pass_.basis();
      val object = val::object();
      object.set("vectors", out(b.vectors));
      object.set("own", out(b.own));
      object.set("other", out(b.other));
      return object;
    });
  }

 private:
  AnchorHandle(SecondOrder s, Side anchor) : comparable_(s.comparable()), pass_(std::move(s), anchor) {}
  bool comparable_;
  AnchorPass pass_;
};

class BasisHandle {
 public:
  BasisHandle(val flat, std::string name) : basis_(structure(flat), side(name)) {}
  val step() {
    return guard([&] {
      val object = val::object();
      object.set("more", basis_.step());
      object.set("done", basis_.done());
      return object;
    });
  }
  val finish() {
    return guard([&] { return out(basis_.finish()); });
  }

 private:
  SvccaBasis basis_;
};

val spectralAlignment(val anchor, double q, double epsilon) {
  return guard([&] {
    const Score score = spectral_alignment(modes(anchor), q, epsilon);
    val object = val::object();
    object.set("value", score.value);
    object.set("modesKept", score.modesKept);
    return object;
  });
}

val leadingAlignment(val anchor, double kept, double epsilon) {
  return guard([&] { return val(leading_alignment(modes(anchor), Eigen::Index(size(kept)), epsilon).value); });
}

val modesOfVariance(val eigenvalues, double share) {
  return guard([&] {
    const auto values = doubles(eigenvalues);
    return val(double(modes_of_variance(Eigen::Map<const Vector>(values.data(), Eigen::Index(values.size())), share)));
  });
}

val scaleFreeEpsilon(val eigenvalues, double otherTotal) {
  return guard([&] {
    const auto values = doubles(eigenvalues);
    return val(scale_free_epsilon(Eigen::Map<const Vector>(values.data(), Eigen::Index(values.size())), otherTotal));
  });
}

val coordinatesOf(val values, double rows, val vectors) {
  return guard([&] {
    const Matrix v = matrix(vectors);
    const OwnedRows x(values, size(rows), std::size_t(v.rows()));
    return out(coordinates(x.view, v));
  });
}

val absCorrelation(val anchor, double epsilon) {
  return guard([&] { return out(abs_correlation(modes(anchor), epsilon)); });
}

val symmetricMetrics(val momentsFlat, val structureFlat, val imageBasis, val textBasis, double dropped) {
  return guard([&] {
    val object = val::object();
    const auto ofSums = [&](const Moments& m) {
      object.set("rmg", out(rmg(m)));
      object.set("rmgReference", out(rmg_reference(m, dropped)));
      object.set("deltaCosine", out(delta_cosine(m)));
      object.set("centroidEuclidean", out(centroid_euclidean(m)));
      object.set("centroidCosine", out(centroid_cosine(m)));
      object.set("alignment", out(alignment(m)));
      object.set("matchedCosine", m.cosine / m.n);
    };
    const auto ofStructure = [&](const SecondOrder& s) {
      object.set("cka", out(cka(s)));
      object.set("ckaDebiased", out(cka_debiased(s)));
      object.set("coral", out(coral(s)));
      object.set("coralNormalised", out(coral_normalised(s)));
      object.set("svcca", out(svcca(s, matrix(imageBasis), matrix(textBasis))));
    };
    Moments m = moments(momentsFlat);
    ofSums(m);
    // The structure is mostly that of the moments, which are large.
    ofStructure(structureFlat.strictlyEquals(momentsFlat) ? SecondOrder::from(std::move(m)) : structure(structureFlat));
    return object;
  });
}

val svccaRows(val x, double xCols, val y, double yCols, double rows) {
  return guard([&] {
    const OwnedRows a(x, size(rows), size(xCols)), b(y, size(rows), size(yCols));
    return out(svcca_rows(a.view, b.view));
  });
}

// {value, bound}; only for moments with products and one width.
val mmdSeries(val momentsFlat) {
  return guard([&] {
    const SeriesValue v = mmd_series(moments(momentsFlat));
    val object = val::object();
    object.set("value", v.value);
    object.set("bound", v.bound);
    return object;
  });
}

val medianDistance(val x, double xRows, val y, double yRows, double cols) {
  return guard([&] {
    const OwnedRows a(x, size(xRows), size(cols)), b(y, size(yRows), size(cols));
    return val(median_distance(a.view, b.view));
  });
}

// `count` of n rows; purpose: "median distance" or "chance levels".
val sampleRows(double n, double count, double seed, std::string purpose) {
  return guard([&] {
    if (purpose != "median distance" && purpose != "chance levels") throw Error(Code::OUT_OF_RANGE, "A sample is for a median distance or for chance levels.");
    return out(sample_rows(size(n), size(count), std::uint64_t(seed), purpose == "median distance" ? Purpose::median_distance : Purpose::chance_levels));
  });
}

// Mean of both sides' rows.
val pooledMean(val momentsFlat) {
  return guard([&] {
    const Moments m = moments(momentsFlat);
    if (m.dx() != m.dy()) throw Error(Code::SHAPE, "A common mean needs one width.", {{"imageCols", double(m.dx())}, {"textCols", double(m.dy())}});
    return out(Vector((m.x.sum + m.y.sum) / (2 * m.n)));
  });
}

// Bound of mmdFromSums' biased value from cosines of float32 tiles; longest: rows of both sides.
val mmdTilesBound(val sums, double n, double longestX, double longestY, double cols) {
  return guard([&] {
    const auto s = doubles(sums);
    expect(s, 3, "The kernel sums");
    return val(mmd_biased_bound({s[0], s[1], s[2]}, n, longestX, longestY, fine_tolerance(size(cols))));
  });
}

// sums: [xx, yy, xy] over all ordered pairs.
val mmdFromSums(val sums, double n) {
  return guard([&] {
    const auto s = doubles(sums);
    expect(s, 3, "The kernel sums");
    val object = val::object();
    object.set("biased", mmd_biased({s[0], s[1], s[2]}, n));
    object.set("unbiased", mmd_unbiased({s[0], s[1], s[2]}, n));
    return object;
  });
}

// --- statistics ---

Alternative alternative(const std::string& name) {
  if (name == "two-sided") return Alternative::two_sided;
  if (name == "greater") return Alternative::greater;
  if (name == "less") return Alternative::less;
  throw Error(Code::OUT_OF_RANGE, "An alternative is \"two-sided\", \"greater\" or \"less\".");
}

val mannWhitney(val x, val y, std::string side) {
  return guard([&] { return out(mann_whitney(doubles(x), doubles(y), alternative(side))); });
}
val oneSampleT(val x, std::string side) {
  return guard([&] { return out(one_sample_t(doubles(x), alternative(side))); });
}
val wilcoxonTest(val differences, std::string side) {
  return guard([&] { return out(wilcoxon(doubles(differences), alternative(side))); });
}
val spearmanTest(val x, val y) {
  return guard([&] { return out(spearman(doubles(x), doubles(y))); });
}
val spearmanStratified(val x, val y, val stratum) {
  return guard([&] { return out(spearman_stratified(doubles(x), doubles(y), integers(stratum))); });
}
val spearmanPermuted(val x, val y, val stratum, val cluster, double permutations, double seed) {
  return guard([&] {
    return out(
        spearman_permuted(doubles(x), doubles(y), integers(stratum), integers(cluster), size(permutations), std::uint64_t(seed)));
  });
}
val spearmanReplicates(val x, val y, val stratum, val cluster, double replicates, double seed) {
  return guard([&] {
    return out(spearman_replicates(doubles(x), doubles(y), integers(stratum), integers(cluster), size(replicates), std::uint64_t(seed)));
  });
}
val holmAdjusted(val p) {
  return guard([&] { return out(holm(doubles(p))); });
}
val mcnemarTest(double b, double c) {
  return guard([&] { return out(mcnemar(b, c)); });
}
// --- uncertainty ---

AnchorBasis basisOf(const val& shapes) { return {matrix(shapes["vectors"]), matrix(shapes["own"]), matrix(shapes["other"])}; }

class PermutationHandle {
 public:
  // image, text: {modes, basis}
  PermutationHandle(val structure, val image, val text, double q, double epsilon)
      : PermutationHandle(bindings::structure(structure), image, text, q, epsilon) {}
  val add(val x, val y, double rows, val normX, val normY) {
    return guard([&] {
      const OwnedRows a(x, size(rows), size(cols_)), b(y, size(rows), size(cols_));
      const auto na = doubles(normX), nb = doubles(normY);
      expect(na, a.view.rows, "The images' norms");
      expect(nb, a.view.rows, "The texts' norms");
      test_.add(a.view, b.view, na.data(), nb.data());
      return val(true);
    });
  }
  // Of the permutations begin … end - 1: {imageToText, textToImage, cka, deltaCosine}; seed null: of all pairings in order.
  val scores(val seed, double begin, double end) {
    return guard([&] {
      std::vector<double> it, ti, cka, delta;
      for (std::size_t p = size(begin); p < size(end); ++p) {
        const PermutedScores s = seed.isNull() ? test_.ranked_scores(p) : test_.scores(std::uint64_t(seed.as<double>()), p);
        it.push_back(s.imageToText);
        ti.push_back(s.textToImage);
        cka.push_back(s.cka);
        delta.push_back(s.deltaCosine);
      }
      val object = val::object();
      object.set("imageToText", out(it));
      object.set("textToImage", out(ti));
      object.set("cka", out(cka));
      object.set("deltaCosine", out(delta));
      return object;
    });
  }

 private:
  PermutationHandle(SecondOrder s, val image, val text, double q, double epsilon)
      : cols_(s.dx), test_(s, modes(image["modes"]), modes(text["modes"]), q, epsilon, basisOf(image["basis"]), basisOf(text["basis"])) {}
  double cols_;
  PermutationTest test_;
};

class MomentBlocksHandle {
 public:
  val add(val flat) {
    return guard([&] {
      blocks_.add(moments(flat));
      return val(true);
    });
  }
  // Moments of the seed's replicate `index`.
  val replicate(double seed, double index) {
    return guard([&] {
      return out(blocks_.replicate(bootstrap_weights(blocks_.size(), std::uint64_t(seed), size(index))));
    });
  }
  // Moments of the half-sample `index`, of 32 blocks.
  val half(double index) {
    return guard([&] { return out(blocks_.replicate(half_sample(size(index)))); });
  }

 private:
  MomentBlocks blocks_;
};

val bootstrapWeights(double units, double seed, double index) {
  return guard([&] { return out(bootstrap_weights(size(units), std::uint64_t(seed), size(index))); });
}

val scoresOf(const ReplicateScores& r) {
  val object = val::object();
  object.set("imageToText", out(r.imageToText));
  object.set("textToImage", out(r.textToImage));
  object.set("cka", out(r.cka));
  object.set("ckaDebiased", out(r.ckaDebiased));
  object.set("coral", out(r.coral));
  object.set("coralNormalised", out(r.coralNormalised));
  object.set("mmd", out(r.mmd));
  object.set("rmg", out(r.rmg));
  object.set("deltaCosine", out(r.deltaCosine));
  object.set("svcca", out(r.svcca));
  object.set("centroidEuclidean", out(r.centroidEuclidean));
  object.set("centroidCosine", out(r.centroidCosine));
  object.set("alignment", out(r.alignment));
  return object;
}

val replicateScores(val momentsFlat, double q, double epsilon, double mmdBound) {
  return guard([&] { return scoresOf(replicate_scores(moments(momentsFlat), q, epsilon, mmdBound)); });
}

val halfOf(const HalfScores& h) {
  val object = scoresOf(h.scores);
  object.set("crossImageToText", out(h.crossImageToText));
  object.set("crossTextToImage", out(h.crossTextToImage));
  return object;
}

val halvesOf(const std::array<HalfScores, 2>& halves) {
  val list = val::array();
  for (const HalfScores& h : halves) list.call<void>("push", halfOf(h));
  return list;
}

// Scores of a half and of its complement.
val halfScores(val first, val second, double q, double epsilon, double mmdBound) {
  return guard([&] { return halvesOf(half_scores(moments(first), moments(second), q, epsilon, mmdBound)); });
}

val dealtBlocks(double units, double seed, double blocks) {
  return guard([&] { return out(dealt_blocks(size(units), std::uint64_t(seed), size(blocks))); });
}

// Weights of the 32 blocks.
val halfSample(double index) {
  return guard([&] { return out(half_sample(size(index))); });
}

// {fall, rise} for z = 1 and 2, from all modes and their basis.
val rotationRange(val structureFlat, std::string name, val anchor, val basisShapes, double q, double epsilon) {
  return guard([&] {
    const RotationRange r = rotation_range(structure(structureFlat), side(name), modes(anchor), basisOf(basisShapes), q, epsilon);
    val object = val::object();
    object.set("fall", out(std::vector<double>(r.fall.begin(), r.fall.end())));
    object.set("rise", out(std::vector<double>(r.rise.begin(), r.rise.end())));
    return object;
  });
}

// Means of |x - mean|^4 and |y - mean|^4.
val centredFourths(val structureFlat) {
  return guard([&] {
    const SecondOrder s = structure(structureFlat);
    return out(std::vector<double>{s.kk / s.n, s.ll / s.n});
  });
}

class PairGramsHandle {
 public:
  PairGramsHandle(double n, double dx, double dy) : n_(n), dx_(dx), dy_(dy), grams_(size(n), size(dx), size(dy)) {}
  val add(val x, val y, double rows, val normX, val normY, val cosines) {
    return guard([&] {
      const OwnedRows a(x, size(rows), size(dx_)), b(y, size(rows), size(dy_));
      const auto na = doubles(normX), nb = doubles(normY);
      const auto cos = cosines.isNull() ? std::vector<double>() : doubles(cosines);
      expect(na, a.view.rows, "The images' norms");
      expect(nb, a.view.rows, "The texts' norms");
      if (!cosines.isNull()) expect(cos, a.view.rows, "The cosines");
      grams_.add(a.view, b.view, na.data(), nb.data(), cosines.isNull() ? nullptr : cos.data());
      return val(true);
    });
  }
  // {more, done}
  val step() {
    return guard([&] {
      val object = val::object();
      object.set("more", grams_.step());
      object.set("done", grams_.done());
      return object;
    });
  }
  // Scores of the seed's replicate `index`.
  val replicate(double seed, double index, double q, double epsilon, double mmdBound) {
    return guard([&] {
      return scoresOf(grams_.replicate(bootstrap_weights(size(n_), std::uint64_t(seed), size(index)), q, epsilon, mmdBound));
    });
  }
  // Scores of a half and of its complement; one weight a pair, 0 or 1.
  val halves(val weights, double q, double epsilon, double mmdBound) {
    return guard([&] { return halvesOf(grams_.halves(naturals(weights), q, epsilon, mmdBound)); });
  }

 private:
  double n_, dx_, dy_;
  PairGrams grams_;
};

// --- tiles ---

// Blocks of one side, packed; they stay while they fit the budget, the last one always.
class BlockStore {
 public:
  BlockStore(double cols, double budget, bool fine)
      : cols_(cols), budget_(budget), precision_(fine ? Precision::fine : Precision::fast), spare_(precision_) {}
  bool has(double index) const { return kept_.count(index) > 0 || (spare_.rows() > 0 && spareIndex_ == index); }
  val put(double index, double first, val rows, val norms) {
    return guard([&] {
      const auto n = doubles(norms);
      const OwnedRows x(rows, n.size(), size(cols_));
      const bool keep = used_ < budget_;
      SimilarityBlock& block = keep ? kept_.try_emplace(index, precision_).first->second : spare_;
      if (!keep) spareIndex_ = index;
      block.assign(size(first), x.view, n.data());
      if (keep) used_ += double(block.bytes());
      return val(keep);
    });
  }
  // Chosen rows by their numbers, ascending; they stay whatever the budget.
  val choose(double index, val ids, val rows, val norms) {
    return guard([&] {
      const auto n = doubles(norms);
      const OwnedRows x(rows, n.size(), size(cols_));
      kept_.try_emplace(index, precision_).first->second.assign(integers(ids), x.view, n.data());
      return val(true);
    });
  }
  const SimilarityBlock& at(double index) const {
    const auto found = kept_.find(index);
    if (found != kept_.end()) return found->second;
    if (spare_.rows() > 0 && spareIndex_ == index) return spare_;
    throw Error(Code::INTERNAL, "A block was not loaded.", {{"block", index}});
  }

 private:
  double cols_, budget_, used_ = 0, spareIndex_ = -1;
  Precision precision_;
  std::map<double, SimilarityBlock> kept_;
  SimilarityBlock spare_;
};

class RetrievalHandle {
 public:
  RetrievalHandle(val start, val cosine, val sigmas)
      : texts_(cosine["length"].as<std::size_t>()), pass_(integers(start), doubles(cosine), doubles(sigmas)) {}
  void begin() { pass_.begin(); }
  val add(const BlockStore& images, double image, const BlockStore& texts, double text, bool imageQueries, bool textQueries) {
    return guard([&] {
      pass_.add(images.at(image), texts.at(text), imageQueries, textQueries);
      return val(true);
    });
  }
  // Counts of all texts, or of those at these positions.
  val result(val positions) {
    return guard([&] {
      val object = val::object();
      object.set("counts", positions.isNull() ? out(pass_.counts(), texts_) : out(picked(pass_.counts(), integers(positions)), positions["length"].as<std::size_t>()));
      object.set("histogram", out(pass_.histogram()));
      object.set("kernel", out(std::vector<double>(pass_.kernel().begin(), pass_.kernel().end())));
      return object;
    });
  }

 private:
  static RetrievalCounts picked(const RetrievalCounts& all, const std::vector<std::int32_t>& at) {
    RetrievalCounts some;
    for (const auto& [from, to] : {std::pair{&all.aboveImageToText, &some.aboveImageToText}, std::pair{&all.tiedImageToText, &some.tiedImageToText},
                                   std::pair{&all.aboveTextToImage, &some.aboveTextToImage}, std::pair{&all.tiedTextToImage, &some.tiedTextToImage}})
      for (const std::int32_t p : at) to->push_back(from->at(std::size_t(p)));
    return some;
  }

  std::size_t texts_;
  RetrievalPass pass_;
};

class NeighbourHandle {
 public:
  NeighbourHandle(double n, double k, val sigmas) : pass_(size(n), size(k), doubles(sigmas)) {}
  val begin(const BlockStore& rows, double index) {
    return guard([&] {
      pass_.begin(rows.at(index));
      return val(true);
    });
  }
  val beginSample(const BlockStore& rows, double index) {
    return guard([&] {
      pass_.begin_sample(rows.at(index));
      return val(true);
    });
  }
  val add(const BlockStore& rows, double index, const BlockStore& others, double other) {
    return guard([&] {
      pass_.add(rows.at(index), others.at(other));
      return val(true);
    });
  }
  val result() {
    return guard([&] {
      val object = val::object();
      object.set("first", double(pass_.lists().first));
      object.set("cosines", out(pass_.lists().cosines));
      object.set("rows", out(pass_.lists().rows));
      object.set("uniformity", pass_.uniformity());
      object.set("rowUniformity", out(pass_.row_uniformity()));
      object.set("kernel", out(std::vector<double>(pass_.kernel().begin(), pass_.kernel().end())));
      return object;
    });
  }

 private:
  NeighbourPass pass_;
};

class KernelHandle {
 public:
  KernelHandle(val centre, val sigmas, bool exact) : cols_(centre["length"].as<std::size_t>()), pass_(doubles(centre), doubles(sigmas), exact) {}
  // {values, bounds}: over all pairs of rows of a and b, or with b null over ordered pairs i != j of a.
  val sums(val a, double aRows, val b, double bRows) {
    return guard([&] {
      const OwnedRows x(a, size(aRows), cols_);
      const KernelPass::Sums s = b.isNull() ? pass_.within(x.view) : pass_.between(x.view, OwnedRows(b, size(bRows), cols_).view);
      val object = val::object();
      object.set("values", out(s.values));
      object.set("bounds", out(s.bounds));
      return object;
    });
  }

 private:
  std::size_t cols_;
  KernelPass pass_;
};

val sampleQueries(double n, val cosine, val textClass, double count, double seed) {
  return guard([&] {
    const RetrievalSample s = sample_queries(size(n), doubles(cosine), integers(textClass), size(count), std::uint64_t(seed));
    val object = val::object();
    object.set("images", out(s.images));
    object.set("texts", out(s.texts));
    object.set("counted", out(s.counted));
    return object;
  });
}

// images, texts: the queries by number, or null for all.
val retrievalScores(val start, val cosine, val countArrays, val textClass, val images, val texts) {
  return guard([&] {
    const auto s = integers(start), c = integers(textClass);
    const auto cos = doubles(cosine);
    const RetrievalCounts found = counts(countArrays);
    const Retrieval r = images.isNull() ? retrieval(s, cos, found, c) : retrieval_sample(s, cos, found, c, integers(images), integers(texts));
    val object = val::object();
    object.set("imageToText", out(r.imageToText));
    object.set("textToImage", out(r.textToImage));
    object.set("identicalTexts", r.identicalTexts);
    return object;
  });
}

// Lists of parts: arrays of {first, cosines, rows} for each side.
NeighbourLists merged(const val& parts, std::size_t n, std::size_t k) {
  NeighbourLists whole(0, n, k);
  const auto count = parts["length"].as<std::size_t>();
  for (std::size_t p = 0; p < count; ++p) {
    NeighbourLists part;
    part.first = size(parts[p]["first"].as<double>());
    part.k = k;
    part.cosines = doubles(parts[p]["cosines"]);
    part.rows = integers(parts[p]["rows"]);
    expect(part.cosines, part.rows.size(), "A list of neighbours");
    whole.merge(part);
  }
  return whole;
}

val commonNeighbours(val image, val text, double rows, double neighbours) {
  return guard([&] {
    const std::size_t n = size(rows), k = size(neighbours);
    return out(common_neighbours(merged(image, n, k), merged(text, n, k)));
  });
}

val uniformityOf(double sum, double n) {
  return guard([&] { return val(uniformity(sum, n)); });
}

// --- examples, bench ---

SyntheticSpec synthetic_spec(const val& s) {
  SyntheticSpec spec;
  const auto number = [&](const char* key, double otherwise) {
    return s[key].isUndefined() ? otherwise : s[key].as<double>();
  };
  spec.pairs = size(number("pairs", double(spec.pairs)));
  spec.width = size(number("width", double(spec.width)));
  spec.captions = size(number("captions", double(spec.captions)));
  spec.shared = size(number("shared", double(spec.shared)));
  spec.imageOnly = size(number("imageOnly", double(spec.imageOnly)));
  spec.textOnly = size(number("textOnly", double(spec.textOnly)));
  spec.privateStrength = number("privateStrength", spec.privateStrength);
  spec.decay = number("decay", spec.decay);
  spec.noiseImage = number("noiseImage", spec.noiseImage);
  spec.noiseText = number("noiseText", spec.noiseText);
  spec.gap = number("gap", spec.gap);
  spec.seed = size(number("seed", double(spec.seed)));
  spec.wrongPairs = number("wrongPairs", spec.wrongPairs);
  spec.duplicates = number("duplicates", spec.duplicates);
  return spec;
}

val syntheticPairs(val s) {
  return guard([&] {
    const SyntheticSpec spec = synthetic_spec(s);
    const SyntheticPairs p = synthetic(spec);
    val object = val::object();
    object.set("images", out(p.images));
    object.set("texts", out(p.texts));
    return object;
  });
}

val out(const PlantedShares& shares) {
  val object = val::object();
  object.set("shared", shares.shared);
  object.set("own", shares.own);
  object.set("noise", shares.noise);
  return object;
}

val plantedTruth(val s, double q, double epsilon) {
  return guard([&] {
    const Planted p = planted(synthetic_spec(s), q, epsilon);
    val object = val::object();
    object.set("image", out(p.image));
    object.set("text", out(p.text));
    object.set("imageToText", p.imageToText.value);
    object.set("textToImage", p.textToImage.value);
    return object;
  });
}

val multiplyAddPeak(double steps) {
  return guard([&] { return val(multiply_add_peak(size(steps))); });
}

val productKernel(double rows, double cols, double repeats) {
  return guard([&] { return val(product_kernel(size(rows), size(cols), size(repeats))); });
}

// Constructors may throw, so handles are made here.
template <class Handle, class... Arguments>
val make(Arguments... arguments) {
  return guard([&] { return val(std::make_shared<Handle>(arguments...)); });
}

}  // namespace
}  // namespace askew::bindings

using namespace askew::bindings;

EMSCRIPTEN_BINDINGS(askew) {
  using namespace emscripten;
  function("rowFacts", &rowFacts);
  function("selfIsOne", &selfIsOne);
  function("rowClasses", &rowClasses);
  function("matchedCosines", &matchedCosines);
  function("cancels", &cancels);
  function("mergeMoments", &mergeMoments);
  function("privateNoise", &privateNoise);
  function("privateMoments", &privateMoments);
  function("spectralAlignment", &spectralAlignment);
  function("leadingAlignment", &leadingAlignment);
  function("modesOfVariance", &modesOfVariance);
  function("scaleFreeEpsilon", &scaleFreeEpsilon);
  function("coordinates", &coordinatesOf);
  function("absCorrelation", &absCorrelation);
  function("symmetricMetrics", &symmetricMetrics);
  function("svccaRows", &svccaRows);
  function("mmdSeries", &mmdSeries);
  function("bootstrapWeights", &bootstrapWeights);
  function("replicateScores", &replicateScores);
  function("dealtBlocks", &dealtBlocks);
  function("halfSample", &halfSample);
  function("halfScores", &halfScores);
  function("rotationRange", &rotationRange);
  function("centredFourths", &centredFourths);
  function("medianDistance", &medianDistance);
  function("sampleRows", &sampleRows);
  function("pooledMean", &pooledMean);
  function("mmdTilesBound", &mmdTilesBound);
  function("mmdFromSums", &mmdFromSums);
  function("mannWhitney", &mannWhitney);
  function("oneSampleT", &oneSampleT);
  function("wilcoxon", &wilcoxonTest);
  function("spearman", &spearmanTest);
  function("spearmanStratified", &spearmanStratified);
  function("spearmanPermuted", &spearmanPermuted);
  function("spearmanReplicates", &spearmanReplicates);
  function("holm", &holmAdjusted);
  function("mcnemar", &mcnemarTest);
  function("retrievalScores", &retrievalScores);
  function("sampleQueries", &sampleQueries);
  function("commonNeighbours", &commonNeighbours);
  function("uniformity", &uniformityOf);
  function("syntheticPairs", &syntheticPairs);
  function("planted", &plantedTruth);
  function("multiplyAddPeak", &multiplyAddPeak);
  function("productKernel", &productKernel);

  class_<MomentsHandle>("MomentsPass")
      .smart_ptr<std::shared_ptr<MomentsHandle>>("MomentsPass")
      .function("add", &MomentsHandle::add)
      .function("finish", &MomentsHandle::finish);
  function("momentsPass", &make<MomentsHandle, double, double, std::string>);
  class_<GramHandle>("GramPass")
      .smart_ptr<std::shared_ptr<GramHandle>>("GramPass")
      .function("add", &GramHandle::add)
      .function("step", &GramHandle::step)
      .function("finish", &GramHandle::finish);
  function("gramPass", &make<GramHandle, double, double, double, std::string>);
  class_<AnchorHandle>("AnchorPass")
      .smart_ptr<std::shared_ptr<AnchorHandle>>("AnchorPass")
      .function("step", &AnchorHandle::step)
      .function("kept", &AnchorHandle::kept)
      .function("basis", &AnchorHandle::basis)
      .function("finish", &AnchorHandle::finish);
  function("anchorPass", &make<AnchorHandle, val, std::string>);
  class_<BasisHandle>("SvccaBasis")
      .smart_ptr<std::shared_ptr<BasisHandle>>("SvccaBasis")
      .function("step", &BasisHandle::step)
      .function("finish", &BasisHandle::finish);
  function("svccaBasis", &make<BasisHandle, val, std::string>);
  class_<PermutationHandle>("PermutationTest")
      .smart_ptr<std::shared_ptr<PermutationHandle>>("PermutationTest")
      .function("add", &PermutationHandle::add)
      .function("scores", &PermutationHandle::scores);
  function("permutationTest", &make<PermutationHandle, val, val, val, double, double>);
  class_<MomentBlocksHandle>("MomentBlocks")
      .smart_ptr<std::shared_ptr<MomentBlocksHandle>>("MomentBlocks")
      .function("add", &MomentBlocksHandle::add)
      .function("replicate", &MomentBlocksHandle::replicate)
      .function("half", &MomentBlocksHandle::half);
  function("momentBlocks", &make<MomentBlocksHandle>);
  class_<PairGramsHandle>("PairGrams")
      .smart_ptr<std::shared_ptr<PairGramsHandle>>("PairGrams")
      .function("add", &PairGramsHandle::add)
      .function("step", &PairGramsHandle::step)
      .function("replicate", &PairGramsHandle::replicate)
      .function("halves", &PairGramsHandle::halves);
  function("pairGrams", &make<PairGramsHandle, double, double, double>);
  class_<BlockStore>("BlockStore")
      .smart_ptr<std::shared_ptr<BlockStore>>("BlockStore")
      .function("has", &BlockStore::has)
      .function("put", &BlockStore::put)
      .function("choose", &BlockStore::choose);
  function("blockStore", &make<BlockStore, double, double, bool>);
  class_<RetrievalHandle>("RetrievalPass")
      .smart_ptr<std::shared_ptr<RetrievalHandle>>("RetrievalPass")
      .function("begin", &RetrievalHandle::begin)
      .function("add", &RetrievalHandle::add)
      .function("result", &RetrievalHandle::result);
  function("retrievalPass", &make<RetrievalHandle, val, val, val>);
  class_<NeighbourHandle>("NeighbourPass")
      .smart_ptr<std::shared_ptr<NeighbourHandle>>("NeighbourPass")
      .function("begin", &NeighbourHandle::begin)
      .function("beginSample", &NeighbourHandle::beginSample)
      .function("add", &NeighbourHandle::add)
      .function("result", &NeighbourHandle::result);
  class_<KernelHandle>("KernelPass")
      .smart_ptr<std::shared_ptr<KernelHandle>>("KernelPass")
      .function("sums", &KernelHandle::sums);
  function("kernelPass", &make<KernelHandle, val, val, bool>);
  function("neighbourPass", &make<NeighbourHandle, double, double, val>);
}
