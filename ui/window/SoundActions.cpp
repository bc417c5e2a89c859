#include "ui/window/SoundActions.h"

#include <algorithm>
#include <array>

namespace timbre::ui {
namespace {

constexpr std::array kHearModelNames{"hearModel1Action", "hearModel2Action", "hearModel3Action",
                                     "hearModel4Action", "hearModel5Action", "hearModel6Action",
                                     "hearModel7Action", "hearModel8Action"};
constexpr int kModelKeys = static_cast<int>(kHearModelNames.size());

ActionId hearModel(int place) {
  return static_cast<ActionId>(static_cast<int>(ActionId::HearModel1) + place);
}

}  // namespace

SoundActions::SoundActions(AppContext& bench, QObject* parent) : QObject(parent), bench_(bench) {}

std::vector<ActionRow> SoundActions::rows() {
  std::vector<ActionRow> all = playRows();
  for (const auto& rows : {hearRows(), optionRows()})
    all.insert(all.end(), rows.begin(), rows.end());
  return all;
}

std::vector<ActionRow> SoundActions::playRows() {
  return {
      {ActionId::Play,
       "playAction",
       tr("&Play"),
       {Qt::Key_Space},
       [this] { bench_.transport.toggle(); },
       tr("Play or stop (Space)")},
      {ActionId::Stop,
       "stopAction",
       tr("&Stop, then cancel sounds in progress"),
       {Qt::Key_Escape},
       [this] { stop(); }},
      {ActionId::Loop, "loopAction", tr("&Loop"), {Qt::Key_L}, {}, tr("Repeat from the start (L)")},
  };
}

/// What is heard ends first; where nothing is, what is being made is cancelled.
void SoundActions::stop() {
  const bool heard = bench_.transport.state() != Transport::State::Stopped;
  bench_.transport.stopByUser();
  if (!heard) emit stopAsked();
}

/// The sounds to switch between; the models' texts come with showModels().
std::vector<ActionRow> SoundActions::hearRows() {
  const QString switching = tr("Switch to this sound at the same instant. Space plays and stops.");
  const auto hear = [this](const Track& track) {
    return [this, track] { bench_.transport.switchTo(track); };
  };
  std::vector<ActionRow> rows{{ActionId::HearOriginal,
                               "hearOriginalAction",
                               tr("Switch to &original"),
                               {Qt::Key_1},
                               hear(Track::original()),
                               switching}};
  for (int place = 0; place < kModelKeys; ++place)
    rows.push_back({hearModel(place),
                    kHearModelNames[static_cast<std::size_t>(place)],
                    {},
                    {QKeySequence(Qt::Key_2 + place)},
                    [this, place] { emit modelAsked(place); },
                    switching});
  rows.push_back({ActionId::HearMorph,
                  "hearMorphAction",
                  tr("Switch to &morph"),
                  {Qt::Key_0},
                  hear(Track::morph()),
                  switching});
  return rows;
}

std::vector<ActionRow> SoundActions::optionRows() {
  return {
      {.id = ActionId::PlayOnSelect,
       .name = "playOnSelectAction",
       .text = tr("Play on s&elect"),
       .tip = tr("Play a note when it is selected")},
      {.id = ActionId::PostFilter,
       .name = "postFilterAction",
       .text = tr("WaveNet's post-&filter"),
       .keys = {Qt::Key_P},
       .tip = tr("Reduce noise using the spectrum predicted from the embedding. When off, you "
                 "hear the raw samples (P).")},
      {ActionId::Louder,
       "louderAction",
       tr("Lo&uder"),
       {Qt::CTRL | Qt::Key_Up},
       [this] { emit volumeAsked(1); }},
      {ActionId::Quieter,
       "quieterAction",
       tr("&Quieter"),
       {Qt::CTRL | Qt::Key_Down},
       [this] { emit volumeAsked(-1); }},
  };
}

void SoundActions::addTo(ActionTable& actions) {
  actions.add(rows());
  connectSwitches(actions);
  connectPostFilter(actions[ActionId::PostFilter]);
  QAction& play = actions[ActionId::Play];
  const auto show = [this, &play] {
    const bool sounding = bench_.transport.playing() || bench_.transport.waiting();
    play.setText(sounding ? tr("S&top") : tr("&Play"));
  };
  show();
  connect(&bench_.transport, &Transport::stateChanged, &play, show);
}

void SoundActions::showModels(const ActionTable& actions, const QStringList& names) {
  for (int place = 0; place < kModelKeys; ++place) {
    QAction& action = actions[hearModel(place)];
    const bool there = place < names.size();
    action.setVisible(there);
    action.setEnabled(there);
    if (!there) continue;
    QString name = names[place];
    action.setText(tr("Switch to %1").arg(name.replace(QLatin1Char('&'), QStringLiteral("&&"))));
  }
}

void SoundActions::connectSwitches(ActionTable& actions) {
  QAction& loop = actions[ActionId::Loop];
  loop.setCheckable(true);
  loop.setChecked(bench_.transport.loop());
  connect(&loop, &QAction::toggled, &bench_.transport, &Transport::setLoop);
  connect(&bench_.transport, &Transport::loopChanged, &loop, &QAction::setChecked);
  QAction& select = actions[ActionId::PlayOnSelect];
  select.setCheckable(true);
  select.setChecked(bench_.preferences.playOnSelect());
  connect(&select, &QAction::toggled, this,
          [this](bool play) { bench_.preferences.setPlayOnSelect(play); });
}

void SoundActions::connectPostFilter(QAction& filter) {
  filter.setCheckable(true);
  const auto show = [this, &filter] {
    filter.setChecked(bench_.session.state().postFilter);
    filter.setEnabled(std::ranges::any_of(bench_.models.cards(), &model::ModelCard::postFilter));
  };
  show();
  connect(&filter, &QAction::triggered, this,
          [this](bool on) { bench_.session.setPostFilter(on); });
  connect(&bench_.models, &ModelList::changed, &filter, show);
  connect(&bench_.session, &Session::changed, &filter, [show](Change what) {
    if (what == Change::Model) show();
  });
}

}  // namespace timbre::ui
