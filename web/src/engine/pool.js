/** Workers on the page's side: tasks in, promises out. A worker that dies is replaced and its task runs again. */
import { Failure } from "../failure.js";
import { shapeOf } from "./worker.js";
import { turn } from "./yielding.js";

/** @import { MatrixSource, Role } from "../types.d.ts" */
/** @import { Answer, Context, Core, FromWorker, Job, Member, MemberState, Message, Placement, Platform, RowsQuestion, SharedName, TaskName } from "./types.d.ts" */

/** A task is tried again this often after its worker died. */
const TRIES = 2;

/** @type {MemberState} */
const IDLE = { is: "idle" };

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
    /** @type {Map<number, { context: Context, sources: Partial<Record<Role, MatrixSource>>, shared: Partial<Context> }>} */
    this.audits = new Map();
    this.next = 0;
  }

  /** Starts the workers, so that the first audit need not wait. */
  start() {
    while (this.members.length < this.size) this.members.push(this.#member());
  }

  /** @param {Context} context @param {Partial<Record<Role, MatrixSource>>} [sources] of rows that workers cannot read themselves @returns {number} the audit's number */
  open(context, sources = {}) {
    this.audits.set(++this.next, { context, sources, shared: {} });
    return this.next;
  }

  /** More of the context, for every worker. @param {number} audit @param {Partial<Context>} more */
  extend(audit, more) {
    Object.assign(this.#open(audit).context, more);
    for (const member of this.members) if (member.audits.has(audit)) member.link.post({ extend: audit, context: more });
  }

  /** Large values that some tasks read; a worker is sent each of them once, with the first task that names it. @param {number} audit @param {Pick<Context, SharedName>} values */
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

  /** Its waiting and running tasks fail at once; a busy worker stops at its next slice. @param {number} audit */
  close(audit) {
    const shared = Object.values(this.audits.get(audit)?.shared ?? {});
    this.audits.delete(audit);
    for (const job of this.queue.filter((waiting) => waiting.audit === audit)) job.reject(stopped());
    this.queue = this.queue.filter((job) => job.audit !== audit);
    for (const member of this.members) {
      for (const value of shared) member.shared.delete(value);
      for (const affinity of member.affinities) if (affinity.startsWith(`${audit} `)) member.affinities.delete(affinity);
      if (!member.audits.delete(audit)) continue;
      member.link.post({ cancel: audit });
      const { state } = member;
      if (state.is === "busy" && state.job.audit === audit) {
        state.job.reject(stopped());
        member.state = { is: "closing", job: state.job };
      } else member.link.post({ close: audit });
    }
  }

  /**
   * @template {TaskName} K
   * @param {K} kind @param {number} audit 0 for a task without one @param {Message<K>} message @param {Placement} [placement]
   * @returns {Promise<Answer<K>>}
   */
  run(kind, audit, message, { affinity, pinned = false, shared = [], first = false, transfer = [], progress } = {}) {
    if (audit !== 0 && !this.audits.has(audit)) return Promise.reject(stopped());
    this.start();
    return new Promise((resolve, reject) => {
      const home = affinity && `${audit} ${affinity}`;
      const answered = /** @type {Job["resolve"]} */ (resolve);
      const id = ++this.next;
      const job = { id, kind, audit, message, transfer, tries: 0, affinity: home, pinned, shared, progress, resolve: answered, reject };
      if (first) this.queue.unshift(job);
      else this.queue.push(job);
      this.#feed();
    });
  }

  /**
   * A function of the core.
   * @template {keyof Core} K
   * @param {K} name @param {number} audit @param {Parameters<Core[K]>} values @param {Placement} [placement]
   */
  call(name, audit, values, placement) {
    return /** @type {Promise<ReturnType<Core[K]>>} */ (this.run("call", audit, { name, values }, placement));
  }

  dispose() {
    for (const member of this.members) member.link.end();
    this.members = [];
    for (const job of this.queue.splice(0)) job.reject(stopped());
  }

  /** @returns {Member} */
  #member() {
    const link = this.platform.spawn();
    /** @type {Member} */
    const member = { link, state: IDLE, audits: new Set(), affinities: new Set(), shared: new Set() };
    link.listen(
      (message) => this.#receive(member, message),
      (reason) => this.#replace(member, reason),
    );
    link.post({ wasm: this.platform.wasm });
    return member;
  }

  #feed() {
    for (const member of this.members) {
      if (member.state.is !== "idle") continue;
      const job = this.#take(member);
      if (!job) continue;
      member.state = { is: "busy", job };
      if (job.affinity) member.affinities.add(job.affinity);
      try {
        // What is copied takes a while, and the next worker's copy waits for a turn.
        if (this.#send(member, job)) return void turn().then(() => this.#feed());
      } catch (error) {
        // What cannot be posted fails its task; it must not keep the worker taken.
        member.state = IDLE;
        job.reject(Failure.from(error));
      }
    }
  }

  /** The next task for a worker: the first whose affinity is not another worker's; failing that, the first that is not pinned. @param {Member} member */
  #take(member) {
    const elsewhere = (/** @type {Job} */ { affinity }) =>
      affinity !== undefined && this.members.some((other) => other !== member && other.affinities.has(affinity));
    const own = this.queue.findIndex((job) => !elsewhere(job));
    const index = own >= 0 ? own : this.queue.findIndex((job) => !job.pinned);
    return index < 0 ? undefined : this.queue.splice(index, 1)[0];
  }

  /** @param {Member} member @param {Job} job @returns {boolean} whether shared values went with it */
  #send(member, { id, kind, audit, message, shared, transfer, progress }) {
    const open = this.audits.get(audit);
    if (open && !member.audits.has(audit)) {
      member.link.post({ open: audit, context: open.context });
      member.audits.add(audit);
    }
    const news = shared.filter((name) => !member.shared.has(open?.shared[name]));
    for (const name of news) {
      const value = open?.shared[name];
      // A copy to hand over costs less than the browser's own of what is kept.
      const given = value instanceof Float64Array ? value.slice() : value;
      member.link.post({ extend: audit, context: { [name]: given } }, given instanceof Float64Array ? [given.buffer] : []);
      member.shared.add(value);
    }
    const buffers = transfer.map(({ buffer }) => /** @type {ArrayBuffer} */ (buffer));
    member.link.post({ id, kind, audit, message }, buffers);
    progress?.(0);
    return news.length > 0;
  }

  /** @param {Member} member @param {FromWorker} message */
  #receive(member, message) {
    if ("question" in message) return this.#answer(member, message);
    const { state } = member;
    if (state.is === "idle" || message.id !== state.job.id) return;
    const { job } = state;
    if ("progress" in message) return job.progress?.(message.progress);
    member.state = IDLE;
    // Rejected before, its answer goes nowhere.
    if (state.is === "closing") member.link.post({ close: job.audit });
    if ("error" in message) job.reject(Failure.from(message.error));
    else {
      job.progress?.(1);
      job.resolve(message.value);
    }
    this.#feed();
  }

  /** A worker asks for rows that it cannot read itself. @param {Member} member @param {RowsQuestion} question */
  async #answer({ link }, { question, audit, side, begin, end }) {
    try {
      const source = this.audits.get(audit)?.sources[side];
      if (!source) throw stopped();
      // Copied, so that the source keeps its own.
      const rows = (await source.readRows(begin, end)).slice();
      link.post({ answer: question, rows }, [rows.buffer]);
    } catch (error) {
      link.post({ answer: question, error: shapeOf(error) });
    }
  }

  /** @param {Member} member @param {string} reason */
  #replace(member, reason) {
    const index = this.members.indexOf(member);
    if (index < 0) return;
    const { state } = member;
    member.state = IDLE;
    member.link.end();
    this.members.splice(index, 1);
    if (state.is === "busy") this.#again(state.job, reason);
    if (this.queue.length === 0) return;
    this.start();
    this.#feed();
  }

  /** What ran on a worker that died. @param {Job} job @param {string} reason */
  #again(job, reason) {
    const words = `A background worker ended unexpectedly (${reason}). Probably memory ran out: close other tabs, or use fewer workers.`;
    if (job.tries + 1 < TRIES && job.transfer.length === 0) this.queue.unshift({ ...job, tries: job.tries + 1 });
    else job.reject(new Failure("WORKER_DIED", words, { reason }));
  }
}
