#include "studies/ChartPainter.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "spectral/PaintCells.h"

namespace timbre::studies {
namespace {

constexpr double kText = 9.5, kTitle = 11, kHeadingText = 13;
constexpr double kTick = 4, kMarkRadius = 3;
constexpr double kTicksApartX = 44, kTicksApartY = 26, kRowsApart = 11;
struct Ink {
  double r, g, b;
};
/// Okabe and Ito's, the darkest first.
constexpr std::array<Ink, 7> kInks{{{0, 0.447, 0.698},
                                    {0.835, 0.369, 0},
                                    {0, 0.62, 0.451},
                                    {0.8, 0.475, 0.655},
                                    {0.337, 0.706, 0.914},
                                    {0.902, 0.624, 0},
                                    {0.35, 0.35, 0.35}}};
/// viridis, and blue to white to red, in equal steps.
constexpr std::array<Ink, 6> kSequential{{{0.267, 0.005, 0.329},
                                          {0.254, 0.265, 0.53},
                                          {0.164, 0.471, 0.558},
                                          {0.134, 0.659, 0.518},
                                          {0.478, 0.821, 0.318},
                                          {0.993, 0.906, 0.144}}};
constexpr std::array<Ink, 5> kDiverging{{{0.13, 0.4, 0.67},
                                         {0.57, 0.77, 0.87},
                                         {0.97, 0.97, 0.97},
                                         {0.96, 0.65, 0.51},
                                         {0.7, 0.09, 0.17}}};

void use(cairo_t* to, const Ink& ink) {
  cairo_set_source_rgb(to, ink.r, ink.g, ink.b);
}

template <std::size_t N>
Ink between(const std::array<Ink, N>& inks, double share) {
  const double at = std::clamp(share, 0.0, 1.0) * (N - 1);
  const auto i = std::min<std::size_t>(N - 2, static_cast<std::size_t>(at));
  const double t = at - static_cast<double>(i);
  const Ink &a = inks[i], &b = inks[i + 1];
  return {a.r + t * (b.r - a.r), a.g + t * (b.g - a.g), a.b + t * (b.b - a.b)};
}

/// `anchor`: 0 begins at x, 1 ends there.
void text(cairo_t* to, double x, double y, double anchor, const std::string& words) {
  cairo_text_extents_t size;
  cairo_text_extents(to, words.c_str(), &size);
  cairo_move_to(to, x - anchor * size.x_advance, y);
  cairo_show_text(to, words.c_str());
}

double widthOf(cairo_t* to, const std::string& words) {
  cairo_text_extents_t size;
  cairo_text_extents(to, words.c_str(), &size);
  return size.x_advance;
}

/// Shortened until it fits; whole letters of UTF-8.
std::string fitted(cairo_t* to, std::string words, double width) {
  if (widthOf(to, words) <= width) return words;
  while (!words.empty() && widthOf(to, words + "…") > width) {
    while (!words.empty() && (static_cast<unsigned char>(words.back()) & 0xC0) == 0x80)
      words.pop_back();
    if (!words.empty()) words.pop_back();
  }
  return words + "…";
}

void line(cairo_t* to, double x1, double y1, double x2, double y2) {
  cairo_move_to(to, x1, y1);
  cairo_line_to(to, x2, y2);
  cairo_stroke(to);
}

void mark(cairo_t* to, std::size_t shape, double x, double y) {
  constexpr double r = kMarkRadius;
  if (shape % 4 == 0) cairo_arc(to, x, y, r, 0, 6.2832);
  if (shape % 4 == 1) cairo_rectangle(to, x - r, y - r, 2 * r, 2 * r);
  if (shape % 4 >= 2) {
    const double up = shape % 4 == 2 ? -1 : 1;
    cairo_move_to(to, x, y + up * r * 1.2);
    cairo_line_to(to, x + r * 1.2, y - up * r);
    cairo_line_to(to, x - r * 1.2, y - up * r);
    cairo_close_path(to);
  }
  cairo_fill(to);
}

Ink inkOf(const Matrix& m, float value) {
  const double share = (value - m.low) / (m.high - m.low);
  return m.diverging ? between(kDiverging, share) : between(kSequential, share);
}

/// All cells of a matrix without numbers as one picture: the file stays small.
spectral::RgbaImage cellsOf(const Matrix& m) {
  spectral::RgbaImage image{m.columns, m.rows, {}};
  for (int r = 0; r < m.rows; ++r)
    for (int c = 0; c < m.columns; ++c) {
      const float v = m.values[static_cast<std::size_t>(r) * m.columns + c];
      const double grey = (r + c) % 2 ? 0.78 : 0.9;  // a gap
      const Ink ink = std::isnan(v) ? Ink{grey, grey, grey} : inkOf(m, v);
      for (const double part : {ink.r, ink.g, ink.b})
        image.pixels.push_back(static_cast<std::uint8_t>(std::lround(255 * part)));
      image.pixels.push_back(255);
    }
  return image;
}

void paintNumbers(cairo_t* to, const Matrix& m, const Box& box) {
  const double w = box.width / m.columns, h = box.height / m.rows;
  for (int r = 0; r < m.rows; ++r)
    for (int c = 0; c < m.columns; ++c) {
      const float v = m.values[static_cast<std::size_t>(r) * m.columns + c];
      if (std::isnan(v)) continue;
      const Ink ink = inkOf(m, v);
      const bool dark = 0.3 * ink.r + 0.6 * ink.g + 0.1 * ink.b < 0.5;
      use(to, dark ? Ink{1, 1, 1} : Ink{0, 0, 0});
      text(to, box.left + (c + 0.5) * w, box.top + (r + 0.5) * h + 3, 0.5, numberText(v, 3));
    }
}

class Painter {
 public:
  Painter(cairo_t* to, const Chart& chart, const Box& whole)
      : to_(to), chart_(chart), layout_(layOut(chart, whole)) {}

