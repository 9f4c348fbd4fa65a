import { arxivDoi, PAPER_AGAIN, PAPER_WORK } from "../report/citing.js";
import { RANGE_COVERAGE, RANGE_MEANING } from "../report/range-words.js";
import { BLOCKS, HALVES, LEAST_PAIRS, T } from "../resampling.js";
import { abs, apply, bar, formula, norm, over, root, row, sub, subsup, sum, sup } from "./mathml.js";

/** @import { Work } from "../report/types.d.ts" */
/** @import { Definition, Term } from "./types.d.ts" */

/** @param {string} by @param {string} title @param {string} id of arXiv @returns {Work} */
const arxiv = (by, title, id) => ({ by, title, doi: arxivDoi(id) });

const KORNBLITH = arxiv("Kornblith et al. 2019", "Similarity of Neural Network Representations Revisited", "1905.00414");

const T_WORDS = T.toFixed(2);

const transposed = (/** @type {string} */ name) => sup(name, "T");
const frobenius = (/** @type {Term[]} */ ...terms) => sub(norm(...terms), "F");
const mean = (/** @type {Term} */ index, /** @type {Term[]} */ ...terms) => apply(sub("mean", index), ...terms);

/** X: images, Y: texts, one row per pair; of several texts of an image the first counts, except for retrieval. @type {readonly Definition[]} */
export const DEFINITIONS = [
  {
    id: "sas",
    name: "Spectral Alignment Score (SAS)",
    formula: formula(
      "SAS",
      "(",
      "X",
      "→",
      "Y",
      ";",
      "q",
      ")",
      "=",
      over(sum("k", sub("λ", "k"), abs(sub("ρ", "k"))), sum("k", sub("λ", "k"))),
    ),
    words:
      "Take the directions (eigenvectors) of the anchor’s covariance, strongest first, and keep those whose variance λ is at least the quantile 1 − q of all. " +
      "ρ is the correlation of the two sides along a direction. The score is the mean of |ρ| weighted by λ: 1 where the other side follows every kept direction.",
    sources: [PAPER_WORK],
    tries: "textOnly=4",
  },
  {
    id: "rho",
    name: "Correlation along a direction, ρ",
    formula: formula(sub("ρ", "k"), "=", over(mean("i", sub("a", "ik"), sub("b", "ik")), root(sub("λ", "k"), sub("v", "k"), "+", "ε"))),
    words: "a and b are the two centred sides along direction k, v the other side’s variance there; ε = 10⁻⁸ as in the paper’s code.",
    sources: [PAPER_AGAIN],
    tries: "imageOnly=2",
  },
  {
    id: "imbalance",
    name: "Imbalance and symmetric score",
    formula: formula("imbalance", "=", "SAS", "(", "I", "→", "T", ")", "−", "SAS", "(", "T", "→", "I", ")"),
    words: "The symmetric score is the mean of the two.",
    sources: [PAPER_AGAIN],
    tries: "textOnly=4",
  },
  {
    id: "scale-free",
    name: "Scale-free ε*",
    formula: formula("ε*", "=", sup(10, "−12"), sub("λ", 1), sum("k", sub("v", "k"))),
    words:
      "In place of the paper’s fixed ε. The scores then do not change when a side is scaled, and directions along which a side is constant up to rounding count as uncorrelated.",
    sources: ["this project"],
    tries: "q=1&gap=1",
  },
  {
    id: "direction",
    name: "What a direction gives",
    formula: formula(sub("g", "k"), "=", over(row(sub("λ", "k"), abs(sub("ρ", "k"))), sum("j", sub("λ", "j")))),
    words:
      "Over the directions that count; these sum to the side’s score. Images’ directions add to the imbalance, the texts’ subtract. " +
      "A pair carries the correlation as the product of its two coordinates (in standard deviations) agrees with the sign of ρ.",
    sources: ["terms of the score"],
    tries: "imageOnly=2",
  },
  {
    id: "eta",
    name: "Correlation ratio, η",
    formula: formula(sup("η", 2), "=", 1, "−", over(row("(", 1, "−", "B", "/", "T", ")", "(", "n", "−", 1, ")"), row("n", "−", "g"))),
    words:
      "For columns of words and of a few whole numbers: B: sum of squares between the g groups, T: in all; the second factor takes away what g groups explain by chance. 0 where that is negative.",
    sources: ["Kelley 1935"],
  },
  {
    id: "chance",
    name: "Chance level and p",
    formula: formula("E", abs("ρ"), "≈", root(over(2, row("π", "n")))),
    words:
      "The pairs are shuffled, 1,000 times unless asked otherwise; the anchor’s directions stay. p is the share of shuffled pairs that score as high, " +
      "the given ones and ties counted. Few pairs have few pairings: then each is scored once. Where pairs belong together (a patient’s), whole patients change places. On average SAS then comes to about this: 0.113 for 50 pairs, 0.036 for 500, 0.011 for 5,000.",
    sources: ["permutation test; mean of the absolute value of a normal variable with variance 1/n"],
    tries: "pairs=50&wrongPairs=1",
  },
  {
    id: "beyond-chance",
    name: "Beyond chance (calibrated score)",
    formula: formula("s′", "=", apply("max", "(", 0, ",", over(row("s", "−", "τ"), row(1, "−", "τ")), ")")),
    words:
      "How much of the score is left once chance has had its share? τ: of the scores of all shuffled pairings and of the given one, that which 95 % do not exceed. 0: chance alone gives as much. 1: the highest there is. " +
      "Many dimensions and few pairs raise the scores of any two sides; this takes that away. Of RMG, a distance, it is (τ − s) / τ, τ that which 95 % do not fall below. It has no interval.",
    sources: [{ by: "Gröger, Wen and Brbić 2026", title: "Revisiting the Platonic Representation Hypothesis: An Aristotelian View" }],
    tries: "pairs=50&wrongPairs=1",
  },
  {
    id: "interval",
    name: "95 % interval",
    formula: [
      formula("low", "=", "θ", "−", apply("max", "(", "b", ",", 0, ")"), "−", T_WORDS, "·", "SE"),
      formula("high", "=", "θ", "+", apply("max", "(", "−", "b", ",", 0, ")"), "+", T_WORDS, "·", "SE"),
    ],
    words:
      `The images, each with its texts, are dealt to ${BLOCKS} blocks by a seeded shuffle; ${HALVES} halves of ${BLOCKS / 2} blocks are scored, each with its own directions. SE is the standard ` +
      `deviation of these scores, b their mean less θ, ${T_WORDS} Student’s t of ${BLOCKS - 1} degrees of freedom; CORAL has it by its square. Recall (Wilson’s interval: the queries are halved, ` +
      "the candidates stay) and mutual k-NN (each pair left out as query and as neighbour) have intervals of other samples of the same size. CKA and SVCCA have none: small samples raise them by more. " +
      "Directional scores have a range for the population instead. Where pairs belong together (a patient’s), whole patients are dealt. Audits saved by earlier versions have θ ± t SE by the bootstrap.",
    sources: ["balanced half-samples, McCarthy 1969"],
    tries: "pairs=200",
  },
  {
    id: "range",
    name: "Range for the population’s score",
    formula: [
      formula("low", "=", "P", "−", 2, apply("max", "(", "b", ",", 0, ")"), "−", T_WORDS, "·", "SE", "−", sub("D", 2)),
      formula("high", "=", "P", "+", 2, apply("max", "(", "−", "b", ",", 0, ")"), "+", T_WORDS, "·", "SE", "+", "U"),
    ],
    words:
      `${RANGE_MEANING} b: mean of the halves’ scores less the whole’s, P. D and U: how far the score falls and rises when each kept direction is turned toward each weaker one by what ` +
      `sampling could have turned it (twice √(λ λ′ / n) / |λ − λ′|; for U once, unless b < 0), root of the sum of squares. Imbalance: D of one side with U of the other, likewise; symmetric score: the mean of both. ` +
      `${RANGE_COVERAGE} Not given below ${LEAST_PAIRS} pairs or for heavy tails.`,
    sources: ["this project", { by: "angles by Anderson 1963", title: "Asymptotic Theory for Principal Component Analysis" }],
    tries: "pairs=200",
  },
  {
    id: "trace",
    name: "Trace alignment of the kept directions",
    formula: formula(
      over(
        abs(sum("k", subsup("v", "k", "T"), sub("C", "XY"), sub("v", "k"))),
        root(
          sum("k", subsup("v", "k", "T"), sub("C", "XX"), sub("v", "k")),
          sum("k", subsup("v", "k", "T"), sub("C", "YY"), sub("v", "k")),
        ),
      ),
    ),
    words:
      "v: the anchor’s kept directions, C: covariances. It does not change when the kept directions are turned among each other, which this sample may not tell apart. " +
      "It is another quantity: directions whose covariances have opposite signs cancel.",
    sources: ["this project"],
    tries: "pairs=200",
  },
  {
    id: "cross-fitted",
    name: "Cross-fitted score",
    formula: formula(over(sum("k", sup(sub("λ", "k"), "′"), sub("s", "k"), sup(sub("ρ", "k"), "′")), sum("k", sup(sub("λ", "k"), "′")))),
    words:
      `Directions and the signs s of their covariances come from one half of the pairs; variances λ′ and correlations ρ′ along them from the other half. Mean over ${HALVES} halves. ` +
      "About 0 where the sides have nothing to do with each other, whatever the number of pairs. It is the score of directions found in half of the pairs, not SAS.",
    sources: ["this project; cross-fitting"],
    tries: "pairs=50&wrongPairs=1",
  },
  {
    id: "cka",
    name: "CKA",
    formula: formula(
      "CKA",
      "=",
      over(subsup(norm(transposed("X"), "Y"), "F", 2), row(frobenius(transposed("X"), "X"), frobenius(transposed("Y"), "Y"))),
    ),
    words: "Linear, both sides centred. 0: unrelated, 1: the same up to rotation and scale.",
    sources: [KORNBLITH],
    tries: "shared=0&imageOnly=8&textOnly=8&pairs=20",
  },
  {
    id: "cka-debiased",
    name: "CKA, debiased",
    formula: formula(
      "CKA",
      "=",
      over(row("HSIC", "(", "X", ",", "Y", ")"), root("HSIC", "(", "X", ",", "X", ")", "HSIC", "(", "Y", ",", "Y", ")")),
    ),
    words:
      "The same with the unbiased estimator of HSIC, so that few pairs do not raise it. Needs at least 4 pairs; can be slightly negative.",
    sources: [
      {
        by: "Song et al. 2012",
        title: "Feature Selection via Dependence Maximization",
        where: "Journal of Machine Learning Research 13, 1393–1434",
      },
      KORNBLITH,
    ],
    tries: "shared=0&imageOnly=8&textOnly=8&pairs=20",
  },
  {
    id: "svcca",
    name: "SVCCA",
    formula: formula("SVCCA", "=", over(1, 10), sum("k", sub("σ", "k"), "(", subsup("U", "X", "T"), sub("U", "Y"), ")")),
    words:
      "Columns standardised; U: the 10 leading left singular vectors of each side, fewer where the side has fewer above a millionth of the first; σ: singular values, which are the canonical correlations.",
    sources: [
      arxiv(
        "Raghu et al. 2017",
        "SVCCA: Singular Vector Canonical Correlation Analysis for Deep Learning Dynamics and Interpretability",
        "1706.05806",
      ),
    ],
    tries: "noiseText=2",
  },
  {
    id: "mutual-knn",
    name: "Mutual k-NN",
    formula: formula("m", "=", mean("i", over(row("|", sub("N", "X"), "(", "i", ")", "∩", sub("N", "Y"), "(", "i", ")", "|"), "k"))),
    words: "Share of an item’s k nearest images that are also among its k nearest texts; k = 10 unless fewer pairs.",
    sources: [arxiv("Huh et al. 2024", "The Platonic Representation Hypothesis", "2405.07987")],
    tries: "noiseText=2",
  },
  {
    id: "hubness",
    name: "Hubness",
    formula: formula(
      "S",
      "=",
      over(
        mean("j", sup(row("(", sub("N", "j"), "−", bar("N"), ")"), 3)),
        sup(root(mean("j", sup(row("(", sub("N", "j"), "−", bar("N"), ")"), 2))), 3),
      ),
    ),
    words:
      "N: on how many queries’ lists of the k nearest an item is (k = 10 unless asked otherwise). S is the skewness of N: near 0 where all items are found about as often, above 1 where a few are on very many lists. " +
      "Hubs: the 1 % of the items on most lists. If lists were drawn at random, N would be binomial.",
    sources: [
      {
        by: "Radovanović, Nanopoulos and Ivanović 2010",
        title: "Hubs in Space: Popular Nearest Neighbors in High-Dimensional Data",
        where: "Journal of Machine Learning Research 11, 2487–2531",
      },
    ],
    tries: "gap=0.5",
  },
  {
    id: "rmg",
    name: "Relative modality gap (RMG)",
    formula: formula("RMG", "=", over(sub("d", "XY"), row(sub("d", "XY"), "+", "(", sub("d", "XX"), "+", sub("d", "YY"), ")", "/", 2))),
    words:
      "d = 1 − cosine; XY: mean over matched pairs, XX and YY: means over different items of one side. The paper’s code sums similarities for X and distances for Y over half of the pairs, so its value differs and changes when the sides are exchanged.",
    sources: [
      arxiv(
        "Schrodi et al. 2025",
        "Two Effects, One Trigger: On the Modality Gap, Object Bias, and Information Imbalance in Contrastive Vision-Language Models",
        "2404.07983",
      ),
    ],
    tries: "gap=0.5",
  },
  {
    id: "delta-cosine",
    name: "Δ cosine",
    formula: formula("Δ", "=", sub("c", row("i", "=", "j")), "−", sub("c", row("i", "≠", "j"))),
    words: "c: mean cosine of an image and a text; of right pairs (i = j) less that of wrong pairs (i ≠ j).",
    sources: [PAPER_AGAIN],
    tries: "gap=0.5",
  },
  {
    id: "alignment",
    name: "Alignment and uniformity",
    formula: [
      formula("alignment", "=", mean("i", sup(norm(sub("x", "i"), "−", sub("y", "i")), 2))),
      formula(
        "uniformity",
        "=",
        apply("log", mean(row("i", "≠", "j"), sup("e", row("−", 2, sup(norm(sub("x", "i"), "−", sub("x", "j")), 2))))),
      ),
    ],
    words: "Rows scaled to length 1. Alignment: mean squared distance of matched pairs. Uniformity: how evenly one side fills the sphere.",
    sources: [
      arxiv(
        "Wang and Isola 2020",
        "Understanding Contrastive Representation Learning through Alignment and Uniformity on the Hypersphere",
        "2005.10242",
      ),
    ],
    tries: "gap=0.5",
  },
  {
    id: "procrustes",
    name: "Procrustes distance",
    formula: formula("Procrustes", "=", 2, "−", 2, over(sub(norm(transposed("X"), "Y"), "∗"), row(frobenius("X"), frobenius("Y")))),
    words:
      "Both sides centred. The squared distance of the two clouds, each scaled to size 1, after the turn (or mirroring) that brings them closest: from 0, alike but for turn, place and size, to 2. " +
      "‖ ‖∗ is the sum of the singular values. The sides may have different widths.",
    sources: [
      {
        by: "Schönemann 1966",
        title: "A Generalized Solution of the Orthogonal Procrustes Problem",
        where: "Psychometrika",
        doi: "10.1007/BF02289451",
      },
      arxiv("Ding, Denain and Steinhardt 2021", "Grounding Representation Similarity with Statistical Testing", "2108.01661"),
    ],
    tries: "textOnly=4",
  },
  {
    id: "coral",
    name: "CORAL",
    formula: formula("CORAL", "=", frobenius(sub("C", "X"), "−", sub("C", "Y"))),
    words: "Distance of the two covariance matrices (divided by n − 1). The normalised form divides its square by 4d².",
    sources: [arxiv("Sun and Saenko 2016", "Deep CORAL: Correlation Alignment for Deep Domain Adaptation", "1607.01719")],
    tries: "textOnly=4",
  },
  {
    id: "mmd",
    name: "MMD",
    formula: formula(sup("MMD", 2), "=", sub(bar("k"), "XX"), "+", sub(bar("k"), "YY"), "−", 2, sub(bar("k"), "XY")),
    words:
      "k: Gaussian kernel of two rows, k̄ its mean over all pairs of rows within a side or across. The paper’s form: width σ = 10, times 100. The unbiased form leaves out each row with itself and takes as σ the median distance among both sides’ rows of 256 pairs, drawn at random by the seed (of all pairs where there are no more).",
    sources: [{ by: "Gretton et al. 2012", title: "A Kernel Two-Sample Test", where: "Journal of Machine Learning Research 13, 723–773" }],
    tries: "gap=0.3",
  },
  {
    id: "centroid",
    name: "Distance of the centres",
    formula: [formula(norm(bar("x"), "−", bar("y"))), formula(1, "−", apply("cos", "(", bar("x"), ",", bar("y"), ")"))],
    words: "Between the mean image and the mean text: Euclidean, and as an angle.",
    sources: [
      arxiv(
        "Liang et al. 2022",
        "Mind the Gap: Understanding the Modality Gap in Multi-modal Contrastive Representation Learning",
        "2203.02053",
      ),
    ],
    tries: "gap=0.5",
  },
  {
    id: "effective-rank",
    name: "Effective rank, participation ratio",
    formula: [
      formula(apply("effective", "rank"), "=", "exp", "(", "−", sum("k", sub("p", "k"), apply("log", sub("p", "k"))), ")"),
      formula("ratio", "=", over(sup(row("(", sum("k", sub("λ", "k")), ")"), 2), sum("k", subsup("λ", "k", 2)))),
    ],
    words: "How many directions a side really uses; p: eigenvalues of the covariance, scaled to sum 1.",
    sources: [{ by: "Roy and Vetterli 2007", title: "The Effective Rank: A Measure of Effective Dimensionality", where: "EUSIPCO 2007" }],
    tries: "noiseImage=2",
  },
  {
    id: "retrieval",
    name: "Retrieval: R@k, median rank, MRR, rSum",
    formula: formula("R@", "k", "=", mean("i", "P", "(", "rank", "≤", "k", ")")),
    words:
      "By cosine. An image asks for any of its texts, a text for its image; another item of the same patient, if patients are named, is neither a hit nor a miss. Ties are drawn fairly: the expected value is given, whatever the order of the file. " +
      "MRR: mean of 1/rank. rSum: 100 times the sum of R@1, R@5 and R@10.",
    sources: ["usual practice; ties by expectation"],
    tries: "duplicates=0.6",
  },
  {
    id: "by-label",
    only: "byLabel",
    name: "Search by label: P@k, R@k, nDCG@10",
    formula: formula(
      "nDCG",
      "=",
      over(
        sum("i", over(sub("g", "i"), row("log", "(", "i", "+", 1, ")"))),
        sum(row("i", "≤", "R"), over(1, row("log", "(", "i", "+", 1, ")"))),
      ),
    ),
    words:
      "g: 1 if the i-th of the ten nearest shares a label with the query, else 0; R: how many items do. P@k: mean share of such items among the k nearest; R@k: share of queries with one among them. A text has the labels of its image. " +
      "Only queries with a label ask. Chance: lists drawn at random. These numbers say whether findings are met, not whether the right item is. They have no interval.",
    sources: [
      {
        by: "Järvelin and Kekäläinen 2002",
        title: "Cumulated Gain-Based Evaluation of IR Techniques",
        where: "ACM Transactions on Information Systems 20, 422–446",
      },
    ],
    tries: "duplicates=0.6",
  },
  {
    id: "gap",
    only: "gap",
    name: "The modality gap and its parts",
    formula: formula(
      mean("i", sup(row("‖", sub("u", "i"), "−", sub("v", "i"), "‖"), 2)),
      "=",
      sup(row("‖", bar("u"), "−", bar("v"), "‖"), 2),
      "+",
      apply("tr", sub("C", row("u", "−", "v"))),
    ),
    words:
      "u, v: the rows scaled to length 1. The first part is the distance between the centres; the second is spread over about (tr C)² / ‖C‖² directions. " +
      "Separability: Fisher’s linear discriminant, learnt from one half of the pairs; the area under its curve on the other. " +
      "Private variance: half of the sum of the absolute eigenvalues of the two covariances’ difference, each scaled to trace 1 (their trace distance): " +
      "at most as the pairs it was learnt from show it, at least as the others do. A small gap does not mean good alignment.",
    sources: [
      {
        by: "Liang et al. 2022",
        title: "Mind the Gap: Understanding the Modality Gap in Multi-modal Contrastive Representation Learning",
        where: "NeurIPS",
      },
      arxiv(
        "Yu et al. 2026",
        "Modality Gap-Driven Subspace Alignment Training Paradigm For Multimodal Large Language Models",
        "2602.07026",
      ),
    ],
    tries: "gap=1",
  },
  {
    id: "closing-the-gap",
    only: "gap",
    name: "Closing the gap",
    formula: formula(sup("u", "′"), "=", "(", "u", "−", bar("u"), ")", "W"),
    words:
      "Centred: W is the identity. Whitened: W is the root of the inverse of the side’s covariance, shrunk towards a round one (Ledoit and Wolf) and scaled to keep the variance. " +
      "Without private directions: the means are subtracted, and directions are left out in which one side has 5 % of its variance more than the other. " +
      "All of it is learnt from one half of the pairs and measured on at most 2,000 of the other, then the other way round. " +
      "Intervals of the change are of queries (Bonett and Price, by patient where patients are named), 1.3 times as wide for private directions. One index: the share of an item’s nearest that are of its own side.",
    sources: [
      arxiv("Li et al. 2025", "Closing the Modality Gap for Mixed Modality Search", "2507.19054"),
      {
        by: "Ledoit and Wolf 2004",
        title: "A Well-Conditioned Estimator for Large-Dimensional Covariance Matrices",
        where: "Journal of Multivariate Analysis 88, 365–411",
      },
      {
        by: "Bonett and Price 2012",
        title: "Adjusted Wald Confidence Interval for a Difference of Binomial Proportions Based on Paired Data",
        where: "Journal of Educational and Behavioral Statistics 37, 479–488",
      },
    ],
    tries: "gap=1",
  },
];
