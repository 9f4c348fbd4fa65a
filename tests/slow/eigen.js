/** Eigenvalues and eigenvectors of symmetric matrices, apart from the core's: Householder's reduction, then implicit QL (EISPACK's tred2 and tql2). */

/** Row-major, order x order. @typedef {{ order: number, values: Float64Array }} Square */
/** values descend; row k of vectors is the k-th eigenvector. @typedef {{ values: Float64Array, vectors: Float64Array, order: number }} Eigen */

/** Reduces v to a tridiagonal matrix and leaves the transformation in it. @param {Float64Array[]} v rows @param {Float64Array} d @param {Float64Array} e */
function tridiagonal(v, d, e) {
  const n = d.length;
  for (let j = 0; j < n; j++) d[j] = v[n - 1][j];
  for (let i = n - 1; i > 0; i--) {
    let scale = 0;
    let h = 0;
    for (let k = 0; k < i; k++) scale += Math.abs(d[k]);
    if (scale === 0) {
      e[i] = d[i - 1];
      for (let j = 0; j < i; j++) {
        d[j] = v[i - 1][j];
        v[i][j] = 0;
        v[j][i] = 0;
      }
    } else {
      for (let k = 0; k < i; k++) {
        d[k] /= scale;
        h += d[k] * d[k];
      }
      const f = d[i - 1];
      const g = f > 0 ? -Math.sqrt(h) : Math.sqrt(h);
      e[i] = scale * g;
      h -= f * g;
      d[i - 1] = f - g;
      reflect(v, d, e, i, h);
    }
    d[i] = h;
  }
  for (let i = 0; i < n - 1; i++) {
    v[n - 1][i] = v[i][i];
    v[i][i] = 1;
    const h = d[i + 1];
    if (h !== 0) {
      for (let k = 0; k <= i; k++) d[k] = v[k][i + 1] / h;
      for (let j = 0; j <= i; j++) {
        let g = 0;
        for (let k = 0; k <= i; k++) g += v[k][i + 1] * v[k][j];
        for (let k = 0; k <= i; k++) v[k][j] -= g * d[k];
      }
    }
    for (let k = 0; k <= i; k++) v[k][i + 1] = 0;
  }
  for (let j = 0; j < n; j++) {
    d[j] = v[n - 1][j];
    v[n - 1][j] = 0;
  }
  v[n - 1][n - 1] = 1;
  e[0] = 0;
}

/** One reflection of the reduction. @param {Float64Array[]} v @param {Float64Array} d @param {Float64Array} e @param {number} i @param {number} h */
function reflect(v, d, e, i, h) {
  e.fill(0, 0, i);
  for (let j = 0; j < i; j++) {
    const f = d[j];
    v[j][i] = f;
    let g = e[j] + v[j][j] * f;
    for (let k = j + 1; k < i; k++) {
      g += v[k][j] * d[k];
      e[k] += v[k][j] * f;
    }
    e[j] = g;
  }
  let f = 0;
  for (let j = 0; j < i; j++) {
    e[j] /= h;
    f += e[j] * d[j];
  }
  const hh = f / (h + h);
  for (let j = 0; j < i; j++) e[j] -= hh * d[j];
  for (let j = 0; j < i; j++) {
    const [fj, gj] = [d[j], e[j]];
    for (let k = j; k < i; k++) v[k][j] -= fj * e[k] + gj * d[k];
    d[j] = v[i - 1][j];
    v[i][j] = 0;
  }
}

