/// The colour and the mark of each instrument family, the same in every view.
#pragma once

#include <QColor>
#include <QPainterPath>

namespace timbre::ui {

/// `family`: index into dataset::kFamilies; grey when there is no such family. Any two of the
/// eleven are distinct to normal, red-blind, green-blind and blue-blind eyes (0.085 or more in
/// OKLab), and each has a contrast of 2.9 : 1 or more on the ground of tables and maps in every
/// theme.
QColor familyColour(int family);

/// A shape that doubles the colour: circle, square, triangle and so on, filled, centred at (0, 0)
/// and as large as a circle of radius 1 looks.
QPainterPath familyMark(int family);

}  // namespace timbre::ui
