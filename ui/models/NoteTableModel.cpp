#include "ui/models/NoteTableModel.h"

#include <QBrush>
#include <QColor>
#include <QGuiApplication>
#include <QIcon>
#include <QPainter>
#include <QPalette>
#include <QPixmap>
#include <algorithm>
#include <array>

#include "base/Units.h"
#include "ui/PlainText.h"
#include "ui/Text.h"

namespace timbre::ui {
namespace {

using dataset::NoteInfo;

QString cell(const NoteInfo& note, int column) {
  switch (column) {
    case NoteTableModel::Note:
      // Pitch and velocity have columns of their own.
      return textOf(note.name.empty() ? note.instrument : note.name);
    case NoteTableModel::Family:
      return titleOf(dataset::kFamilies[static_cast<std::size_t>(note.family)]);
    case NoteTableModel::Source:
      return titleOf(dataset::kSources[static_cast<std::size_t>(note.source)]);
    case NoteTableModel::Pitch:
      return pitchText(note.pitch);
    case NoteTableModel::Velocity:
      return QString::number(note.velocity);
    case NoteTableModel::Qualities:
      return qualitiesText(note);
    default:
      return flagsText(note);
  }
}

QString toolTip(const NoteInfo& note) {
  QString tip = textOf(note.id) + QLatin1Char('\n') + textOf(note.file.string());
  const QString flags = flagsText(note);
  return flags.isEmpty() ? tip : tip + QLatin1Char('\n') + flags;
}

/// A letter on a plate, in the colours of the theme.
QIcon letterIcon(const QString& letter) {
  constexpr int kSize = 16;
  QPixmap picture(QSize(kSize, kSize) * qGuiApp->devicePixelRatio());
  picture.setDevicePixelRatio(qGuiApp->devicePixelRatio());
  picture.fill(Qt::transparent);
  QPainter painter(&picture);
  painter.setRenderHint(QPainter::Antialiasing);
  const QPalette palette = QGuiApplication::palette();
  painter.setPen(Qt::NoPen);
  painter.setBrush(palette.color(QPalette::Text));
  painter.drawRoundedRect(QRectF(0.5, 0.5, kSize - 1, kSize - 1), 3, 3);
  QFont font = QGuiApplication::font();
  font.setBold(true);
  font.setPixelSize(letter.size() > 1 ? 9 : 12);
  painter.setFont(font);
  painter.setPen(palette.color(QPalette::Base));
  painter.drawText(QRect(0, 0, kSize, kSize), Qt::AlignCenter, letter);
  return QIcon(picture);
}

}  // namespace

QIcon cornerIcon(bool isA, bool isB) {
  if (!isA && !isB) return {};
  return letterIcon(isA && isB ? QStringLiteral("AB")
                    : isA      ? QStringLiteral("A")
                               : QStringLiteral("B"));
}

void NoteTableModel::show(const dataset::NoteLibrary& library, std::vector<int> rows) {
  beginResetModel();
  library_ = library;
  rows_ = std::move(rows);
  fetchedRow_ = -1;
  endResetModel();
}

void NoteTableModel::setCorners(const std::string& a, const std::string& b) {
  a_ = a;
  b_ = b;
  refresh();
}

QVariant NoteTableModel::badge(const std::string& id) const {
  const QIcon icon = cornerIcon(id == a_, id == b_);
  return icon.isNull() ? QVariant() : icon;
}

void NoteTableModel::refresh() {
  fetchedRow_ = -1;
  if (!rows_.empty()) emit dataChanged(index(0, 0), index(rowCount() - 1, kColumns - 1));
}

const NoteInfo& NoteTableModel::fetched(int row) const {
  if (fetchedRow_ != row) fetched_ = note(row);
  fetchedRow_ = row;
  return fetched_;
}

NoteInfo NoteTableModel::note(int row) const {
  return library_.note(rows_[static_cast<std::size_t>(row)]);
}

int NoteTableModel::rowOf(const std::string& id) const {
  const auto found = std::ranges::find(rows_, library_.indexOf(id));
  return found == rows_.end() ? -1 : static_cast<int>(found - rows_.begin());
}

int NoteTableModel::rowCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : static_cast<int>(rows_.size());
}

int NoteTableModel::columnCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : kColumns;
}

