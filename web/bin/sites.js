/** Moments files that the command line names. */
import { Failure } from "../src/failure.js";
import { DiskFile } from "../src/readers/disk-file.js";
import { isMoments, openFile } from "../src/readers/index.js";

/** @param {readonly string[]} paths */
export async function sitesAt(paths) {
  return Promise.all(
    paths.map(async (path) => {
      const { file, moments, blob } = await openFile(await DiskFile.open(path, path));
      if (moments) return { name: file, moments, blob };
      throw new Failure(
        "BAD_USE",
        `${path} is no moments file. Write one at each site: askew moments IMAGES TEXTS -o SITE.moments.safetensors.`,
      );
    }),
  );
}

/** The files as sites, if the first of them holds moments. @param {readonly string[]} paths */
export async function sitesIn(paths) {
  const first = await DiskFile.open(paths[0], paths[0]).catch(() => undefined);
  return first && (await isMoments(first)) ? sitesAt(paths) : undefined;
}
