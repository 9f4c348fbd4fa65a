#include "askew/error.hpp"

namespace askew {

const char* name(Code code) {
  switch (code) {
    case Code::OUT_OF_RANGE: return "OUT_OF_RANGE";
    case Code::SHAPE: return "SHAPE";
    case Code::TOO_FEW_ROWS: return "TOO_FEW_ROWS";
    case Code::NOT_FINITE: return "NOT_FINITE";
    case Code::OUT_OF_MEMORY: return "OUT_OF_MEMORY";
    case Code::INTERNAL: return "INTERNAL";
  }
  return "INTERNAL";
}

}  // namespace askew
