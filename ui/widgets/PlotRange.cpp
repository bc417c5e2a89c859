#include "ui/widgets/PlotRange.h"

#include <algorithm>

namespace timbre::ui {

Interval zoomed(const Interval& now, double factor, double centre, double smallest,
                const Interval& whole) {
  const double size =
      std::clamp(now.size() * factor, std::min(smallest, whole.size()), whole.size());
  const double share = (centre - now.from) / now.size();
  const double from = std::clamp(centre - share * size, whole.from, whole.to - size);
  return {from, from + size};
}

Interval moved(const Interval& now, double distance, const Interval& whole) {
  const double size = std::min(now.size(), whole.size());
  const double from = std::clamp(now.from + distance, whole.from, whole.to - size);
  return {from, from + size};
}

}  // namespace timbre::ui
