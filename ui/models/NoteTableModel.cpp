#include "ui/models/NoteTableModel.h"

#include <QBrush>
#include <QColor>
#include <QGuiApplication>
#include <QPalette>
#include <algorithm>

#include "base/Units.h"

namespace timbre::ui {
namespace {

using dataset::NoteInfo;

QString text(const std::string& s) {
  return QString::fromStdString(s);
}

QString cell(const NoteInfo& note, int column) {
  switch (column) {
    case NoteTableModel::Note:
      return text(note.instrument);  // pitch and velocity have columns of their own
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
  QString tip = text(note.id) + QLatin1Char('\n') + text(note.file.string());
  const QString flags = flagsText(note);
  return flags.isEmpty() ? tip : tip + QLatin1Char('\n') + flags;
}

/// What a column is sorted by; equal ones keep the order of their ids.
std::int64_t sortKey(const NoteInfo& note, int column) {
  switch (column) {
    case NoteTableModel::Family:
      return note.family;
    case NoteTableModel::Source:
      return note.source;
    case NoteTableModel::Pitch:
      return note.pitch;
    case NoteTableModel::Velocity:
      return note.velocity;
    case NoteTableModel::Qualities:
      return static_cast<std::int64_t>(note.qualities.to_ulong());
    case NoteTableModel::Flags:
      return flagsText(note).isEmpty() ? 1 : 0;
    default:
      return 0;
  }
}

}  // namespace

void NoteTableModel::setLibrary(const dataset::NoteLibrary& library) {
  beginResetModel();
  library_ = library;
  fill();
  endResetModel();
}

void NoteTableModel::setQuery(const dataset::NoteQuery& query) {
  beginResetModel();
  query_ = query;
  fill();
  endResetModel();
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
  const NoteInfo info = note(index.row());
  switch (role) {
    case Qt::DisplayRole:
      return cell(info, index.column());
    case Qt::ToolTipRole:
      return toolTip(info);
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
  if (column < 0 || column >= kColumns) return;
  emit layoutAboutToBeChanged({}, QAbstractItemModel::VerticalSortHint);
  const QModelIndexList before = persistentIndexList();
  std::vector<int> notes;
  for (const QModelIndex& index : before)
    notes.push_back(rows_[static_cast<std::size_t>(index.row())]);
  column_ = column;
  order_ = order;
  this->order();
  for (int i = 0; i < before.size(); ++i) {
    const auto at = std::ranges::find(rows_, notes[static_cast<std::size_t>(i)]) - rows_.begin();
    changePersistentIndex(before[i], index(static_cast<int>(at), before[i].column()));
  }
  emit layoutChanged({}, QAbstractItemModel::VerticalSortHint);
}

void NoteTableModel::fill() {
  rows_ = library_.select(query_);
  order();
}

void NoteTableModel::order() {
  std::ranges::sort(rows_);  // the library's order is by id
  if (column_ == Note) {
    if (order_ == Qt::DescendingOrder) std::ranges::reverse(rows_);
    return;
  }
  std::vector<std::pair<std::int64_t, int>> keyed;
  keyed.reserve(rows_.size());
  for (const int row : rows_) {
    const std::int64_t key = sortKey(library_.note(row), column_);
    keyed.emplace_back(order_ == Qt::AscendingOrder ? key : -key, row);
  }
  std::ranges::sort(keyed);
  std::ranges::transform(keyed, rows_.begin(), [](const auto& pair) { return pair.second; });
}

QString titleOf(std::string_view name) {
  QString title = QString::fromLatin1(name.data(), static_cast<qsizetype>(name.size()));
  title.replace(QLatin1Char('_'), QLatin1Char(' '));
  if (!title.isEmpty()) title[0] = title[0].toUpper();
  return title;
}

QString pitchText(int pitch) {
  return QStringLiteral("%1  %2").arg(text(noteName(MidiPitch(pitch)))).arg(pitch);
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
  if (note.pitch < 21 || note.pitch > 108) flags << NoteTableModel::tr("beyond A0–C8");
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
      return NoteTableModel::tr("off its pitch");
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
  const QString number = text(note.instrument).section(QLatin1Char('_'), -1);
  return NoteTableModel::tr("%1 %2 %3 · %4 · velocity %5")
      .arg(titleOf(dataset::kFamilies[static_cast<std::size_t>(note.family)]),
           titleOf(dataset::kSources[static_cast<std::size_t>(note.source)]).toLower(), number,
           text(noteName(MidiPitch(note.pitch))))
      .arg(note.velocity);
}

}  // namespace timbre::ui
