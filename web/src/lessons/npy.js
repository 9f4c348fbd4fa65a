/** One matrix of float32 as a NumPy file, version 1.0 of the format. @param {Float32Array} values row-major @param {number} rows @param {number} cols */
export function npyFile(values, rows, cols) {
  const text = `{'descr': '<f4', 'fortran_order': False, 'shape': (${rows}, ${cols}), }`;
  // The data begin at a multiple of 64 bytes; the header ends with a line feed.
  const length = Math.ceil((10 + text.length + 1) / 64) * 64;
  const head = `${text.padEnd(length - 11)}\n`;
  const bytes = new Uint8Array(length + 4 * rows * cols);
  bytes.set([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0, head.length & 255, head.length >> 8]);
  for (let k = 0; k < head.length; k++) bytes[10 + k] = head.charCodeAt(k);
  const view = new DataView(bytes.buffer, length);
  for (let k = 0; k < rows * cols; k++) view.setFloat32(4 * k, values[k], true);
  return bytes;
}
