/** Askew's version; web/package.json and CMakeLists.txt say the same, a test compares them. */

export const version = "0.1.0";
