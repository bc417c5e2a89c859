#include "ui/views/ExportPictureDialog.h"

#include <QCheckBox>
#include <QComboBox>
#include <QFormLayout>
#include <array>

namespace timbre::ui {
namespace {

constexpr std::array kSuffixes{".png", ".svg", ".pdf"};
constexpr std::array kWidths{1200, 800, 1800};
constexpr double kOnePanelWidth = 0.55;  // of the width for three
constexpr int kHeight = 520;

}  // namespace

ExportPictureDialog::ExportPictureDialog(const QList<SavablePicture>& pictures, int first,
                                         Preferences& preferences, JobRunner& jobs, QWidget* parent)
    : ExportDialog(tr("Export picture"), QStringLiteral("picture"), preferences, jobs, parent),
      pictures_(pictures),
      picture_(new QComboBox(this)),
      a4_(preferences.a4()) {
  setObjectName(QStringLiteral("exportPictureDialog"));
  picture_->setObjectName(QStringLiteral("exportWhat"));
  for (const SavablePicture& picture : pictures_) picture_->addItem(picture.title);
  picture_->setCurrentIndex(first);
  form().addRow(tr("&Picture"), picture_);
  format_ = addChoice(tr("F&ormat"), QStringLiteral("pictureFormat"),
                      {tr("PNG (pixels)"), tr("SVG (drawing)"), tr("PDF (drawing)")});
  theme_ = addChoice(tr("&Background"), QStringLiteral("pictureTheme"),
                     {tr("Light, for print"), tr("Dark, for slides")});
  size_ = addChoice(tr("Si&ze"), QStringLiteral("pictureSize"),
                    {tr("Medium"), tr("Small"), tr("Large")});
  legend_ = new QCheckBox(tr("&Legend of the colours"), this);  // here: Tab follows the making
  legend_->setObjectName(QStringLiteral("pictureLegend"));
  legend_->setChecked(true);
  form().addRow(QString(), legend_);
  addPath();
  suggestName();
  connect(picture_, &QComboBox::currentIndexChanged, this, &ExportPictureDialog::suggestName);
  connect(format_, &QComboBox::currentIndexChanged, this, &ExportPictureDialog::suggestName);
}

QString ExportPictureDialog::filter() const {
  return tr("Pictures (*%1)")
      .arg(QLatin1String(kSuffixes[static_cast<std::size_t>(format_->currentIndex())]));
}

QStringList ExportPictureDialog::endings() const {
  QStringList all;
  for (const char* ending : kSuffixes) all << QLatin1String(ending);
  return all;
}

void ExportPictureDialog::suggestName() {
  suggest(pictures_[picture_->currentIndex()].stem,
          QLatin1String(kSuffixes[static_cast<std::size_t>(format_->currentIndex())]));
}

QSize ExportPictureDialog::standardSize(std::size_t panels) {
  const int width = kWidths.front();
  return {panels > 1 ? width : static_cast<int>(width * kOnePanelWidth), kHeight};
}

ExportDialog::Saving ExportPictureDialog::saving() const {
  const SavablePicture& picture = pictures_[picture_->currentIndex()];
  ExportOptions options;
  const double scale =
      static_cast<double>(kWidths[static_cast<std::size_t>(size_->currentIndex())]) /
      kWidths.front();
  options.size = standardSize(picture.panels.size()) * scale;
  options.theme = theme_->currentIndex() == 0 ? Theme::Light : Theme::Dark;
  options.legend = legend_->isChecked();
  options.requests = picture.requests;
  options.a4 = a4_;
  return [panels = picture.panels, options](const std::filesystem::path& path) {
    return exportPicture(path, panels, options);
  };
}

}  // namespace timbre::ui
