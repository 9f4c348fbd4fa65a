/** Changes that keep a file's shell whole, so that what lies inside is reached: lengths and checksums are made right again. */
import { zip } from "../fixtures/build/zip.js";
import { mutated, numberInWords, replaced } from "./mutations.js";

/** @import { Random } from "./random.js" */
/** @import { Part, Seed } from "./seeds.js" */

const NPY_MARK = "\x93NUMPY";
const PICKLE_CODES = new TextEncoder().encode("(.0012FGIJKLMNPQRSTUVX]abcdeghijloprstu})");
const HIGH_CODES = Uint8Array.from({ length: 25 }, (_, i) => 0x80 + i);

const NAMES = [
  "ctorch._utils\n_rebuild_tensor_v2\n",
  "ctorch._utils\n_rebuild_parameter\n",
  "ctorch\nFloatStorage\n",
  "ctorch\nHalfStorage\n",
  "ctorch\nSize\n",
  "ccollections\nOrderedDict\n",
  "ccollections\ndefaultdict\n",
  "cnumpy\ndtype\n",
  "cnumpy\nndarray\n",
  "cnumpy.core.multiarray\n_reconstruct\n",
  "cnumpy.core.multiarray\nscalar\n",
  "cnumpy.core.numeric\n_frombuffer\n",
  "c_codecs\nencode\n",
  "cbuiltins\nset\n",
  "cbuiltins\nbytearray\n",
  "cbuiltins\nint\n",
  "cbuiltins\ndict\n",
].map((text) => new TextEncoder().encode(text));

const WORDS = {
  "<f4": ["<f2", ">f8", "|u1", "<i8", "<u8", "|b1", "<c8", "|O", "<U5", "V2", "<f16"],
  False: ["True", "None", "0"],
  "(": ["[", "((", "(-"],
  F32: ["F64", "F16", "BF16", "I64", "BOOL", "F8_E4M3", "U8"],
  data_offsets: ["offsets", "__proto__", "shape"],
};

/** @param {Uint8Array} bytes @param {number} at @param {number} size */
function numberAt(bytes, at, size) {
  let value = 0;
  for (let i = size - 1; i >= 0; i--) value = value * 256 + bytes[at + i];
  return value;
}

/** A header in words, changed; its length stands before it. @param {Uint8Array} bytes @param {Random} random @param {number} at of the length @param {number} size of the length */
function header(bytes, random, at, size) {
  const begin = at + size;
  const end = Math.min(bytes.length, begin + numberAt(bytes, at, size));
  if (end <= begin) return bytes;
  let text = bytes.subarray(begin, end);
  for (let left = random.chance(0.6) ? 1 : 2 + random.below(2); left > 0; left--) {
    if (random.chance(0.7)) text = numberInWords(text, random);
    else {
      const [word, others] = random.pick(Object.entries(WORDS));
      text = new TextEncoder().encode(new TextDecoder("latin1").decode(text).replace(word, random.pick(others)));
    }
  }
  const out = replaced(bytes, begin, end, text);
  if (random.chance(0.9)) for (let i = 0, rest = text.length; i < size; i++, rest = Math.floor(rest / 256)) out[at + i] = rest % 256;
  return out;
}

/** Instructions and names in place of others. @param {Uint8Array} bytes @param {Random} random */
function program(bytes, random) {
  let out = bytes.slice();
  for (let left = random.chance(0.6) ? 1 : 2 + random.below(3); left > 0 && out.length > 0; left--) {
    const at = random.below(out.length);
    const way = random.below(5);
    if (way === 0) out = replaced(out, at, at + (random.chance(0.5) ? 1 : 0), random.pick(NAMES));
    else if (way === 1) out = replaced(out, at, at, Uint8Array.of(random.pick([...PICKLE_CODES, ...HIGH_CODES])));
    else if (way === 2) out[at] = random.pick([...PICKLE_CODES, ...HIGH_CODES]);
    else {
      // A number beneath its instruction: J, K, M, G, LONG1, BINGET and their like.
      const near = out.findIndex((code, i) => i >= at && i < at + 64 && "JKMGhjqr\x8aXU".includes(String.fromCharCode(code)));
      if (near >= 0 && near + 1 < out.length)
        out[near + 1 + random.below(Math.min(8, out.length - near - 1))] = random.pick([0, 1, 2, 3, 0x7f, 0x80, 0xff]);
    }
  }
  return out;
}

/** @param {Uint8Array} bytes @param {string} name @param {Random} random @param {Uint8Array} other */
function inner(bytes, name, random, other) {
  if (bytes.length === 0 || random.chance(0.3)) return mutated(bytes, random, other);
  if (new TextDecoder("latin1").decode(bytes.subarray(0, 6)) === NPY_MARK && bytes.length > 12)
    return header(bytes, random, 8, bytes[6] === 1 ? 2 : 4);
  if (name.endsWith(".safetensors") && bytes.length > 8) return header(bytes, random, 0, 8);
  if (/\.(pkl|joblib|p|pickle)$/.test(name)) return program(bytes, random);
  return mutated(bytes, random, other);
}

/** The same archive with other contents, and now and then a directory that lies. @param {readonly Part[]} parts @param {Random} random */
function archive(parts, random) {
  const main = parts.filter(({ name }) => /\.(pkl|npy)$/.test(name));
  const target = main.length > 0 && random.chance(0.8) ? random.pick(main) : random.pick(parts);
  const members = parts.map((part) => ({ ...part, deflated: random.chance(0.1) !== part.deflated, padding: random.chance(0.5) ? 0 : 20 }));
  const at = parts.indexOf(target);
  members[at].data = inner(target.data, target.name, random, random.pick(parts).data);
  if (members.length > 1 && random.chance(0.1)) members.splice(random.below(members.length), 1);
  if (random.chance(0.05)) members.push({ ...random.pick(members) });
  return zip(
    members.map((member) => (random.chance(0.05) ? { ...member, states: lie(member.data.length, random) } : member)),
    { zip64: random.chance(0.2), comment: random.chance(0.1) ? "PK\x05\x06" : "" },
  );
}

/** @param {number} size @param {Random} random */
function lie(size, random) {
  const wrong = random.pick([0, 1, size + 1, Math.max(0, size - 1), 2 ** 31, 2 ** 32 - 1]);
  return { [random.pick(["size", "packed", "crc", "headerBegin"])]: wrong };
}

/** @param {Seed} seed @param {Random} random @param {Seed} other of the same reader */
export function structured(seed, random, other) {
  if (seed.parts && seed.parts.length > 0) return archive(seed.parts, random);
  return inner(seed.bytes, seed.name, random, other.bytes);
}
