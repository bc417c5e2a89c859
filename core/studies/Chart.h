/// Figures as data: what is drawn, before anybody decides how large and into which kind of file.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "spectral/Colour.h"

namespace timbre::studies {

struct Axis {
  std::string title{};  ///< with its unit: "Frequency (Hz)"
  bool log = false;
  std::optional<double> low{}, high{};    ///< none: from the data
  std::vector<std::string> categories{};  ///< names of the places 0, 1, 2, ...; then no numbers
};

enum class Look { Line, Points, Bars };

/// One colour of a chart.
struct Series {
  std::string name{};  ///< in the legend; empty: not there
  Look look = Look::Line;
  std::vector<double> x{}, y{};       ///< of one length; a NaN interrupts a line
  std::vector<double> low{}, high{};  ///< ends of the intervals; empty: none
  std::vector<std::string> notes{};   ///< what a click on each point plays: the id of a note or the
                                      ///< name of one of the study's sounds; empty: nothing
};

/// Rows from the top. NaN is a gap and is drawn hatched.
struct Matrix {
  int rows = 0, columns = 0;
  std::vector<float> values{};  ///< [rows x columns]
  float low = 0, high = 1;      ///< what the ends of the colours stand for
  bool diverging = false;       ///< two colours from the middle on, as for correlations
  bool numbers = false;         ///< writes each value into its cell
};

/// Stretched over the axes' ranges.
struct Picture {
  spectral::RgbaImage image;
  bool ink = false;  ///< drawn in ink on the paper, as curves are; else its colours have a meaning
};

/// A vertical line with a word at it.
struct Mark {
  double x = 0;
  std::string text;
};

struct Chart {
  std::string title{};
  Axis x{}, y{};
  std::vector<Series> series{};
  std::optional<Matrix> matrix{};
  std::optional<Picture> picture{};
  std::vector<Mark> marks{};
  std::string sound{};  ///< what a click plays anywhere: as Series::notes; empty: nothing
};

/// Charts side by side, row by row.
struct Figure {
  std::string name{};     ///< of its files: "partials"
  std::string title{};    ///< "Partials of A4"
  std::string caption{};  ///< sentences
  int columns = 1;
  double width = 640, height = 360;  ///< of all charts together, points
  std::vector<Chart> charts{};
};

}  // namespace timbre::studies
