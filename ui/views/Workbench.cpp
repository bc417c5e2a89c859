#include "ui/views/Workbench.h"

#include "dataset/OwnSounds.h"

namespace timbre::ui {

Workbench::Workbench(const WindowParts& parts)
    : sound_(parts.sound()),
      maker(parts.door, parts.cacheFolder, parts.modelThreads),
      ownSounds(session.undoStack(), dataset::ownSoundsFolder()),
      out(*sound_),
      transport(out, jobs),
      look(preferences) {
  out.setVolume(preferences.volume());
  out.chooseDevice(preferences.device());
  transport.setLoop(preferences.loop());
  QObject::connect(&transport, &Transport::loopChanged, &transport,
                   [this](bool loop) { preferences.setLoop(loop); });
}

Workbench::~Workbench() {
  transport.stop();
  jobs.cancelAll();
}

}  // namespace timbre::ui
