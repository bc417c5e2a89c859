#include "render/NoteSynth.h"

#include <fluidsynth.h>
#include <unistd.h>

#include <mutex>

namespace timbre::render {

namespace {

constexpr int kSynthHz = 48000;
constexpr int kTotal = 4 * kSynthHz;
constexpr int kHeld = 3 * kSynthHz;

using Settings = std::unique_ptr<fluid_settings_t, decltype(&delete_fluid_settings)>;
using Synth = std::unique_ptr<fluid_synth_t, decltype(&delete_fluid_synth)>;

Settings settingsForNotes() {
  Settings settings(new_fluid_settings(), &delete_fluid_settings);
  fluid_settings_setnum(settings.get(), "synth.sample-rate", kSynthHz);
  fluid_settings_setint(settings.get(), "synth.reverb.active", 0);
  fluid_settings_setint(settings.get(), "synth.chorus.active", 0);
  fluid_settings_setint(settings.get(), "synth.lock-memory", 0);
  fluid_settings_setnum(settings.get(), "synth.gain", 1.0);
  return settings;
}

/// Its own words go to nobody: what the user should know comes as a Result.
void silenceFluidsynth() {
  static std::once_flag once;
  std::call_once(once, [] {
    for (const int level : {FLUID_PANIC, FLUID_ERR, FLUID_WARN, FLUID_INFO, FLUID_DBG})
      fluid_set_log_function(level, nullptr, nullptr);
  });
}

}  // namespace

struct NoteSynth::State {
  Settings settings{nullptr, &delete_fluid_settings};
  Synth keeper{nullptr, &delete_fluid_synth};  ///< owns the font for as long as this lives
  fluid_sfont_t* font = nullptr;
};

NoteSynth::NoteSynth(std::unique_ptr<State> state) : state_(std::move(state)) {}
NoteSynth::NoteSynth(NoteSynth&&) noexcept = default;
NoteSynth& NoteSynth::operator=(NoteSynth&&) noexcept = default;
NoteSynth::~NoteSynth() = default;

Result<NoteSynth> NoteSynth::open(const std::filesystem::path& soundFont) {
  silenceFluidsynth();
  std::error_code code;
  if (!std::filesystem::is_regular_file(soundFont, code))
    return fail(ErrorCode::NotFound,
                "No SoundFont " + soundFont.string() +
                    "; install the Debian package fluid-soundfont-gm or choose another .sf2 file");
  if (::access(soundFont.c_str(), R_OK) != 0)
    return fail(ErrorCode::NotFound, "You have no permission to read " + soundFont.string() +
                                         "; change its permissions or choose another SoundFont");
  auto state = std::make_unique<State>();
  state->settings = settingsForNotes();
  state->keeper.reset(new_fluid_synth(state->settings.get()));
  const int id = state->keeper && fluid_is_soundfont(soundFont.c_str())
                     ? fluid_synth_sfload(state->keeper.get(), soundFont.c_str(), 0)
                     : FLUID_FAILED;
  if (id == FLUID_FAILED)
    return fail(ErrorCode::BadFormat,
                soundFont.string() + " is not a readable SoundFont; choose an .sf2 file");
  state->font = fluid_synth_get_sfont_by_id(state->keeper.get(), id);
  return NoteSynth(std::move(state));
}

audio::AudioClip NoteSynth::render(int bank, int program, int pitch, int velocity) {
  // A synth that has played keeps oscillator phases and filters: a new one for each note.
  Synth synth(new_fluid_synth(state_->settings.get()), &delete_fluid_synth);
  if (!synth) return {};
  const int id = fluid_synth_add_sfont(synth.get(), state_->font);
  fluid_synth_set_interp_method(synth.get(), -1, FLUID_INTERP_HIGHEST);
  const bool there = fluid_synth_program_select(synth.get(), 0, id, bank, program) == FLUID_OK;
  std::vector<float> left(kTotal);
  std::vector<float> right(kTotal);
  if (there) {
    constexpr int kReverbSend = 91, kChorusSend = 93, kVolume = 7;
    fluid_synth_cc(synth.get(), 0, kReverbSend, 0);
    fluid_synth_cc(synth.get(), 0, kChorusSend, 0);
    fluid_synth_cc(synth.get(), 0, kVolume, 127);
    fluid_synth_noteon(synth.get(), 0, pitch, velocity);
    fluid_synth_write_float(synth.get(), kHeld, left.data(), 0, 1, right.data(), 0, 1);
    fluid_synth_noteoff(synth.get(), 0, pitch);
    fluid_synth_write_float(synth.get(), kTotal - kHeld, left.data(), kHeld, 1, right.data(), kHeld,
                            1);
  }
  fluid_synth_remove_sfont(synth.get(), state_->font);  // else the synth would delete it
  if (!there) return {};
  for (int i = 0; i < kTotal; ++i) left[i] = 0.5f * (left[i] + right[i]);
  return {std::move(left), SampleRate(kSynthHz)};
}

}  // namespace timbre::render
