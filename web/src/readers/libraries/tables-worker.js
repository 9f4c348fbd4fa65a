import { readArrow } from "./arrow.js";
import { readParquet } from "./parquet.js";
import { serve } from "./serve.js";

serve({ parquet: readParquet, arrow: readArrow });
