#include "ui/study/StudyOverview.h"

#include <QCommandLinkButton>
#include <QVBoxLayout>

#include "studies/Study.h"
#include "ui/study/ReportText.h"

namespace timbre::ui {
namespace {

constexpr int kWidth = 90;  // characters: longer lines are hard to read

}  // namespace

StudyOverview::StudyOverview(QWidget* parent) : QWidget(parent) {
  setMaximumWidth(fontMetrics().averageCharWidth() * kWidth);
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(0);
  column->addWidget(paragraph(tr("Choose a study and press Run. Its tables, figures and sounds "
                                 "appear here as they are made. A click on a point or a picture "
                                 "plays its sound."),
                              this));
  column->addSpacing(fontMetrics().height() / 2);
  int place = 0;
  for (const auto& study : studies::studies()) {
    auto* link = new QCommandLinkButton(textOf(study.title), textOf(study.question), this);
    link->setIcon({});
    connect(link, &QCommandLinkButton::clicked, this, [this, place] { emit chosen(place); });
    column->addWidget(link);
    ++place;
  }
  column->addStretch(1);
}

}  // namespace timbre::ui
