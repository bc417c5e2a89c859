/// The instrument named in a file name, in English.
#pragma once

#include <optional>
#include <string_view>

namespace timbre::importing {

/// The place of "brass" and the like in dataset::kFamilies.
int familyCalled(std::string_view family);

/// The family (index into dataset::kFamilies) of the instrument in `name`, by whole words:
/// "bass trombone" is brass, "steel guitar" a guitar. Words that are also dynamics or parts
/// ("piano", "bass", "lead", "string") count only where nothing else is named. Nothing where no
/// instrument is named: "C sharp", "Voice Recorder 12", "mezzo-piano".
std::optional<int> familyNamed(std::string_view name);

/// The source (index into dataset::kSources) named in `name`: synthetic, electronic, else
/// acoustic.
int sourceNamed(std::string_view name);

}  // namespace timbre::importing