QVariant NoteTableModel::data(const QModelIndex& index, int role) const {
  if (!index.isValid() || index.row() >= rowCount()) return {};
  if (role != Qt::DisplayRole && role != Qt::ToolTipRole && role != Qt::ForegroundRole &&
      role != Qt::DecorationRole && role != Qt::TextAlignmentRole)
    return {};
  const NoteInfo& info = fetched(index.row());
  switch (role) {
    case Qt::DisplayRole:
      return cell(info, index.column());
    case Qt::ToolTipRole:
      return plainTip(toolTip(info));
    case Qt::DecorationRole:
      return index.column() == Note ? badge(info.id) : QVariant();
    case Qt::ForegroundRole:
      if (!info.fileMissing) return {};
      return QBrush(QGuiApplication::palette().color(QPalette::Disabled, QPalette::Text));
    case Qt::TextAlignmentRole:
      if (index.column() != Velocity) return {};
      return QVariant::fromValue(Qt::Alignment(Qt::AlignRight | Qt::AlignVCenter));
    default:
      return {};
  }
}

QVariant NoteTableModel::headerData(int section, Qt::Orientation orientation, int role) const {
  if (orientation != Qt::Horizontal) return {};
  if (role == Qt::TextAlignmentRole) {
    return QVariant::fromValue(
        Qt::Alignment((section == Velocity ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter));
  }
  if (role == Qt::ToolTipRole && section == Velocity) return tr("Velocity, 0 to 127");
  if (role != Qt::DisplayRole) return {};
  const QStringList titles{tr("Note"), tr("Family"),    tr("Source"), tr("Pitch"),
                           tr("Vel."), tr("Qualities"), tr("Flags")};
  return titles.value(section);
}

void NoteTableModel::sort(int column, Qt::SortOrder order) {
  using By = dataset::NoteOrder::By;
  static constexpr std::array<By, kColumns> kBy{By::Id,       By::Family,    By::Source, By::Pitch,
                                                By::Velocity, By::Qualities, By::Doubts};
  if (column < 0 || column >= kColumns) return;
  order_ = {kBy[static_cast<std::size_t>(column)], order == Qt::DescendingOrder};
  emit orderChanged();
}

QString titleOf(std::string_view name) {
  QString title = QString::fromLatin1(name.data(), static_cast<qsizetype>(name.size()));
  title.replace(QLatin1Char('_'), QLatin1Char(' '));
  if (!title.isEmpty()) title[0] = title[0].toUpper();
  return title;
}

QString pitchText(int pitch) {
  return QStringLiteral("%1  %2").arg(textOf(noteName(MidiPitch(pitch)))).arg(pitch);
}

QString qualitiesText(const NoteInfo& note) {
  QStringList names;
  for (std::size_t i = 0; i < dataset::kQualities.size(); ++i) {
    if (!note.qualities[i]) continue;
    const std::string_view name = dataset::kQualities[i];
    QString word = QString::fromLatin1(name.data(), static_cast<qsizetype>(name.size()));
    names << word.replace(QLatin1Char('_'), QLatin1Char(' '));
  }
  return names.join(QLatin1String(", "));
}

QString flagsText(const NoteInfo& note) {
  QStringList flags;
  if (note.fileMissing) flags << NoteTableModel::tr("file missing");
  if (dataset::isBeyondNSynth(note.pitch)) flags << NoteTableModel::tr("beyond A0–C8");
  for (std::size_t i = 0; i < dataset::kFindings.size(); ++i)
    if (note.findings[i] && (i != dataset::bitOf(dataset::Finding::OutOfRange) || flags.isEmpty()))
      flags << findingText(static_cast<dataset::Finding>(i));
  return flags.join(QLatin1String(", "));
}

QString findingText(dataset::Finding finding) {
  switch (finding) {
    case dataset::Finding::Silence:
      return NoteTableModel::tr("silent");
    case dataset::Finding::Noise:
      return NoteTableModel::tr("noise");
    case dataset::Finding::OffPitch:
      return NoteTableModel::tr("out of tune");
    case dataset::Finding::Clipping:
      return NoteTableModel::tr("clipping");
    case dataset::Finding::Duplicate:
      return NoteTableModel::tr("duplicate");
    case dataset::Finding::SingleVelocity:
      return NoteTableModel::tr("one velocity only");
    default:
      return NoteTableModel::tr("out of range");
  }
}

QString noteTitle(const NoteInfo& note) {
  if (!note.name.empty())  // a person gave it
    return NoteTableModel::tr("%1 · %2 · velocity %3")
        .arg(textOf(note.name), textOf(noteName(MidiPitch(note.pitch))))
        .arg(note.velocity);
  const QString number = textOf(note.instrument).section(QLatin1Char('_'), -1);
  return NoteTableModel::tr("%1 %2 %3 · %4 · velocity %5")
      .arg(titleOf(dataset::kFamilies[static_cast<std::size_t>(note.family)]),
           titleOf(dataset::kSources[static_cast<std::size_t>(note.source)]).toLower(), number,
           textOf(noteName(MidiPitch(note.pitch))))
      .arg(note.velocity);
}

}  // namespace timbre::ui
