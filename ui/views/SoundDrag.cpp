#include "ui/views/SoundDrag.h"

#include <QUrl>

#include "audio/AudioWriter.h"
#include "base/ContentHash.h"
#include "base/Files.h"
#include "synthesis/FileDescription.h"

namespace timbre::ui {

Result<std::filesystem::path> fileForOthers(const synthesis::RenderedSound& sound) {
  const auto tags = synthesis::tagsFor(sound.request);
  const std::string content =
      contentHashOf(std::as_bytes(sound.clip.samples())).hex() + contentHashOf(tags.comment).hex();
  const auto folder = temporaryFolder() / "timbrescope-dragged" / contentHashOf(content).hex();
  const auto file = folder / (synthesis::fileStem(sound.request) + ".wav");
  if (isFile(file)) return file;
  if (auto made = makeFolders(folder); !made) return tl::unexpected(made.error());
  const auto written = audio::writeWav(file, sound.clip, audio::SampleFormat::S16, tags);
  if (!written) return tl::unexpected(written.error());
  return file;
}

std::unique_ptr<QMimeData> asFiles(const std::vector<std::filesystem::path>& files) {
  QList<QUrl> urls;
  for (const auto& file : files) urls << QUrl::fromLocalFile(QString::fromStdString(file.string()));
  auto content = std::make_unique<QMimeData>();
  content->setUrls(urls);
  return content;
}

}  // namespace timbre::ui
