import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { auditByCommand } from "../web/command.js";
import { BROWSERS, launch } from "./browsers.js";
import { downloadedAudit, giveFiles, openPage, pageInTurn, QUICK_URL, ROOT, runAudit, shownFailures, waitForState } from "./page.js";

/** @param {string} name */
const written = (name) => join(ROOT, "tests/fixtures/written", name);

/** One of each library, and of what loads only with some files. */
const FILES = [
  "lists-zstd.parquet",
  "lists-brotli.parquet",
  "lists-lz4.arrow",
  "in-place.h5",
  "packed.h5",
  "latest.hdf5",
  "matlab-7.3.mat",
  "sheets.xlsx",
];

describe.each(BROWSERS)("a file that needs a format's library, given to the page from file:// in %s", (browserName) => {
  /** @type {import("./browsers.js").Launched} */
  let launched;
  beforeAll(async () => {
    launched = await launch(browserName);
  });
  afterAll(() => launched?.close());
  const turn = pageInTurn(() => openPage(launched, QUICK_URL));

  it.each(FILES)("%s is audited with the policy in force, without an error in the console, as the command does", async (name) => {
    const { page, problems } = await turn();
    expect(page.url()).toMatch(/^file:/);
    const policy = await page.$eval('meta[http-equiv="Content-Security-Policy"]', (meta) => meta.getAttribute("content"));
    expect(policy).toContain("connect-src 'none'");
    expect(policy).not.toContain("'unsafe-eval'");
    await giveFiles(page, written(name));
    await runAudit(page);
    const inPage = await downloadedAudit(launched, page);
    expect(problems).toEqual([]);
    const byCommand = await auditByCommand(written(name));
    expect([inPage.inputs.images.array, inPage.inputs.texts.array]).toEqual([byCommand.inputs.images.array, byCommand.inputs.texts.array]);
    expect(inPage.sas).toEqual(byCommand.sas);
    expect(inPage.metrics).toEqual(byCommand.metrics);
  });

  it("damaged files are sentences with their codes, and the page goes on", async () => {
    const { page, problems } = await turn();
    await giveFiles(
      page,
      join(ROOT, "tests/fixtures/bad/cut.h5"),
      join(ROOT, "tests/fixtures/bad/ragged.parquet"),
      written("lists-lz4.arrow"),
    );
    await waitForState(page, "error");
    expect((await shownFailures(page)).map(({ code }) => code)).toEqual(["CORRUPT", "CORRUPT"]);
    await runAudit(page);
    expect(problems).toEqual([]);
  });
});
