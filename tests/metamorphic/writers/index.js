/** The table of writers: what each can hold decides which layouts it is asked for. */
import { BINARY } from "./binary.js";
import { NUMPY } from "./numpy.js";
import { TABLE_WRITERS } from "./tables.js";
import { TEXT } from "./text.js";
import { TORCH } from "./torch.js";

/** @import { Form, FormName } from "../forms.js" */

/** @typedef {Uint8Array | { suffix: string, bytes: Uint8Array }[]} Bytes several where one form takes several files */
/** @typedef {{ extension: string, forms: readonly FormName[], write: (form: Form) => Bytes | Promise<Bytes> }} Writer */

/** @type {Readonly<Record<string, Writer>>} */
export const WRITERS = { ...NUMPY, ...BINARY, ...TORCH, ...TEXT, ...TABLE_WRITERS };
