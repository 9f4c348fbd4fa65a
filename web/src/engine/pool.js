/** Workers on the page's side: tasks in, promises out. A worker that dies is replaced and its task runs again. */
import { Failure } from "../failure.js";
import { turn } from "./slices.js";

/** @import { FileLike, MatrixSource } from "../types.d.ts" */
/** @import { Context } from "./audit-state.js" */

/**
 * @typedef {object} WorkerLink
 * @property {(message: object, transfer?: ArrayBuffer[]) => void} post
 * @property {(onMessage: (message: any) => void, onEnd: (reason: string) => void) => void} listen
 * @property {() => void} end
 */

/**
 * @typedef {object} Platform
 * @property {ArrayBuffer} wasm
 * @property {string} wasmSha256
 * @property {number} workers hardware threads
 * @property {() => WorkerLink} spawn
 * @property {(file: number, blob: import("../types.d.ts").BlobLike) => void} [expect] a file that workers will read soon; its number as of numberOf
 * @property {(file: FileLike, next?: () => Promise<void>) => Promise<string>} sha256 next: awaited between two pieces; what it throws ends the work
 */

/**
 * @typedef {object} Job
 * @property {number} id
 * @property {string} kind
 * @property {number} audit
 * @property {object} message
 * @property {ArrayBuffer[]} transfer moved to the worker; such a task cannot be tried again
 * @property {number} tries
 * @property {string} [near]
 * @property {boolean} [bound] runs nowhere but where its `near` is at home
 * @property {("moments" | "structure" | "bases" | "queryRows")[]} needs
 * @property {(done: number) => void} [progress]
 * @property {(value: any) => void} resolve
 * @property {(error: Failure) => void} reject
 */

/**
 * homes: names of tasks (see run) that began here. given: what of the audits' shared values is here.
 * @typedef {{ link: WorkerLink, job: Job | null, known: Set<number>, homes: Set<string>, given: Set<unknown> }} Member
 */

/** A task is tried again this often after its worker died. */
const TRIES = 2;

const stopped = () => new Failure("CANCELLED", "Stopped.");

export class Pool {
  /** @param {Platform} platform @param {number} [workers] */
  constructor(platform, workers) {
    this.platform = platform;
    this.size = Math.max(1, Math.floor(workers ?? platform.workers));
    /** @type {Member[]} */
    this.members = [];
    /** @type {Job[]} */
    this.queue = [];
    /** @type {Map<number, { context: Context, sources: Record<"images" | "texts", MatrixSource>, shared: Record<string, object> }>} */
    this.audits = new Map();
    this.next = 0;
  }

  /** Starts the workers, so that the first audit need not wait. */
  start() {
    while (this.members.length < this.size) this.members.push(this.#member());
  }

  /** @param {Context} context @param {Record<"images" | "texts", MatrixSource>} sources @returns {number} the audit's number */
  open(context, sources) {
    this.audits.set(++this.next, { context, sources, shared: {} });
    return this.next;
  }

  /** More of the context, known later. @param {number} audit @param {Partial<Context>} more */
  extend(audit, more) {
    Object.assign(this.#open(audit).context, more);
    for (const member of this.members) if (member.known.has(audit)) member.link.post({ extend: audit, context: more });
  }

  /** Large values that some tasks need; a worker is sent each of them once, with the first task that names it. @param {number} audit @param {Record<string, object>} values */
  share(audit, values) {
    Object.assign(this.#open(audit).shared, values);
  }

  /** Between two pieces of work that is not a task: others get a turn, and what was closed ends. @param {number} audit */
  async turn(audit) {
    await turn();
    this.#open(audit);
  }

  /** @param {number} audit */
  #open(audit) {
    const open = this.audits.get(audit);
    if (!open) throw stopped();
    return open;
  }

  /** @param {number} audit */
  close(audit) {
    for (const value of Object.values(this.audits.get(audit)?.shared ?? {})) for (const member of this.members) member.given.delete(value);
    this.audits.delete(audit);
    this.#drop(audit);
    for (const member of this.members) {
      for (const home of member.homes) if (home.startsWith(`${audit} `)) member.homes.delete(home);
      if (!member.known.delete(audit)) continue;
      // A busy worker stops at its next slice; it frees the audit afterwards, because messages keep their order.
      member.link.post({ cancel: audit });
      if (member.job?.audit === audit) member.known.add(-audit);
      else member.link.post({ close: audit });
    }
  }

  /**
   * first: before what waits already. near: tasks of one name go to the worker where the first of them ran, as long as there
   * is other work for the others; they find there what it left. bound: they go nowhere else.
   * @param {string} kind @param {number} audit 0 for a task without one @param {object} message
   * @param {{ progress?: (done: number) => void, transfer?: ArrayBuffer[], first?: boolean, near?: string, needs?: Job["needs"], bound?: boolean }} [more]
   * @returns {Promise<any>}
   */
  run(kind, audit, message, { progress, transfer = [], first = false, near, bound = false, needs = [] } = {}) {
    if (audit !== 0 && !this.audits.has(audit)) return Promise.reject(stopped());
    this.start();
    return new Promise((resolve, reject) => {
      const job = {
        id: ++this.next,
        kind,
        audit,
        message,
        transfer,
        tries: 0,
        needs,
        progress,
        resolve,
        reject,
        ...(near && { near: `${audit} ${near}`, bound }),
      };
      if (first) this.queue.unshift(job);
      else this.queue.push(job);
      this.#feed();
    });
  }

  dispose() {
    for (const member of this.members) member.link.end();
    this.members = [];
    for (const job of this.queue.splice(0)) job.reject(stopped());
  }

  /** Waiting and running tasks of an audit fail at once. @param {number} audit */
  #drop(audit) {
    for (const job of this.queue.filter((waiting) => waiting.audit === audit)) job.reject(stopped());
    this.queue = this.queue.filter((job) => job.audit !== audit);
    for (const member of this.members) if (member.job?.audit === audit) member.job.reject(stopped());
  }

  /** @returns {Member} */
  #member() {
    const link = this.platform.spawn();
    /** @type {Member} */
    const member = { link, job: null, known: new Set(), homes: new Set(), given: new Set() };
    link.listen(
      (message) => this.#receive(member, message),
      (reason) => this.#replace(member, reason),
    );
    link.post({ wasm: this.platform.wasm });
    return member;
  }

