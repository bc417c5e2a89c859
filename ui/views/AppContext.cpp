#include "ui/views/AppContext.h"

#include "base/Log.h"
#include "dataset/UserLibrary.h"

namespace timbre::ui {

AppContext::AppContext(const WindowParts& parts)
    : sound_(parts.sound()),
      maker(parts.factory,
            {parts.cacheFolder, parts.modelThreads, &logWarning, parts.shippedSounds}),
      ownSounds(session.undoStack(), dataset::ownSoundsFolder()),
      out(*sound_),
      transport(out, jobs),
      loudness(transport, jobs),
      appearance(preferences),
      tuning(preferences) {
  preferences.carryOver();
  out.setVolume(preferences.volume());
  out.chooseDevice(preferences.device());
  transport.setLoop(preferences.loop());
  loudness.setOn(preferences.matchLoudness());
  QObject::connect(&transport, &Transport::loopChanged, &transport,
                   [this](bool loop) { preferences.setLoop(loop); });
}

AppContext::~AppContext() {
  transport.stop();
  jobs.cancelAll();
}

}  // namespace timbre::ui
