import { datasetValues, describeDatasets } from "./h5wasm.js";
import { serve } from "./serve.js";

serve({ hdf5: describeDatasets, hdf5Values: datasetValues });
