/// Where the program finds its own files and puts the user's (XDG base directories).
#pragma once

#include <filesystem>

namespace timbre {

/// The starter library ("library"), models ("models") and the like that come with the program:
/// ../share/timbrescope beside the installed program, else the source tree it was built from.
std::filesystem::path assetsFolder();
/// $XDG_DATA_HOME/timbrescope, by default ~/.local/share/timbrescope. Not made here.
std::filesystem::path userDataFolder();
/// $XDG_CACHE_HOME/timbrescope, by default ~/.cache/timbrescope. Not made here.
std::filesystem::path userCacheFolder();
/// $XDG_STATE_HOME/timbrescope, by default ~/.local/state/timbrescope: the log. Not made here.
std::filesystem::path userStateFolder();
/// The folder of the running program, where the model module lies too when built.
std::filesystem::path programFolder();

}  // namespace timbre
