import { readArrow } from "./arrow.js";
import { readParquet } from "./parquet.js";
import { serve } from "./serve.js";
import { readXlsx } from "./xlsx.js";

serve({ parquet: readParquet, arrow: readArrow, xlsx: readXlsx });
