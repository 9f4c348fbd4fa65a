import { describe, expect, it } from "vitest";
import { count, countOf, decade, duration, fileSize, fixed, measure, percent, signed } from "../../../web/src/report/numbers.js";

describe("numbers as people read them", () => {
  it("a negative number has a true minus, and a rounded zero has no sign", () => {
    expect(fixed(-0.1934)).toBe("−0.193");
    expect(fixed(-0.0001)).toBe("0.000");
    expect(signed(-0.0001)).toBe("0.000");
    expect(signed(0.0001)).toBe("0.000");
    expect(signed(0.193)).toBe("+0.193");
  });

  it("a measure has three figures that carry meaning, whatever its size", () => {
    expect(measure(0.41123)).toBe("0.411");
    expect(measure(0.0853)).toBe("0.0853");
    expect(measure(6.2551)).toBe("6.255");
    expect(measure(17.7199)).toBe("17.72");
    expect(measure(123.46)).toBe("123.5");
    expect(measure(12345.6)).toBe("12,346");
    expect(measure(-2.668)).toBe("−2.668");
    expect(measure(4.14e-9)).toBe("4.1 × 10⁻⁹");
    expect(measure(0)).toBe("0");
  });

  it("never shows a measure just below a power of ten with too few figures", () => {
    expect(measure(0.09999)).toBe("0.100");
    expect(measure(9.9999)).toBe("10.00");
    expect(measure(99.99)).toBe("100.0");
  });

  it("shares are per cent, also far down a log axis", () => {
    expect(percent(0.1)).toBe("10 %");
    expect(percent(0.0721, 1)).toBe("7.2 %");
    expect(decade(0.0001)).toBe("0.01 %");
    expect(decade(0.1)).toBe("10 %");
  });

  it("counts are grouped, and one thing is one thing", () => {
    expect(count(25010)).toBe("25,010");
    expect(countOf(1, "row")).toBe("1 row");
    expect(countOf(57, "text repeats", "texts repeat")).toBe("57 texts repeat");
  });

  it("durations and file sizes carry their unit, durations on one line with it", () => {
    expect(duration(0.042)).toBe("42\u00a0ms");
    expect(duration(0.2)).toBe("0.2\u00a0s");
    expect(duration(41.6)).toBe("42\u00a0s");
    expect(duration(200)).toBe("3\u00a0min 20\u00a0s");
    expect(fileSize(512)).toBe("512 bytes");
    expect(fileSize(2_048_128)).toBe("2.0 MB");
    expect(fileSize(999_999)).toBe("1.0 MB");
  });
});
