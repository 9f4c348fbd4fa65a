/** Loaded before the command (node --import): says at the end how much memory the process has taken at most. */
process.on("exit", () => process.stderr.write(`\nmaxRSS ${process.resourceUsage().maxRSS * 1024}\n`));