/** @param {Float64Array[]} columns eigenvectors as rows, turned along @param {Float64Array} d @param {Float64Array} e */
function diagonal(columns, d, e) {
  const n = d.length;
  e.copyWithin(0, 1);
  e[n - 1] = 0;
  let shift = 0;
  let largest = 0;
  for (let l = 0; l < n; l++) {
    largest = Math.max(largest, Math.abs(d[l]) + Math.abs(e[l]));
    let m = l;
    while (m < n - 1 && Math.abs(e[m]) > 2 ** -52 * largest) m++;
    while (m > l && Math.abs(e[l]) > 2 ** -52 * largest) {
      const before = d[l];
      let p = (d[l + 1] - before) / (2 * e[l]);
      const r = p < 0 ? -Math.hypot(p, 1) : Math.hypot(p, 1);
      d[l] = e[l] / (p + r);
      d[l + 1] = e[l] * (p + r);
      const next = d[l + 1];
      const moved = before - d[l];
      for (let i = l + 2; i < n; i++) d[i] -= moved;
      shift += moved;
      p = d[m];
      let [c, c2, c3, s, s2] = [1, 1, 1, 0, 0];
      const second = e[l + 1];
      for (let i = m - 1; i >= l; i--) {
        c3 = c2;
        c2 = c;
        s2 = s;
        const g = c * e[i];
        const h = c * p;
        const size = Math.hypot(p, e[i]);
        e[i + 1] = s * size;
        s = e[i] / size;
        c = p / size;
        p = c * d[i] - s * g;
        d[i + 1] = h + s * (c * g + s * d[i]);
        turn(columns[i], columns[i + 1], c, s);
      }
      p = (-s * s2 * c3 * second * e[l]) / next;
      e[l] = s * p;
      d[l] = c * p;
    }
    d[l] += shift;
    e[l] = 0;
  }
}

/** @param {Float64Array} a @param {Float64Array} b @param {number} c @param {number} s */
function turn(a, b, c, s) {
  for (let k = 0; k < a.length; k++) {
    const h = b[k];
    b[k] = s * a[k] + c * h;
    a[k] = c * a[k] - s * h;
  }
}

/** @param {Square} matrix symmetric @returns {Eigen} */
export function eigen({ order: n, values }) {
  const rows = Array.from({ length: n }, (_, i) => values.slice(i * n, (i + 1) * n));
  const [d, e] = [new Float64Array(n), new Float64Array(n)];
  tridiagonal(rows, d, e);
  const columns = rows.map((_, j) => Float64Array.from({ length: n }, (__, i) => rows[i][j]));
  diagonal(columns, d, e);
  const order = Array.from(d.keys()).sort((a, b) => d[b] - d[a]);
  const vectors = new Float64Array(n * n);
  order.forEach((from, to) => {
    vectors.set(columns[from], to * n);
  });
  return { values: Float64Array.from(order, (k) => d[k]), vectors, order: n };
}

/** a'b of matrices given by rows: a is rows x p, b is rows x q. @param {Float64Array} a @param {Float64Array} b @param {number} rows @returns {Float64Array} p x q */
export function crossProduct(a, b, rows) {
  const [p, q] = [a.length / rows, b.length / rows];
  const out = new Float64Array(p * q);
  for (let r = 0; r < rows; r++)
    for (let i = 0; i < p; i++) {
      const factor = a[r * p + i];
      if (factor !== 0) for (let j = 0; j < q; j++) out[i * q + j] += factor * b[r * q + j];
    }
  return out;
}

/** v C w' for rows v_i and w_j. @param {Float64Array} v count x d @param {Float64Array} c d x d @param {Float64Array} w other count x d @param {number} d @returns {Float64Array} count x other count */
export function inBasis(v, c, w, d) {
  const [p, q] = [v.length / d, w.length / d];
  const out = new Float64Array(p * q);
  const along = new Float64Array(d);
  for (let i = 0; i < p; i++) {
    along.fill(0);
    for (let a = 0; a < d; a++) {
      const factor = v[i * d + a];
      if (factor !== 0) for (let b = 0; b < d; b++) along[b] += factor * c[a * d + b];
    }
    for (let j = 0; j < q; j++) {
      let sum = 0;
      for (let b = 0; b < d; b++) sum += along[b] * w[j * d + b];
      out[i * q + j] = sum;
    }
  }
  return out;
}
