/// Winograd's short convolutions: four results of a filter of three or five taps with six or eight
/// multiplications. What goes in is seen at this many points (as a polynomial's values), the filter
/// too; the products of both become the results. Between its matrices a convolution over two axes
/// and many channels is a matrix product at each pair of points.
#pragma once

namespace timbre::training {

/// Results of one tile.
inline constexpr int kTileResults = 4;

/// The matrices for filters of `Taps` taps. Row p of each is for point p; the rows 1 and 2, 3 and 4
/// ... are for a number and its negative, and differ in the signs of odd columns alone.
template <int Taps>
struct Winograd;

/// The points 0, 1, -1, 2, -2 and infinity.
template <>
struct Winograd<3> {
  static constexpr int kCount = 6;
  static constexpr float kWide[6][6] = {{4, 0, -5, 0, 1, 0},  {0, -4, -4, 1, 1, 0},
                                        {0, 4, -4, -1, 1, 0}, {0, -2, -1, 2, 1, 0},
                                        {0, 2, -1, -2, 1, 0}, {0, 4, 0, -5, 0, 1}};
  static constexpr float kNarrow[6][4] = {{1, 0, 0, 0}, {1, 1, 1, 1},   {1, -1, 1, -1},
                                          {1, 2, 4, 8}, {1, -2, 4, -8}, {0, 0, 0, 1}};
  static constexpr double kFilter[6][3] = {{1.0 / 4, 0, 0},
                                           {-1.0 / 6, -1.0 / 6, -1.0 / 6},
                                           {-1.0 / 6, 1.0 / 6, -1.0 / 6},
                                           {1.0 / 24, 1.0 / 12, 1.0 / 6},
                                           {1.0 / 24, -1.0 / 12, 1.0 / 6},
                                           {0, 0, 1}};
};

/// The points 0, 1, -1, 2, -2, 1/2, -1/2 and infinity.
template <>
struct Winograd<5> {
  static constexpr int kCount = 8;
  static constexpr float kWide[8][8] = {
      {1, 0, -5.25f, 0, 5.25f, 0, -1, 0},        {0, 1, 1, -4.25f, -4.25f, 1, 1, 0},
      {0, -1, 1, 4.25f, -4.25f, -1, 1, 0},       {0, 0.5f, 0.25f, -2.5f, -1.25f, 2, 1, 0},
      {0, -0.5f, 0.25f, 2.5f, -1.25f, -2, 1, 0}, {0, 2, 4, -2.5f, -5, 0.5f, 1, 0},
      {0, -2, 4, 2.5f, -5, -0.5f, 1, 0},         {0, -1, 0, 5.25f, 0, -5.25f, 0, 1}};
  static constexpr float kNarrow[8][4] = {{1, 0, 0, 0},
                                          {1, 1, 1, 1},
                                          {1, -1, 1, -1},
                                          {1, 2, 4, 8},
                                          {1, -2, 4, -8},
                                          {1, 0.5f, 0.25f, 0.125f},
                                          {1, -0.5f, 0.25f, -0.125f},
                                          {0, 0, 0, 1}};
  static constexpr double kFilter[8][5] = {{1, 0, 0, 0, 0},
                                           {-2.0 / 9, -2.0 / 9, -2.0 / 9, -2.0 / 9, -2.0 / 9},
                                           {-2.0 / 9, 2.0 / 9, -2.0 / 9, 2.0 / 9, -2.0 / 9},
                                           {1.0 / 90, 2.0 / 90, 4.0 / 90, 8.0 / 90, 16.0 / 90},
                                           {1.0 / 90, -2.0 / 90, 4.0 / 90, -8.0 / 90, 16.0 / 90},
                                           {32.0 / 45, 16.0 / 45, 8.0 / 45, 4.0 / 45, 2.0 / 45},
                                           {32.0 / 45, -16.0 / 45, 8.0 / 45, -4.0 / 45, 2.0 / 45},
                                           {0, 0, 0, 0, 1}};
};

}  // namespace timbre::training
