#include "ui/models/ImportTableModel.h"

#include <QUndoCommand>
#include <algorithm>
#include <cmath>

#include "base/Units.h"
#include "ui/PlainText.h"
#include "ui/models/NoteTableModel.h"

namespace timbre::ui {
namespace {

QString percentText(double share) {
  return ImportTableModel::tr("%1\u00a0%").arg(std::lround(100 * share));
}

/// The first column names the file: what is wrong comes first.
QString withoutPath(const ImportItem& item) {
  const QString path = QString::fromStdString(item.file.string()) + QLatin1Char(' ');
  return QStringLiteral("⚠ ") +
         (item.error.startsWith(path) ? item.error.mid(path.size()) : item.error);
}

QString remarksOf(const ImportItem& item) {
  QStringList lines;
  for (const std::string& remark : item.remarks) lines << QString::fromStdString(remark);
  return lines.join(QLatin1Char('\n'));
}

ImportItem with(ImportItem item, const importing::HeardNote& heard) {
  item.state = ImportItem::State::Heard;
  item.sound = heard.sound.sound;
  item.sounds = static_cast<int>(heard.sound.segmentation.sounds.size());
  item.note = heard.note;
  item.heard = heard.sound.heard;
  item.remarks = heard.sound.remarks;
  item.error.clear();
  return item;
}

}  // namespace

bool ImportItem::doubtful() const {
  return state == State::Heard &&
         (note.pitch < 0 || !heard || !heard->isSure() || !remarks.empty());
}

/// One item, before and after.
class ImportTableModel::Edit final : public QUndoCommand {
 public:
  Edit(ImportTableModel& model, int place, ImportItem after, const QString& text, bool merges,
       QUndoCommand* parent = nullptr)
      : QUndoCommand(text, parent),
        model_(model),
        place_(place),
        before_(model.items_[static_cast<std::size_t>(place)]),
        after_(std::move(after)),
        merges_(merges) {}

  void undo() override { model_.put(place_, before_); }
  void redo() override { model_.put(place_, after_); }
  int id() const override { return merges_ ? place_ : -1; }
  bool mergeWith(const QUndoCommand* other) override {
    after_ = static_cast<const Edit*>(other)->after_;
    return true;
  }

 private:
  ImportTableModel& model_;
  const int place_;
  const ImportItem before_;
  ImportItem after_;
  const bool merges_;
};

ImportTableModel::ImportTableModel(std::vector<std::filesystem::path> files, QUndoStack& undo,
                                   QObject* parent)
    : QAbstractTableModel(parent), undo_(undo) {
  for (auto& file : files) {
    ImportItem item;
    item.file = std::move(file);
    shown_.push_back(static_cast<int>(items_.size()));
    items_.push_back(std::move(item));
  }
}

const ImportItem& ImportTableModel::item(int row) const {
  return items_[static_cast<std::size_t>(placeOf(row))];
}

int ImportTableModel::rowOf(int place) const {
  const auto found = std::ranges::lower_bound(shown_, place);
  return found != shown_.end() && *found == place ? static_cast<int>(found - shown_.begin()) : -1;
}

int ImportTableModel::nextWaiting() const {
  const auto waits = [this](int place) {
    return items_[static_cast<std::size_t>(place)].state == ImportItem::State::Waiting;
  };
  const auto found = std::ranges::find_if(shown_, waits);
  return found == shown_.end() ? -1 : *found;
}

int ImportTableModel::count(ImportItem::State state) const {
  return static_cast<int>(std::ranges::count_if(
      shown_, [&](int place) { return items_[static_cast<std::size_t>(place)].state == state; }));
}

QString ImportTableModel::summary() const {
  const int waiting = count(ImportItem::State::Waiting);
  const int refused = count(ImportItem::State::Refused);
  const auto doubtful = std::ranges::count_if(
      shown_, [&](int place) { return items_[static_cast<std::size_t>(place)].doubtful(); });
  QStringList parts;
  if (waiting > 0) parts << tr("%1 of %2 still to be analysed").arg(waiting).arg(rowCount());
  if (doubtful > 0) parts << tr("%1 to check").arg(doubtful);
  if (refused > 0) parts << tr("%1 cannot be read and will be left out").arg(refused);
  return parts.join(QStringLiteral(" · "));
}

std::vector<importing::PlannedNote> ImportTableModel::planned() const {
  std::vector<importing::PlannedNote> notes;
  for (const int place : shown_) {
    const ImportItem& item = items_[static_cast<std::size_t>(place)];
    if (item.state == ImportItem::State::Waiting) notes.push_back({item.file, -1, {}});
    if (item.state == ImportItem::State::Heard) notes.push_back({item.file, item.sound, item.note});
  }
  return notes;
}

void ImportTableModel::takeHeard(int place, const Result<importing::HeardNote>& heard) {
  ImportItem item = items_[static_cast<std::size_t>(place)];
  if (heard) item = with(std::move(item), *heard);
  if (!heard) {
    item.state = ImportItem::State::Refused;
    item.error = QString::fromStdString(heard.error().message);
  }
  put(place, item);
}

void ImportTableModel::correct(int row, const dataset::NoteInfo& note) {
  ImportItem after = item(row);
  after.note = note;
  undo_.push(new Edit(*this, placeOf(row), std::move(after), tr("Correct"), true));
}

void ImportTableModel::chooseSound(int row, const importing::HeardNote& heard) {
  undo_.push(new Edit(*this, placeOf(row), with(item(row), heard), tr("Choose part"), false));
}

void ImportTableModel::remove(const QList<int>& rows) {
  if (rows.isEmpty()) return;
  auto* all = new QUndoCommand(tr("Remove from the list"));
  for (const int row : rows) {
    ImportItem after = item(row);
    after.removed = true;
    new Edit(*this, placeOf(row), std::move(after), {}, false, all);
  }
  undo_.push(all);
}

/// The one place where an item changes.
void ImportTableModel::put(int place, const ImportItem& item) {
  const int row = rowOf(place);
  items_[static_cast<std::size_t>(place)] = item;
  if (row >= 0 && item.removed) {
    beginRemoveRows({}, row, row);
    shown_.erase(shown_.begin() + row);
    endRemoveRows();
  } else if (row < 0 && !item.removed) {
    const auto before = std::ranges::lower_bound(shown_, place);
    const int at = static_cast<int>(before - shown_.begin());
    beginInsertRows({}, at, at);
    shown_.insert(before, place);
    endInsertRows();
  } else if (row >= 0) {
    emit dataChanged(index(row, 0), index(row, kColumns - 1));
    emit replaced(row);
  }
}

int ImportTableModel::rowCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : static_cast<int>(shown_.size());
}