  void paint() {
    cairo_set_line_width(to_, 0.75);
    cairo_set_font_size(to_, kText);
    frame();
    cairo_save(to_);
    cairo_rectangle(to_, plot().left, plot().top, plot().width, plot().height);
    cairo_clip(to_);
    const spectral::PictureBox box{plot().left, plot().top, plot().width, plot().height};
    if (chart_.picture) spectral::paintCells(to_, chart_.picture->image, box);
    if (chart_.matrix) spectral::paintCells(to_, cellsOf(*chart_.matrix), box);
    if (chart_.matrix && chart_.matrix->numbers) paintNumbers(to_, *chart_.matrix, plot());
    for (std::size_t s = 0; s < chart_.series.size(); ++s) series(s);
    marks();
    cairo_restore(to_);
    use(to_, {0, 0, 0});
    cairo_rectangle(to_, plot().left, plot().top, plot().width, plot().height);
    cairo_stroke(to_);
    legend();
  }

 private:
  const Box& plot() const { return layout_.plot; }
  double x(double v) const { return layout_.placeX(v); }
  double y(double v) const { return layout_.placeY(v); }

  /// A matrix's rows count from the top.
  double tickY(double v) const {
    return chart_.matrix ? 2 * (plot().top + plot().height / 2) - y(v) : y(v);
  }

  void frame() {
    use(to_, {0, 0, 0});
    const bool solid = chart_.picture || chart_.matrix;
    for (const auto& tick : layout_.x.ticks(static_cast<int>(plot().width / kTicksApartX))) {
      grid(x(tick.at), plot().top, x(tick.at), plot().bottom(), solid);
      line(to_, x(tick.at), plot().bottom(), x(tick.at), plot().bottom() + kTick);
      text(to_, x(tick.at), plot().bottom() + kTick + 9, 0.5, tick.text);
    }
    const double apart = chart_.y.categories.empty() ? kTicksApartY : kRowsApart;
    for (const auto& tick : layout_.y.ticks(static_cast<int>(plot().height / apart))) {
      grid(plot().left, tickY(tick.at), plot().right(), tickY(tick.at), solid);
      line(to_, plot().left - kTick, tickY(tick.at), plot().left, tickY(tick.at));
      text(to_, plot().left - kTick - 2, tickY(tick.at) + 3, 1, fitted(to_, tick.text, 130));
    }
    text(to_, plot().left + plot().width / 2, layout_.whole.bottom() - 3, 0.5, chart_.x.title);
    cairo_save(to_);
    cairo_translate(to_, layout_.whole.left + 9, plot().top + plot().height / 2);
    cairo_rotate(to_, -1.5707963);
    text(to_, 0, 0, 0.5, chart_.y.title);
    cairo_restore(to_);
    cairo_set_font_size(to_, kTitle);
    text(to_, plot().left, layout_.whole.top + 12, 0,
         fitted(to_, chart_.title, layout_.whole.right() - plot().left));
    cairo_set_font_size(to_, kText);
  }