  #feed() {
    for (const member of this.members) {
      if (member.job) continue;
      const job = this.#take(member);
      if (!job) continue;
      member.job = job;
      if (job.near) member.homes.add(job.near);
      try {
        this.#send(member, job);
      } catch (error) {
        // What cannot be posted fails its task; it must not keep the worker taken.
        member.job = null;
        job.reject(Failure.from(error));
      }
    }
  }

  /** The next task for a worker: the first that is not at home with another one; failing that, the first that may run anywhere. @param {Member} member */
  #take(member) {
    const elsewhere = (/** @type {Job} */ { near }) =>
      near !== undefined && this.members.some((other) => other !== member && other.homes.has(near));
    const own = this.queue.findIndex((job) => !elsewhere(job));
    const index = own >= 0 ? own : this.queue.findIndex((job) => !job.bound);
    return index < 0 ? undefined : this.queue.splice(index, 1)[0];
  }

  /** @param {Member} member @param {Job} job */
  #send(member, job) {
    const audit = this.audits.get(job.audit);
    if (audit && !member.known.has(job.audit)) {
      member.link.post({ open: job.audit, context: audit.context });
      member.known.add(job.audit);
    }
    for (const name of job.needs) {
      const value = audit?.shared[name];
      if (member.given.has(value)) continue;
      member.link.post({ extend: job.audit, context: { [name]: value } });
      member.given.add(value);
    }
    member.link.post({ id: job.id, kind: job.kind, audit: job.audit, message: job.message }, job.transfer);
  }

  /** @param {Member} member @param {any} message */
  async #receive(member, message) {
    if (message.question) return this.#answer(member, message);
    const { job } = member;
    if (!job || message.id !== job.id) return;
    if ("progress" in message) return job.progress?.(message.progress);
    member.job = null;
    if (member.known.delete(-job.audit)) member.link.post({ close: job.audit });
    if (message.error) job.reject(Failure.from(message.error));
    else job.resolve(message.value);
    this.#feed();
  }

  /** A worker asks for rows that it cannot read itself. @param {Member} member @param {any} message */
  async #answer(member, { question, audit, side, begin, end }) {
    try {
      const source = this.audits.get(audit)?.sources[/** @type {"images" | "texts"} */ (side)];
      if (!source) throw stopped();
      const rows = await source.readRows(begin, end);
      // Copied, so that the source keeps its own.
      const own = rows.slice();
      member.link.post({ answer: question, rows: own }, [own.buffer]);
    } catch (error) {
      const { code, message, details } = Failure.from(error);
      member.link.post({ answer: question, error: { code, message, details } });
    }
  }

  /** @param {Member} member @param {string} reason */
  #replace(member, reason) {
    const index = this.members.indexOf(member);
    if (index < 0) return;
    const { job } = member;
    member.job = null;
    member.link.end();
    this.members.splice(index, 1);
    if (job && job.tries + 1 < TRIES && job.transfer.length === 0) this.queue.unshift({ ...job, tries: job.tries + 1 });
    else
      job?.reject(
        new Failure(
          "WORKER_DIED",
          `A background worker ended unexpectedly (${reason}). Probably memory ran out: close other tabs, or use fewer workers.`,
          { reason },
        ),
      );
    if (this.queue.length === 0) return;
    this.start();
    this.#feed();
  }
}