int ImportTableModel::columnCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : kColumns;
}

QString ImportTableModel::text(const ImportItem& item, int column) const {
  const bool heard = item.state == ImportItem::State::Heard;
  switch (column) {
    case File:
      return QString::fromStdString(item.file.filename().string());
    case Name:
      return heard ? QString::fromStdString(item.note.name) : QString();
    case Pitch:
      if (item.state == ImportItem::State::Waiting) return tr("analysing …");
      if (!heard) return tr("–");
      return item.note.pitch < 0 ? tr("none found")
                                 : QString::fromStdString(noteName(MidiPitch(item.note.pitch)));
    case Sureness:
      return heard && item.heard ? percentText(item.heard->confidence) : QString();
    case Family:
      return heard ? titleOf(dataset::kFamilies[static_cast<std::size_t>(item.note.family)])
                   : QString();
    case Remark:
      if (!item.error.isEmpty()) return withoutPath(item);
      return remarksOf(item).replace(QLatin1Char('\n'), QStringLiteral("; "));
    default:
      return {};
  }
}

QVariant ImportTableModel::data(const QModelIndex& index, int role) const {
  if (!index.isValid()) return {};
  const ImportItem& shown = item(index.row());
  if (role == Qt::DisplayRole) return text(shown, index.column());
  if (role != Qt::ToolTipRole) return {};
  if (index.column() == File) return plainTip(QString::fromStdString(shown.file.string()));
  if (index.column() == Sureness) return plainTip(heardText(shown.heard));
  return plainTip(shown.error.isEmpty() ? remarksOf(shown) : shown.error);
}

QVariant ImportTableModel::headerData(int section, Qt::Orientation orientation, int role) const {
  if (orientation != Qt::Horizontal || role != Qt::DisplayRole) return {};
  switch (section) {
    case File:
      return tr("File");
    case Name:
      return tr("Name");
    case Pitch:
      return tr("Pitch");
    case Sureness:
      return tr("Confidence");
    case Family:
      return tr("Family");
    default:
      return tr("Remarks");
  }
}

QString heardText(const std::optional<importing::HeardPitch>& heard) {
  if (!heard) return ImportTableModel::tr("No pitch found: choose one");
  const QString pitch =
      QStringLiteral("%1 %2%3 ¢")
          .arg(QString::fromStdString(noteName(heard->pitch)),
               std::lround(heard->cents()) < 0 ? QStringLiteral("−") : QStringLiteral("+"))
          .arg(std::lround(std::abs(heard->cents())));
  const QString sure = percentText(heard->confidence);
  if (!heard->second) {
    return heard->isSure()
               ? ImportTableModel::tr("Estimated %1, confidence %2").arg(pitch, sure)
               : ImportTableModel::tr("Estimated %1, confidence %2: please check").arg(pitch, sure);
  }
  const QString second = QString::fromStdString(noteName(*heard->second));
  const QString other = percentText(heard->secondConfidence);
  return heard->isSure()
             ? ImportTableModel::tr("Estimated %1, confidence %2, or %3, %4")
                   .arg(pitch, sure, second, other)
             : ImportTableModel::tr("Estimated %1, confidence %2, or %3, %4: please check")
                   .arg(pitch, sure, second, other);
}

}  // namespace timbre::ui
