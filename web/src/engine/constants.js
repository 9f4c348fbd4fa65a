/** Numbers of the core that code without a core at hand must know; a test compares them with the core's own, constants(). */
export const CORE = /** @type {const} */ ({
  /** of the histograms of cosines over [-1, 1] */
  cosineBins: 200,
  svccaDirections: 10,
  /** that CKA's permutations take */
  ckaModes: 64,
  /** given to a pass of moments at once */
  sliceRows: 256,
  /** length scale of the paper's MMD */
  mmdSigma: 10,
  halfBlocks: 32,
  halfSamples: 62,
  /** cosines closer than this are ties */
  tie: 1e-15,
});