  void grid(double x1, double y1, double x2, double y2, bool solid) {
    if (solid) return;
    cairo_save(to_);
    use(to_, {0.87, 0.87, 0.87});
    line(to_, x1, y1, x2, y2);
    cairo_restore(to_);
  }

  void series(std::size_t s) {
    const Series& it = chart_.series[s];
    use(to_, kInks[s % kInks.size()]);
    if (it.look == Look::Line) curve(it);
    for (std::size_t i = 0; i < it.x.size(); ++i) {
      if (!std::isfinite(it.y[i])) continue;
      if (it.look == Look::Bars) bar(s, i);
      if (it.look == Look::Points) mark(to_, s, x(it.x[i]), y(it.y[i]));
      if (i < it.low.size()) interval(s, i);
    }
  }

  void curve(const Series& it) {
    cairo_set_line_width(to_, 1.3);
    bool down = false;
    for (std::size_t i = 0; i < it.x.size(); ++i) {
      const bool there = std::isfinite(it.y[i]);
      if (there)
        down ? cairo_line_to(to_, x(it.x[i]), y(it.y[i]))
             : cairo_move_to(to_, x(it.x[i]), y(it.y[i]));
      down = there;
    }
    cairo_stroke(to_);
    cairo_set_line_width(to_, 0.75);
  }

  void bar(std::size_t s, std::size_t i) {
    const Series& it = chart_.series[s];
    const BarPlace place = barPlace(chart_, s);
    const double left = x(place.left(it.x[i])), right = x(place.left(it.x[i]) + place.width());
    const double zero = y(std::max(0.0, layout_.y.low()));
    use(to_, kInks[s % kInks.size()]);
    cairo_rectangle(to_, left, std::min(zero, y(it.y[i])), right - left,
                    std::abs(zero - y(it.y[i])));
    cairo_fill(to_);
  }

  void interval(std::size_t s, std::size_t i) {
    const Series& it = chart_.series[s];
    if (!std::isfinite(it.low[i]) || !std::isfinite(it.high[i])) return;
    const double at = x(middleOf(chart_, s, i));
    if (it.look == Look::Bars) use(to_, {0, 0, 0});
    line(to_, at, y(it.low[i]), at, y(it.high[i]));
    for (const double end : {it.low[i], it.high[i]}) line(to_, at - 2.5, y(end), at + 2.5, y(end));
  }

  void marks() {
    for (const auto& m : chart_.marks) {
      use(to_, {0.45, 0.45, 0.45});
      line(to_, x(m.x), plot().top, x(m.x), plot().bottom());
      text(to_, x(m.x) + 3, plot().top + 10, 0, m.text);
    }
  }

  void legend() {
    for (const LegendEntry& entry : layout_.legend) {
      const Series& it = chart_.series[entry.series];
      const double middle = entry.baseline - 3;
      use(to_, kInks[entry.series % kInks.size()]);
      if (it.look == Look::Line) {
        cairo_set_line_width(to_, 1.6);
        line(to_, entry.left, middle, entry.left + 12, middle);
        cairo_set_line_width(to_, 0.75);
      } else {
        mark(to_, it.look == Look::Bars ? 1 : entry.series, entry.left + 5, middle);
      }
      use(to_, {0, 0, 0});
      text(to_, entry.left + 15, entry.baseline, 0, it.name);
    }
  }

  cairo_t* to_;
  const Chart& chart_;
  ChartLayout layout_;
};

}  // namespace

void paintChart(cairo_t* to, const Chart& chart, const Box& whole) {
  cairo_save(to);
  Painter(to, chart, whole).paint();
  cairo_restore(to);
}

void paintHeading(cairo_t* to, const std::string& words) {
  cairo_save(to);
  use(to, {0, 0, 0});
  cairo_set_font_size(to, kHeadingText);
  text(to, 8, 17, 0, words);
  cairo_restore(to);
}

}  // namespace timbre::studies
