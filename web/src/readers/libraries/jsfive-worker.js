import { datasetsInPlace } from "./jsfive.js";
import { serve } from "./serve.js";

serve({ hdf5InPlace: datasetsInPlace });
