#include "ui/study/StudyPieces.h"

#include <QPushButton>
#include <QVBoxLayout>

#include "ui/study/FigureWidget.h"
#include "ui/study/ReportTable.h"
#include "ui/study/ReportText.h"
#include "ui/widgets/FlowLayout.h"

namespace timbre::ui {

StudyPieces::StudyPieces(QWidget* parent) : QScrollArea(parent) {
  setWidgetResizable(true);
  setAccessibleName(tr("Results of the study"));
  clear();
}

void StudyPieces::clear() {
  auto* page = new QWidget;
  sounds_ = nullptr;
  pieces_ = new QVBoxLayout(page);
  pieces_->addStretch(1);
  setWidget(page);
}

void StudyPieces::append(QWidget* piece) {
  sounds_ = nullptr;
  pieces_->insertWidget(pieces_->count() - 1, piece);
}

void StudyPieces::take(const studies::Item& item, const QImage& image) {
  if (const auto* text = std::get_if<studies::Text>(&item)) {
    if (!text->heading.empty()) append(heading(textOf(text->heading), this));
    append(paragraph(textOf(text->body), this));
  } else if (const auto* table = std::get_if<studies::Table>(&item)) {
    append(heading(textOf(table->title), this));
    append(new ReportTable(*table, this));
    if (!table->caption.empty()) append(paragraph(textOf(table->caption), this));
  } else if (const auto* figure = std::get_if<studies::Figure>(&item)) {
    auto* shown = new FigureWidget(*figure, image, this);
    connect(shown, &FigureWidget::soundClicked, this, &StudyPieces::soundClicked);
    append(shown);
    if (!figure->caption.empty()) append(paragraph(textOf(figure->caption), this));
  } else if (const auto* sound = std::get_if<studies::Sound>(&item)) {
    auto* listen = new QPushButton(tr("Play: %1").arg(textOf(sound->title)), this);
    connect(listen, &QPushButton::clicked, this,
            [this, name = sound->name] { emit soundClicked(name); });
    listen->setSizePolicy(QSizePolicy::Maximum, QSizePolicy::Fixed);
    appendSound(listen);
  }
}

/// Sounds that follow each other stand side by side.
void StudyPieces::appendSound(QWidget* button) {
  if (!sounds_) {
    auto* row = new QWidget(this);
    auto* flow = new FlowLayout(row);
    append(row);
    sounds_ = flow;
  }
  sounds_->addWidget(button);
}

}  // namespace timbre::ui
