#include "ui/views/CompareFooter.h"

#include <QAction>
#include <QHBoxLayout>
#include <QMenu>
#include <QToolButton>
#include <cmath>

#include "ui/PlainText.h"
#include "ui/widgets/DifferenceLegend.h"
#include "ui/widgets/ElidingLabel.h"

namespace timbre::ui {
namespace {

QAction* addSwitch(QMenu& menu, const char* name, const QString& text, const QString& tip) {
  QAction* made = menu.addAction(text);
  made->setObjectName(QLatin1String(name));
  made->setToolTip(plainTip(tip));
  made->setCheckable(true);
  return made;
}

QString signedDb(double db) {
  const QString size = QString::number(std::abs(db), 'f', 1);
  return (db < 0 ? QChar(0x2212) : QLatin1Char('+')) + size + QStringLiteral(" dB");
}

}  // namespace

CompareFooter::CompareFooter(AppContext& bench, QWidget* parent)
    : QWidget(parent),
      bench_(bench),
      readout_(new ElidingLabel(this)),
      state_(new ElidingLabel(this)),
      legend_(new DifferenceLegend(this)) {
  readout_->setObjectName(QStringLiteral("readout"));
  state_->setObjectName(QStringLiteral("compareState"));
  state_->setFaded(true);
  legend_->hide();
  auto* row = new QHBoxLayout(this);
  row->setContentsMargins(6, 0, 0, 0);
  row->setSpacing(8);
  row->addWidget(readout_, 1);
  row->addWidget(legend_);
  row->addWidget(state_);
  row->addWidget(modelsButton());
  row->addWidget(optionsButton());
  connect(&bench.loudness, &LoudnessMatcher::changed, this, &CompareFooter::showState);
  connect(&bench.appearance, &Appearance::mapChanged, this, &CompareFooter::showState);
  setReadout({});
  showState();
}

QWidget* CompareFooter::modelsButton() {
  models_ = new QMenu(this);
  models_->setObjectName(QStringLiteral("comparedModelsMenu"));
  connect(models_, &QMenu::aboutToShow, this, &CompareFooter::fillModels);
  auto* button = new QToolButton(this);
  button->setObjectName(QStringLiteral("compareModelsButton"));
  button->setText(tr("Models"));
  button->setToolTip(tr("Choose the models to compare"));
  button->setPopupMode(QToolButton::InstantPopup);
  button->setMenu(models_);
  return button;
}

QWidget* CompareFooter::optionsButton() {
  auto* menu = new QMenu(this);
  menu->setObjectName(QStringLiteral("compareMenu"));
  menu->setToolTipsVisible(true);
  differences_ = addSwitch(*menu, "differencesAction", tr("&Differences from the original"),
                           tr("Colour each model's picture by how much louder or quieter it is "
                              "than the original"));
  oneScale_ = addSwitch(*menu, "oneScaleAction", tr("&One dB scale for all"),
                        tr("0 dB is the original's loudest cell in every picture. When off, each "
                           "picture has its own scale."));
  matched_ = addSwitch(*menu, "matchLoudnessAction", tr("&Match loudness"),
                       tr("Play all sounds at the original's loudness (EBU R 128), so that louder "
                          "sounds do not seem better"));
  menu->addSeparator();
  QAction* test = menu->addAction(tr("&Blind test …"));
  test->setObjectName(QStringLiteral("blindTestAction"));
  oneScale_->setChecked(bench_.preferences.oneScale());
  matched_->setChecked(bench_.loudness.on());
  connect(differences_, &QAction::toggled, this, [this](bool on) {
    showState();
    emit differencesToggled(on);
  });
  connect(oneScale_, &QAction::toggled, this, [this](bool one) {
    bench_.preferences.setOneScale(one);
    showState();
    emit scaleToggled(one);
  });
  connect(matched_, &QAction::toggled, this, [this](bool match) {
    bench_.preferences.setMatchLoudness(match);
    bench_.loudness.setOn(match);
  });
  connect(test, &QAction::triggered, this, &CompareFooter::blindTestAsked);
  auto* button = new QToolButton(this);
  button->setObjectName(QStringLiteral("compareOptionsButton"));
  button->setText(tr("Compare"));
  button->setToolTip(tr("Options of the comparison, and the blind test"));
  button->setPopupMode(QToolButton::InstantPopup);
  button->setMenu(menu);
  return button;
}

void CompareFooter::fillModels() {
  models_->clear();
  for (const auto& card : bench_.models.cards()) {
    const QString name = QString::fromStdString(card.name);
    QString title = QString::fromStdString(card.title);
    auto* action = models_->addAction(title.replace(QLatin1Char('&'), QStringLiteral("&&")));
    action->setObjectName(name);
    action->setCheckable(true);
    action->setChecked(ticked_.contains(name));
    connect(action, &QAction::toggled, this, [this, name](bool on) {
      QStringList names = ticked_;
      names.removeAll(name);
      if (on) names << name;
      emit modelsTicked(names);
    });
  }
  models_->addSeparator();
  models_->addAction(tr("One of each kind"), this, [this] { emit modelsTicked({}); });
}

void CompareFooter::setReadout(const QString& text) {
  readout_->setFaded(text.isEmpty());
  readout_->setText(text.isEmpty()
                        ? tr("Point at a picture to read note, frequency, period, time and level")
                        : text);
}

QString CompareFooter::readout() const {
  return readout_->text();
}

bool CompareFooter::showsDifferences() const {
  return differences_->isChecked();
}

bool CompareFooter::hasOneScale() const {
  return oneScale_->isChecked();
}

void CompareFooter::setNames(const QList<QPair<Track, QString>>& names) {
  names_ = names;
  showState();
}

/// On what scale the pictures are, and at what loudness the sounds play.
void CompareFooter::showState() {
  if (!matched_) return;  // not made yet
  QStringList lines;
  for (const auto& [track, name] : std::as_const(names_))
    if (const auto change = bench_.loudness.change(track))
      lines << tr("%1 plays at %2").arg(name, signedDb(*change));
  const QString scale = oneScale_->isChecked() ? tr("one dB scale") : tr("separate dB scales");
  const QString level = matched_->isChecked() ? tr("loudness matched") : tr("loudness unchanged");
  state_->setText(scale + QStringLiteral(" · ") + level);
  state_->setTip(lines.join(QLatin1Char('\n')));
  legend_->setVisible(differences_->isChecked());
  legend_->setOnWhite(bench_.appearance.map() == spectral::ColourMap::Print);
}

}  // namespace timbre::ui
