#include "ui/window/SoundActions.h"

#include <algorithm>

namespace timbre::ui {

SoundActions::SoundActions(AppContext& bench, QObject* parent) : QObject(parent), bench_(bench) {}

std::vector<ActionRow> SoundActions::rows() {
  const auto play = [this](Track track) { return [this, track] { bench_.transport.play(track); }; };
  return {
      {ActionId::Play,
       "playAction",
       tr("&Play"),
       {Qt::Key_Space},
       [this] { bench_.transport.toggle(); },
       tr("Play or stop (Space)")},
      {ActionId::Stop,
       "stopAction",
       tr("&Stop, and cancel what is being made"),
       {Qt::Key_Escape},
       [this] {
         bench_.transport.stopByUser();
         emit stopAsked();
       }},
      {ActionId::Loop, "loopAction", tr("&Loop"), {Qt::Key_L}, {}, tr("Play again at the end (L)")},
      {ActionId::PlayOriginal,
       "playOriginalAction",
       tr("Play &original"),
       {Qt::Key_1},
       play(Track::original())},
      {ActionId::PlayModel1,
       "playModel1Action",
       tr("Play f&irst model"),
       {Qt::Key_2},
       [this] { emit modelAsked(0); }},
      {ActionId::PlayModel2,
       "playModel2Action",
       tr("Play se&cond model"),
       {Qt::Key_3},
       [this] { emit modelAsked(1); }},
      {ActionId::PlayMorph,
       "playMorphAction",
       tr("Play &morph"),
       {Qt::Key_4},
       play(Track::morph())},
      {.id = ActionId::PlayOnSelect,
       .name = "playOnSelectAction",
       .text = tr("Play on s&elect"),
       .tip = tr("Play a note when it is selected")},
      {.id = ActionId::PostFilter,
       .name = "postFilterAction",
       .text = tr("WaveNet's &post-filter"),
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
    play.setText(sounding ? tr("&Stop") : tr("&Play"));
  };
  show();
  connect(&bench_.transport, &Transport::stateChanged, &play, show);
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
