/** PNG pictures of eight bits a channel as Chromium writes them, to pixels; and small pictures of few colours back. */
import { crc32, deflateSync, inflateSync } from "node:zlib";

/** @typedef {{ width: number, height: number, pixels: Uint8Array }} Picture pixels: red, green, blue of each, row by row */

const SIGNATURE = Buffer.from("\x89PNG\r\n\x1a\n", "latin1");
/** Channels by the header's colour type. @type {Readonly<Record<number, number>>} */
const CHANNELS = { 2: 3, 3: 1, 6: 4 };

/** @param {Uint8Array} bytes @returns {Map<string, Buffer>} parts of one name joined */
function chunks(bytes) {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (!file.subarray(0, 8).equals(SIGNATURE)) throw new Error("This is no PNG.");
  /** @type {Map<string, Buffer>} */
  const found = new Map();
  for (let at = 8; at < file.length; ) {
    const length = file.readUInt32BE(at);
    const name = file.toString("latin1", at + 4, at + 8);
    found.set(name, Buffer.concat([found.get(name) ?? Buffer.alloc(0), file.subarray(at + 8, at + 8 + length)]));
    at += 12 + length;
  }
  return found;
}

/** The one of three neighbours that is nearest to left + up - corner (PNG, 9.4). @param {number} left @param {number} up @param {number} corner */
function paeth(left, up, corner) {
  const [a, b, c] = [Math.abs(up - corner), Math.abs(left - corner), Math.abs(left + up - 2 * corner)];
  if (a <= b && a <= c) return left;
  return b <= c ? up : corner;
}

/** Rows without their filters. @param {Buffer} data @param {number} height @param {number} stride bytes a row @param {number} step bytes a pixel */
function unfiltered(data, height, stride, step) {
  const rows = new Uint8Array(height * stride);
  for (let y = 0; y < height; y++) {
    const filter = data[y * (stride + 1)];
    const from = y * (stride + 1) + 1;
    const to = y * stride;
    for (let x = 0; x < stride; x++) {
      const left = x < step ? 0 : rows[to + x - step];
      const up = y === 0 ? 0 : rows[to + x - stride];
      const corner = x < step || y === 0 ? 0 : rows[to + x - stride - step];
      const guess = [0, left, up, (left + up) >> 1, filter === 4 ? paeth(left, up, corner) : 0][filter];
      rows[to + x] = data[from + x] + guess;
    }
  }
  return rows;
}

/** @param {Uint8Array} bytes @returns {Picture} */
export function decode(bytes) {
  const parts = chunks(bytes);
  const head = /** @type {Buffer} */ (parts.get("IHDR"));
  const [width, height] = [head.readUInt32BE(0), head.readUInt32BE(4)];
  const channels = CHANNELS[head[9]];
  if (head[8] !== 8 || !channels || head[12] !== 0) throw new Error(`A PNG of ${head[8]} bits and colour type ${head[9]} is not read.`);
  const rows = unfiltered(inflateSync(/** @type {Buffer} */ (parts.get("IDAT"))), height, width * channels, channels);
  const palette = parts.get("PLTE");
  const pixels = new Uint8Array(3 * width * height);
  for (let k = 0; k < width * height; k++)
    for (let c = 0; c < 3; c++) pixels[3 * k + c] = palette ? palette[3 * rows[k] + c] : rows[channels * k + c];
  return { width, height, pixels };
}

/** @param {string} name @param {Uint8Array} data */
function chunk(name, data) {
  const body = Buffer.concat([Buffer.from(name, "latin1"), data]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, sum]);
}

/** With a palette: a page has few colours. @param {Picture} picture of at most 256 colours */
export function encode({ width, height, pixels }) {
  /** @type {Map<number, number>} */
  const palette = new Map();
  const rows = Buffer.alloc(height * (width + 1));
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const at = 3 * (y * width + x);
      const colour = (pixels[at] << 16) | (pixels[at + 1] << 8) | pixels[at + 2];
      if (!palette.has(colour)) palette.set(colour, palette.size);
      rows[y * (width + 1) + 1 + x] = /** @type {number} */ (palette.get(colour));
    }
  if (palette.size > 256) throw new Error(`${palette.size} colours are more than the 256 of a palette.`);
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 3], 8);
  const colours = Buffer.from([...palette.keys()].flatMap((colour) => [colour >> 16, (colour >> 8) & 255, colour & 255]));
  return Buffer.concat([
    SIGNATURE,
    chunk("IHDR", head),
    chunk("PLTE", colours),
    chunk("IDAT", deflateSync(rows, { level: 9 })),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}
